import { csvRows, type CsvRow } from './csv-rows.ts';
import { badCharacter, decode } from './decode.ts';
import { detectEncoding, type DetectedEncoding } from './encoding.ts';
import type { Encoding } from './encodings.ts';
import { unprotectCell } from './formula.ts';
import { columnName, headerNames } from './header.ts';
import { extensionMismatch, fileKind } from './kind.ts';
import { findHeaderRow, guessDelimiter, isBlank, type Delimiter } from './layout.ts';
import { refuse, type FileProblem } from './problems.ts';
import type { FileSource } from './source.ts';
import { openXlsx } from './xlsx.ts';

export type ReadOptions = {
  encoding?: Encoding;
  delimiter?: Delimiter;
  /** Lines before the header line; found when not given. */
  skipLines?: number;
  /** false: the file has no header line, columns are named 列1, 列2, … */
  header?: boolean;
  sheet?: string;
};

/** `problem` marks a row that must not be loaded as it stands; its cells are given all the same, for the report. */
export type TableRow = { row: number; cells: string[]; problem?: FileProblem };

export type TableMeta = {
  kind: 'csv' | 'xlsx';
  encoding?: Encoding;
  bom?: boolean;
  delimiter?: Delimiter;
  sheet?: string;
  sheets?: string[];
  skipLines: number;
  headerRow: number;
  header: string[];
  warnings: FileProblem[];
};

export type Table = { meta: TableMeta; rows(): AsyncGenerator<TableRow[]> };

type RawRow = { row: number; cells: string[]; problem?: FileProblem };
type Raw = { clean?: boolean; meta: Pick<TableMeta, 'kind' | 'encoding' | 'bom' | 'delimiter' | 'sheet' | 'sheets'>; rows(): AsyncGenerator<RawRow[]> };

const sampleRows = 200;
const widest = 16_384;

/** Opens a CSV or Excel file as a table; throws FileRefused when it cannot be one. Rows come in batches. */
export async function readTable(source: FileSource, options: ReadOptions = {}): Promise<Table> {
  const kind = await fileKind(source);
  const raw: Raw = kind === 'xlsx' ? await openXlsx(source, options.sheet) : await openCsv(source, options);
  const sample = await firstRows(raw);
  const headerRow = headerLine(sample, options);
  const first = sample.find((r) => r.row >= headerRow && !isBlank(r.cells));
  if (!first) return options.skipLines ? refuse('headerBeyondFile', { row: headerRow }) : refuse('empty');
  if (first.cells.length > widest) refuse('tooWide', { row: first.row, values: { columns: first.cells.length, limit: widest } });
  const { names, warnings } =
    options.header === false ? { names: first.cells.map((_, i) => columnName(i)), warnings: [] } : headerNames(first.cells, first.row);
  if (extensionMismatch(source.name, kind))
    warnings.unshift({ code: 'wrongExtension', values: { name: source.name, kind: kind === 'xlsx' ? 'Excel' : 'CSV' } });
  const meta: TableMeta = { ...raw.meta, skipLines: first.row - 1, headerRow: first.row, header: trimTail(names, first.cells), warnings };
  return { meta, rows: () => bodyRows(raw, meta, options.header !== false) };
}

function headerLine(sample: RawRow[], options: ReadOptions): number {
  if (options.skipLines !== undefined) return options.skipLines + 1;
  if (options.header === false) return 1;
  return findHeaderRow(sample) ?? refuse('empty');
}

/** Columns at the right end that have no name are kept only when the header is all there is to go by. */
function trimTail(names: string[], cells: string[]): string[] {
  return names.slice(0, cells.findLastIndex((cell) => cell.trim() !== '') + 1);
}

async function* bodyRows(raw: Raw, meta: TableMeta, hasHeader: boolean): AsyncGenerator<TableRow[]> {
  const from = hasHeader ? meta.headerRow + 1 : meta.headerRow;
  for await (const batch of raw.rows()) {
    const out: TableRow[] = [];
    for (const row of batch) if (row.row >= from && !isBlank(row.cells)) out.push(shaped(row, meta, raw.clean === true));
    if (out.length > 0) yield out;
  }
}

/** Exactly as many cells as the header; anything else is said, never cut off in silence. */
function shaped(row: RawRow, { kind, header: { length: width } }: TableMeta, clean: boolean): TableRow {
  const { cells } = row;
  let problem = row.problem;
  // Excel leaves out empty cells at the end of a row; in a CSV a short row is a broken one.
  if (kind === 'xlsx') while (cells.length < width) cells.push('');
  if (cells.length < width) problem ??= { code: 'missingCells', row: row.row, column: cells.length + 1, values: { cells: cells.length, columns: width } };
  const extra = cells.length > width ? cells.findIndex((cell, i) => i >= width && cell.trim() !== '') : -1;
  if (extra >= 0) problem ??= { code: 'extraCells', row: row.row, column: extra + 1, values: { cells: cells.length, columns: width } };
  const bad = problem || clean ? -1 : cells.findIndex((cell) => cell.includes(badCharacter));
  if (bad >= 0) problem = { code: 'badCharacter', row: row.row, column: bad + 1 };
  return { row: row.row, cells: extra < 0 && cells.length > width ? cells.slice(0, width) : cells, ...(problem ? { problem } : {}) };
}

async function firstRows(raw: Raw): Promise<RawRow[]> {
  const rows: RawRow[] = [];
  for await (const batch of raw.rows()) {
    rows.push(...batch.slice(0, sampleRows - rows.length));
    if (rows.length >= sampleRows) break;
  }
  return rows;
}

async function openCsv(source: FileSource, options: ReadOptions): Promise<Raw> {
  const { encoding, bom, clean }: DetectedEncoding = options.encoding ? { encoding: options.encoding, bom: false } : await detectEncoding(source);
  const sample = await firstText(source, encoding);
  const newline = !sample.includes('\n') && sample.includes('\r') ? '\r' : '\n';
  const samples = new Map<string, CsvRow[]>();
  for (const candidate of [',', '\t', ';', '|'] as const) samples.set(candidate, await cutSample(sample, candidate, newline));
  const delimiter = options.delimiter ?? guessDelimiter((candidate) => samples.get(candidate)!);
  async function* rows(): AsyncGenerator<RawRow[]> {
    for await (const batch of csvRows(decode(source, encoding), delimiter, newline)) yield batch.map(rawRow);
  }
  return { clean, meta: { kind: 'csv', encoding, bom, delimiter }, rows };
}

function rawRow({ row, cells, fault }: CsvRow): RawRow {
  for (let i = 0; i < cells.length; i++) if (cells[i]!.charCodeAt(0) === 39) cells[i] = unprotectCell(cells[i]!);
  return fault ? { row, cells, problem: { code: fault.code, row, column: fault.column } } : { row, cells };
}

async function firstText(source: FileSource, encoding: Encoding): Promise<string> {
  let text = '';
  for await (const piece of decode(source, encoding)) {
    text += piece;
    if (text.length >= 65_536) break;
  }
  return text.slice(0, 65_536);
}

async function cutSample(text: string, delimiter: Delimiter, newline: '\n' | '\r'): Promise<CsvRow[]> {
  const rows: CsvRow[] = [];
  for await (const batch of csvRows(
    (async function* () {
      yield text;
    })(),
    delimiter,
    newline,
  ))
    rows.push(...batch);
  // The sample may end in the middle of a row.
  return (text.length === 65_536 && rows.length > 1 ? rows.slice(0, -1) : rows).slice(0, sampleRows);
}
