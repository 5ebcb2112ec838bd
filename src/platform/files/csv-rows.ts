import { refuse } from './problems.ts';

/** One record: `row` is the line it starts on; `fault` the first cell whose quotes do not match. */
export type CsvRow = { row: number; cells: string[]; fault?: { code: 'strayQuote' | 'openQuote'; column: number } };

const longestCell = 1_000_000;

/**
 * Cuts text into records. Own code because csv-parse counts records instead of lines and cannot say where a quote
 * went wrong; after a bad quote this reads on cell by cell, so one broken row never swallows the rows behind it.
 */
export async function* csvRows(text: AsyncIterable<string>, delimiter: string, newline: '\n' | '\r' = '\n'): AsyncGenerator<CsvRow[]> {
  let rest = '';
  let row = 1;
  for await (const piece of text) {
    rest = rest ? rest + piece : piece;
    const batch: CsvRow[] = [];
    const done = cut(rest, delimiter, newline, row, false, batch);
    rest = rest.slice(done.at);
    row = done.row;
    if (rest.length > 4 * longestCell) refuse('hugeRow', { row, values: { limit: 4 * longestCell } });
    if (batch.length > 0) yield batch;
  }
  const batch: CsvRow[] = [];
  cut(rest, delimiter, newline, row, true, batch);
  if (batch.length > 0) yield batch;
}

function cut(text: string, delimiter: string, newline: string, row: number, final: boolean, into: CsvRow[]) {
  let at = 0;
  while (at < text.length) {
    let end = text.indexOf(newline, at);
    if (end < 0) {
      if (!final) break;
      end = text.length;
    }
    const quote = text.indexOf('"', at);
    if (quote < 0 || quote >= end) {
      const line = text.slice(at, text.charCodeAt(end - 1) === 13 && end > at ? end - 1 : end);
      into.push({ row, cells: line.split(delimiter) });
      at = end + 1;
      row++;
      continue;
    }
    const record = quotedRecord(text, at, delimiter, newline, final);
    if (!record) break;
    into.push({ row, cells: record.cells, ...(record.fault ? { fault: record.fault } : {}) });
    for (let i = at; (i = text.indexOf(newline, i)) >= 0 && i < record.next; i++) row++;
    if (record.next > text.length) row++;
    at = record.next;
  }
  return { at: Math.min(at, text.length), row };
}

type Record = { cells: string[]; next: number; fault?: CsvRow['fault'] };

/** A record that has a quote somewhere, or nothing when the text ends before the record does. */
function quotedRecord(text: string, start: number, delimiter: string, newline: string, final: boolean): Record | undefined {
  const cells: string[] = [];
  let fault: CsvRow['fault'];
  let at = start;
  for (;;) {
    const open = skipBlanks(text, at, delimiter);
    if (open >= text.length && !final) return undefined;
    let cell: { value: string; end: number } | undefined;
    if (text[open] === '"') {
      const quoted = quotedCell(text, open, delimiter, newline, final);
      if (quoted === 'more') return undefined;
      cell = quoted;
      if (!cell) fault ??= { code: unclosed(text, open) ? 'openQuote' : 'strayQuote', column: cells.length + 1 };
    }
    cell ??= plainCell(text, at, delimiter, newline);
    if (cell.end >= text.length && !final) return undefined;
    cells.push(cell.value);
    if (!text.startsWith(delimiter, cell.end)) return { cells, next: cell.end + 1, fault };
    at = cell.end + 1;
  }
}

function unclosed(text: string, open: number): boolean {
  return text.indexOf('"', open + 1) < 0;
}

function skipBlanks(text: string, at: number, delimiter: string): number {
  while (text[at] === ' ' || (text[at] === '\t' && delimiter !== '\t')) at++;
  return at;
}

function plainCell(text: string, at: number, delimiter: string, newline: string) {
  let end = text.indexOf(newline, at);
  if (end < 0) end = text.length;
  const next = text.indexOf(delimiter, at);
  if (next >= 0 && next < end) return { value: text.slice(at, next), end: next };
  return { value: text.slice(at, text.charCodeAt(end - 1) === 13 && end > at ? end - 1 : end), end };
}

/** Nothing when the quotes do not match; 'more' when the text ends too early to tell. */
function quotedCell(text: string, open: number, delimiter: string, newline: string, final: boolean): { value: string; end: number } | 'more' | undefined {
  let from = open + 1;
  let value = '';
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0 || quote - open > longestCell) return final || text.length - open > longestCell ? undefined : 'more';
    value += text.slice(from, quote);
    if (quote + 1 >= text.length && !final) return 'more';
    if (text[quote + 1] === '"') {
      value += '"';
      from = quote + 2;
      continue;
    }
    let end = skipBlanks(text, quote + 1, delimiter);
    if (text[end] === '\r' && newline === '\n' && (text[end + 1] === '\n' || end + 1 >= text.length)) end++;
    if (end >= text.length && !final) return 'more';
    return end >= text.length || text.startsWith(delimiter, end) || text[end] === newline ? { value, end } : undefined;
  }
}
