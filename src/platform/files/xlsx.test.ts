import excel from 'exceljs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTable, type ReadOptions, type TableRow } from './read.ts';
import { fileFromBytes } from './source.ts';
import { formatLook, serialToText } from './xlsx-styles.ts';
import { sheetRows } from './xlsx-sheet.ts';
import { writeXlsx, type XlsxCell } from './write-xlsx.ts';

async function read(bytes: Buffer, options: ReadOptions = {}, name = 'a.xlsx') {
  const table = await readTable(fileFromBytes(name, bytes), options);
  const rows: TableRow[] = [];
  for await (const batch of table.rows()) rows.push(...batch);
  return { meta: table.meta, rows, cells: rows.map((r) => r.cells) };
}
async function book(fill: (sheet: excel.Worksheet, workbook: excel.Workbook) => void): Promise<Buffer> {
  const workbook = new excel.Workbook();
  fill(workbook.addWorksheet('顧客'), workbook);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}
async function bytesOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

describe('Excel we read', () => {
  it('gives dates, padded numbers, formulas and booleans as a person sees them', async () => {
    const bytes = await book((sheet) => {
      sheet.addRow(['コード', '契約日', '金額', '自動更新', '計算', '時刻', '小数']);
      const row = sheet.addRow([
        42,
        new Date('2024-05-31T00:00:00Z'),
        1234567,
        true,
        { formula: 'C2*2', result: 2469134 },
        new Date('2024-05-31T09:30:00Z'),
        0.1 + 0.2,
      ]);
      row.getCell(1).numFmt = '00000';
      row.getCell(2).numFmt = '[$-411]ggge"年"m"月"d"日"';
      row.getCell(6).numFmt = 'yyyy/mm/dd hh:mm';
    });
    expect((await read(bytes)).cells).toEqual([['00042', '2024-05-31', '1234567', 'TRUE', '2469134', '2024-05-31 09:30:00', '0.3']]);
  });

  it('marks error values and formulas without a value', async () => {
    const bytes = await book((sheet) => {
      sheet.addRow(['a', 'b']);
      sheet.addRow(['x', { error: '#N/A' }]);
      sheet.addRow(['y', { formula: 'A1' }]);
    });
    expect((await read(bytes)).rows.map((r) => r.problem)).toEqual([
      { code: 'excelError', row: 2, column: 2, values: { value: '#N/A' } },
      { code: 'formulaWithoutValue', row: 3, column: 2 },
    ]);
  });

  it('fills cells merged downwards, not sideways, so that a merged title is no header', async () => {
    const bytes = await book((sheet) => {
      sheet.addRow(['顧客一覧（2026年11月）']);
      sheet.mergeCells('A1:C1');
      sheet.addRow(['顧客', '契約', '金額']);
      sheet.addRow(['あ社', 'K1', 1]);
      sheet.addRow(['', 'K2', 2]);
      sheet.mergeCells('A3:A4');
    });
    expect(await read(bytes)).toMatchObject({
      meta: { headerRow: 2 },
      cells: [
        ['あ社', 'K1', '1'],
        ['あ社', 'K2', '2'],
      ],
    });
  });

  it('gives a merged cell nothing of an earlier one, also where its own first row is not in the file', async () => {
    const row = (no: number, ...cells: string[]) => `<row r="${no}">${cells.map((c) => `<c r="${c[0]}${no}" t="str"><v>${c.slice(1)}</v></c>`).join('')}</row>`;
    const sheet = `<sheetData>${row(1, 'Aあ社', 'BK1')}${row(2, 'BK2')}${row(3, 'BK3')}${row(5, 'BK5')}</sheetData>`;
    const merges = new Map([[0, [1, 4].map((from) => ({ from, to: from + 1 }))]]);
    const rows = [];
    for await (const some of sheetRows(
      (async function* () {
        yield Buffer.from(sheet);
      })(),
      { strings: [], looks: [], merges, from1904: false },
    ))
      rows.push(...some);
    expect(rows.map((r) => r.cells)).toEqual([
      ['あ社', 'K1'],
      ['あ社', 'K2'],
      ['', 'K3'],
      ['', 'K5'],
    ]);
  });

  it('takes the first sheet that shows something, or the one asked for', async () => {
    const bytes = await book((empty, workbook) => {
      empty.state = 'visible';
      const hidden = workbook.addWorksheet('隠し', { state: 'hidden' });
      hidden.addRow(['no']);
      workbook.addWorksheet('実データ').addRows([['id'], ['1']]);
    });
    expect(await read(bytes)).toMatchObject({ meta: { sheet: '実データ', sheets: ['顧客', '隠し', '実データ'] }, cells: [['1']] });
    expect(await read(bytes, { sheet: '隠し' })).toMatchObject({ meta: { header: ['no'] } });
    await expect(read(bytes, { sheet: 'ない' })).rejects.toMatchObject({ problem: { code: 'noSuchSheet' } });
    expect((await read(bytes, {}, 'a.csv')).meta.warnings).toMatchObject([{ code: 'wrongExtension' }]);
  });

  it('knows formats and days of Excel', () => {
    expect(['General', 'G/標準', '0.00', '0.00E+00', '[Red]0', '"y"0', 'yyyy/m/d', '[h]:mm', '[$-411]ge.m.d', '#,##0"円"'].map(formatLook)).toEqual([
      'plain',
      'plain',
      'plain',
      'plain',
      'plain',
      'plain',
      'date',
      'date',
      'date',
      'plain',
    ]);
    expect(
      [
        [1, false],
        [60, false],
        [61, false],
        [45443, false],
        [43981, true],
        [45443.5, false],
        [0.25, false],
      ].map(([s, f]) => serialToText(s as number, f as boolean)),
    ).toEqual(['1900-01-01', '1900-02-28', '1900-03-01', '2024-05-31', '2024-05-31', '2024-05-31 12:00:00', '06:00:00']);
  });
});

describe('Excel we write', () => {
  it('reads back with its types, formulas as texts', async () => {
    const text = fc.array(fc.constantFrom('a', '株', '=', '+', '<', '&', '"', '\n', '😀', '_x0041_', ' ')).map((p) => p.join(''));
    const cell = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.constant({ day: '2024-05-31' }));
    const shown = (c: XlsxCell) => (c === null ? '' : typeof c === 'object' ? c.day : typeof c === 'boolean' ? String(c).toUpperCase() : String(c));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell), { maxLength: 8 }), async (rows) => {
        const { cells } = await read(await bytesOf(writeXlsx('顧客/一覧', ['a', 'b', 'c'], rows)), { skipLines: 0 });
        expect(cells).toEqual(rows.map((r) => r.map(shown)).filter((r) => r.some((c) => c.trim() !== '')));
      }),
      { numRuns: 40 },
    );
  });
});
