import type { FileProblem } from './problems.ts';

/**
 * Column names by which a mapping finds its columns: trimmed, line breaks folded, each different.
 * A blank one becomes 列3 (its position), a repeated one 名前 (2).
 */
export function headerNames(cells: string[], row: number): { names: string[]; warnings: FileProblem[] } {
  const warnings: FileProblem[] = [];
  const seen = new Map<string, number>();
  const names = cells.map((cell, i) => {
    const name = cell.replace(/\s+/g, ' ').trim();
    if (!name) {
      if (i < lastFilled(cells)) warnings.push({ code: 'blankHeader', row, column: i + 1 });
      return columnName(i);
    }
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    if (times === 1) return name;
    warnings.push({ code: 'duplicateHeader', row, column: i + 1, values: { name } });
    return `${name} (${times})`;
  });
  if (cells.some((cell) => /^[-+]?[\d.,]+$|^\d{4}[-/]\d/.test(cell.trim()))) warnings.push({ code: 'headerLooksLikeData', row });
  return { names, warnings };
}

export function columnName(index: number): string {
  return `列${index + 1}`;
}

function lastFilled(cells: string[]): number {
  return cells.findLastIndex((cell) => cell.trim() !== '');
}
