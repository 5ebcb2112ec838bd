import type { FileProblem } from './problems.ts';
import { refuse } from './problems.ts';
import { columnIndex } from './xlsx.ts';
import { serialToText, type NumberLook } from './xlsx-styles.ts';
import { parseXml } from './xml.ts';

export type SheetRow = { row: number; cells: string[]; problem?: FileProblem };
/** Ranges of rows by column, from top to bottom. */
export type Merges = Map<number, { from: number; to: number }[]>;
export type SheetContext = {
  strings: string[];
  looks: NumberLook[];
  merges: Merges;
  from1904: boolean;
};
type Cell = { column: number; type: string; style: number; value: string; hasValue: boolean; hasFormula: boolean };

const widest = 16_384;

/** The rows of a sheet in batches; numbers, dates and booleans as text, formulas by the value Excel last kept. */
export async function* sheetRows(bytes: AsyncIterable<Buffer>, context: SheetContext): AsyncGenerator<SheetRow[]> {
  let batch: SheetRow[] = [];
  let row: SheetRow | undefined;
  let rowNumber = 0;
  let cell: Cell | undefined;
  let taking = false;
  let inReading = false;
  const fillMerged = mergedFiller(context.merges);
  const pieces = parseXml(bytes, {
    open(name, a) {
      if (name === 'row') {
        rowNumber = a['r'] ? Number(a['r']) : rowNumber + 1;
        row = { row: rowNumber, cells: [] };
      } else if (name === 'c' && row) {
        const column = a['r'] ? columnIndex(a['r'].replace(/\d+$/, '')) : row.cells.length;
        if (!(column >= 0 && column < widest)) refuse('brokenArchive');
        cell = { column, type: a['t'] ?? 'n', style: Number(a['s'] ?? 0), value: '', hasValue: false, hasFormula: false };
      } else if (name === 'f' && cell) cell.hasFormula = true;
      else if (name === 'rPh') inReading = true;
      else if ((name === 'v' || name === 't') && cell && !inReading) taking = cell.hasValue = true;
    },
    text(text) {
      if (taking && cell) cell.value += text;
    },
    close(name) {
      if (name === 'v' || name === 't') taking = false;
      else if (name === 'rPh') inReading = false;
      else if (name === 'c' && cell && row) {
        while (row.cells.length <= cell.column) row.cells.push('');
        row.cells[cell.column] = shown(cell, context);
        row.problem ??= cellProblem(cell, row.row);
        cell = undefined;
      } else if (name === 'row' && row) {
        fillMerged(row);
        batch.push(row);
        row = undefined;
      }
    },
  });
  for await (const _ of pieces) {
    if (batch.length === 0) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function shown(cell: Cell, context: SheetContext): string {
  const { type, value } = cell;
  if (!cell.hasValue) return '';
  if (type === 's') return unescape(context.strings[Number(value)] ?? '');
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
  if (type === 'd') return value.replace('T00:00:00', '').replace('T', ' ');
  if (type !== 'n') return unescape(value);
  const number = Number(value);
  if (value === '' || !Number.isFinite(number)) return value;
  const look = context.looks[cell.style] ?? 'plain';
  if (look === 'date') return serialToText(number, context.from1904);
  // 15 digits are what Excel itself shows; the sixteenth is binary noise. Integers keep theirs.
  const plain = Number.isInteger(number) && /^-?\d+$/.test(value) ? value : plainNumber(Number(number.toPrecision(15)));
  return look === 'plain' ? plain : plain.padStart(look.digits, '0');
}

function plainNumber(number: number): string {
  const text = String(number);
  return text.includes('e') && Math.abs(number) >= 1 ? BigInt(Math.round(number)).toString() : text;
}

function cellProblem(cell: Cell, row: number): FileProblem | undefined {
  if (cell.type === 'e') return { code: 'excelError', row, column: cell.column + 1, values: { value: cell.value } };
  if (cell.hasFormula && !cell.hasValue) return { code: 'formulaWithoutValue', row, column: cell.column + 1 };
  return undefined;
}

/** Fills the rows of a sheet as they come: cells merged with the one above get its value. */
function mergedFiller(merges: Merges): (row: SheetRow) => void {
  const places = [...merges].map(([column, ranges]) => ({ column, ranges, at: 0, above: '' }));
  return ({ row, cells }) => {
    for (const place of places) {
      // The first row of a range may be missing: what stood above an earlier range is not for this one.
      for (; place.ranges[place.at] && place.ranges[place.at]!.to < row; place.at++) place.above = '';
      const range = place.ranges[place.at];
      if (!range || row < range.from) continue;
      while (cells.length <= place.column) cells.push('');
      if (row === range.from) place.above = cells[place.column]!;
      else cells[place.column] ||= place.above;
    }
  };
}

function unescape(text: string): string {
  return text.includes('_x') ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))) : text;
}
