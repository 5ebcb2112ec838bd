import iconv from 'iconv-lite';
import { protectCell } from './formula.ts';

export type CsvEncoding = 'utf-8' | 'cp932';
/** Characters CP932 does not have; written as 〓, the sign Japanese printers use for a missing letter. */
export type Unmappable = { row: number; column: number; characters: string };

// The same letter has two code points in common use; CP932 knows one of them.
const twins: Record<string, string> = { '〜': '～', '−': '－', '—': '―', '‖': '∥', '¢': '￠', '£': '￡', '¬': '￢', '–': '―', '\u00a0': ' ' };

/**
 * A CSV in pieces: UTF-8 with BOM (Excel opens it right) or CP932, CRLF, cells safe from being run as formulas.
 * `onUnmappable` is told each cell that could not be written in full.
 */
export async function* writeCsv(
  rows: AsyncIterable<string[]> | Iterable<string[]>,
  encoding: CsvEncoding = 'utf-8',
  onUnmappable: (where: Unmappable) => void = () => {},
): AsyncGenerator<Buffer> {
  let text = encoding === 'utf-8' ? '\uFEFF' : '';
  let row = 0;
  const flush = () => (encoding === 'utf-8' ? Buffer.from(text, 'utf8') : iconv.encode(text, 'Shift_JIS'));
  for await (const cells of rows) {
    row++;
    const shown = encoding === 'cp932' ? cells.map((cell, i) => mappable(cell, row, i + 1, onUnmappable)) : cells;
    text += shown.map(csvCell).join(',') + '\r\n';
    if (text.length > 65_536) {
      yield flush();
      text = '';
    }
  }
  if (text) yield flush();
}

/** Quoted when it holds a separator, a quote, a line break or outer blanks, or is all there is of a row. */
export function csvCell(cell: string, _index: number, all: readonly string[]): string {
  const safe = protectCell(cell);
  return /[",;|\t\r\n]|^\s|\s$/.test(safe) || (all.length === 1 && safe === '') ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function mappable(cell: string, row: number, column: number, tell: (where: Unmappable) => void): string {
  // oxlint-disable-next-line no-control-regex -- ASCII needs no look-up
  if (/^[\x00-\x7f]*$/.test(cell)) return cell;
  const swapped = cell.replace(/[〜−—‖¢£¬–\u00a0]/g, (c) => twins[c]!);
  if (iconv.decode(iconv.encode(swapped, 'Shift_JIS'), 'Shift_JIS') === swapped) return swapped;
  let missing = '';
  const out = Array.from(swapped, (c) => {
    if (iconv.decode(iconv.encode(c, 'Shift_JIS'), 'Shift_JIS') === c) return c;
    missing += c;
    return '〓';
  }).join('');
  tell({ row, column, characters: missing });
  return out;
}
