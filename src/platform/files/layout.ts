import type { CsvRow } from './csv-rows.ts';

export type Delimiter = ',' | ';' | '\t' | '|';
export const delimiters: readonly Delimiter[] = [',', '\t', ';', '|'];

/** The separator that cuts the most lines into the same number of cells; a comma when nothing cuts anything. */
export function guessDelimiter(rowsBy: (delimiter: Delimiter) => CsvRow[]): Delimiter {
  let best: Delimiter = ',';
  let bestScore = 0;
  for (const delimiter of delimiters) {
    const widths = rowsBy(delimiter)
      .filter((r) => !isBlank(r.cells))
      .map((r) => r.cells.length);
    const width = mostFrequent(widths);
    if (width < 2) continue;
    const share = widths.filter((w) => w === width).length / widths.length;
    const score = share + Math.min(width, 50) / 1000;
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

/**
 * The line of the header: the first as wide as most rows are and filled to 60 %. Lines before it
 * (a title, a date and a count) are preamble. Undefined when there is no row at all.
 */
export function findHeaderRow(rows: { row: number; cells: string[] }[]): number | undefined {
  const filled = rows.filter((r) => !isBlank(r.cells));
  const width = mostFrequent(filled.map((r) => r.cells.length));
  const full = filled.slice(0, 40).filter((r) => r.cells.filter((c) => c.trim() !== '').length >= Math.ceil(width * 0.6));
  const header = full.find((r) => r.cells.length >= width) ?? full[0];
  return (header ?? filled[0])?.row;
}

export function isBlank(cells: string[]): boolean {
  return cells.every((cell) => cell === '' || cell.trim() === '');
}

/** The commonest number; of equally common ones the first seen. 0 for none. */
function mostFrequent(numbers: number[]): number {
  const counts = new Map<number, number>();
  for (const n of numbers) counts.set(n, (counts.get(n) ?? 0) + 1);
  let best = 0;
  for (const [n, count] of counts) if (count > (counts.get(best) ?? 0)) best = n;
  return best;
}
