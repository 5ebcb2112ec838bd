import type { FileProblem } from './problems.ts';
import { refuse } from './problems.ts';
import { columnIndex } from './xlsx.ts';
import { serialToText, type NumberLook } from './xlsx-styles.ts';
import { parseXml } from './xml.ts';

export type SheetRow = { row: number; cells: string[]; problem?: FileProblem };
export type SheetContext = {
  strings: string[];
  looks: NumberLook[];
  merges: Map<number, { from: number; to: number }[]>;
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
  const above = new Map<number, string>();
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
        fillMerged(row, context.merges, above);
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

function fillMerged(row: SheetRow, merges: SheetContext['merges'], above: Map<number, string>): void {
  for (const [column, ranges] of merges) {
    const range = ranges.find((r) => row.row >= r.from && row.row <= r.to);
    if (!range) continue;
    while (row.cells.length <= column) row.cells.push('');
    if (row.row === range.from) above.set(column, row.cells[column]!);
    else row.cells[column] ||= above.get(column) ?? '';
  }
}

function unescape(text: string): string {
  return text.includes('_x') ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))) : text;
}
