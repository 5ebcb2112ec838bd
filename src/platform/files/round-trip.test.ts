import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRows } from './csv-rows.ts';
import { protectCell, unprotectCell } from './formula.ts';
import { readTable } from './read.ts';
import { fileFromBytes } from './source.ts';
import { csvCell, writeCsv, type CsvEncoding, type Unmappable } from './write-csv.ts';

const piece = fc.constantFrom(
  'a',
  'あ',
  '株',
  'ｱ',
  '１',
  '"',
  '""',
  ',',
  ';',
  '\t',
  '\n',
  '\r\n',
  ' ',
  '　',
  "'",
  '=',
  '+',
  '-',
  '@',
  '|',
  '0',
  '😀',
  '髙',
  '～',
);
const cell = fc.array(piece, { maxLength: 6 }).map((p) => p.join(''));
const table = fc
  .integer({ min: 2, max: 5 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 12 }).map((rows) => ({ width, rows })));

async function written(rows: string[][], encoding: CsvEncoding = 'utf-8', tell?: (u: Unmappable) => void): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of writeCsv(rows, encoding, tell)) parts.push(part);
  return Buffer.concat(parts);
}
async function readBack(bytes: Buffer): Promise<string[][]> {
  const out: string[][] = [];
  for await (const batch of (await readTable(fileFromBytes('x.csv', bytes), { delimiter: ',', skipLines: 0 })).rows()) {
    for (const row of batch) {
      expect(row.problem).toBeUndefined();
      out.push(row.cells);
    }
  }
  return out;
}
const header = (width: number) => Array.from({ length: width }, (_, i) => `見出し${i + 1}`);
const notBlank = (rows: string[][]) => rows.filter((r) => r.some((c) => c.trim() !== ''));

describe('CSV we write', () => {
  it('reads back as it was, whatever the cells hold', async () => {
    await fc.assert(
      fc.asyncProperty(table, async ({ width, rows }) => {
        expect(await readBack(await written([header(width), ...rows]))).toEqual(notBlank(rows));
      }),
      { numRuns: 300 },
    );
  });

  it('reads back from CP932 too, except the cells it said it could not write', async () => {
    await fc.assert(
      fc.asyncProperty(table, async ({ width, rows }) => {
        const lost = new Set<string>();
        const back = await readBack(await written([header(width), ...rows], 'cp932', (u) => lost.add(`${u.row}:${u.column}`)));
        const kept = notBlank(rows);
        expect(back.length).toBe(kept.length);
        rows.forEach((cells, r) =>
          cells.forEach((value, c) => {
            expect(lost.has(`${r + 2}:${c + 1}`)).toBe(value.includes('😀'));
            if (!value.includes('😀') && kept.includes(cells)) expect(back[kept.indexOf(cells)]![c]).toBe(value);
          }),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('never holds a cell that a spreadsheet would run', () => {
    fc.assert(
      fc.property(cell, (value) => {
        expect(unprotectCell(protectCell(value))).toBe(value);
        // The only digit among the pieces is 0; what is a plain number stays one.
        if (/^[=+\-@\t\r]/.test(value) && !/^[+-]0[0,]*$/.test(value)) expect(protectCell(value)).toBe(`'${value}`);
      }),
      { numRuns: 2000, examples: [['-0'], ['+0,0'], ['-0-'], ['=0']] },
    );
    expect(['-12', '-1,234.5', '+3', '-5%', '=1+1', '-1+cmd', '@x', "'=x", "it's"].map(protectCell)).toEqual([
      '-12',
      '-1,234.5',
      '+3',
      '-5%',
      "'=1+1",
      "'-1+cmd",
      "'@x",
      "''=x",
      "it's",
    ]);
  });

  it('says which characters CP932 lacks and writes the twins it has', async () => {
    const lost: Unmappable[] = [];
    const bytes = await written([['名前', '〜−😀한']], 'cp932', (u) => lost.push(u));
    expect(lost).toEqual([{ row: 1, column: 2, characters: '😀한' }]);
    expect(new TextDecoder('shift_jis').decode(bytes)).toBe('名前,～－〓〓\r\n');
  });
});

describe('records', () => {
  it('are cut as csv-parse cuts them, wherever the pieces of the file end', async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 7 }), fc.constantFrom('\n', '\r\n'), async ({ rows }, size, newline) => {
        const text = rows.map((r) => r.map((c) => csvCell(c, 0, r)).join(',') + newline).join('');
        const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, i) => text.slice(i * size, i * size + size));
        const got: string[][] = [];
        const starts: number[] = [];
        for await (const batch of csvRows(
          (async function* () {
            yield* pieces;
          })(),
          ',',
        ))
          for (const r of batch) {
            got.push(r.cells);
            starts.push(r.row);
          }
        expect(got).toEqual(parse(text, { relax_column_count: true, record_delimiter: newline }));
        let line = 1;
        expect(starts).toEqual(rows.map((r) => [line, (line += 1 + r.join(',').split('\n').length - 1)][0]));
      }),
      { numRuns: 400 },
    );
  });
});
