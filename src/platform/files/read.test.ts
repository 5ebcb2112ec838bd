import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { FileRefused } from './problems.ts';
import { readTable, type ReadOptions, type TableRow } from './read.ts';
import { fileFromBytes } from './source.ts';
import { fileProblemText } from './texts.ts';

async function read(bytes: Buffer | string, options: ReadOptions = {}, name = 'a.csv') {
  const table = await readTable(fileFromBytes(name, typeof bytes === 'string' ? Buffer.from(bytes) : bytes), options);
  const rows: TableRow[] = [];
  for await (const batch of table.rows()) rows.push(...batch);
  return { meta: table.meta, rows, cells: rows.map((r) => r.cells) };
}
const refusal = async (bytes: Buffer | string, options?: ReadOptions) => {
  try {
    await read(bytes, options);
  } catch (error) {
    if (error instanceof FileRefused) return error.problem;
    throw error;
  }
  return undefined;
};
const japanese = '顧客コード,顧客名\r\nC-1,株式会社髙橋①～\r\n';

describe('encoding', () => {
  it('is found by looking at every byte', async () => {
    const cases = [
      ['utf-8', Buffer.from(japanese)],
      ['utf-8', Buffer.from(`\ufeff${japanese}`)],
      ['cp932', iconv.encode(japanese, 'Shift_JIS')],
      ['utf-16le', iconv.encode(japanese, 'utf-16le', { addBOM: true })],
      ['utf-16be', iconv.encode(japanese, 'utf-16be', { addBOM: true })],
      ['utf-16le', iconv.encode(japanese.replace('顧客コード,顧客名', 'code,name'), 'utf-16le', { addBOM: false })],
    ] as const;
    for (const [encoding, bytes] of cases) {
      const { meta, cells } = await read(bytes);
      expect(meta.encoding).toBe(encoding);
      expect(cells).toEqual([['C-1', '株式会社髙橋①～']]);
    }
    const lateJapanese = iconv.encode(`id,name\n${'1,a\n'.repeat(200_000)}2,株式会社\n`, 'Shift_JIS');
    expect((await read(lateJapanese)).rows.at(-1)).toEqual({ row: 200_002, cells: ['2', '株式会社'] });
  });

  it('is not guessed for Western code pages: the place is named', async () => {
    expect(await refusal(Buffer.from('id,name\n1,a\n2,caf\xe9s\n', 'latin1'))).toEqual({ code: 'undecodable', row: 3, values: { position: 6, byte: '0xE9' } });
    expect((await read(Buffer.from('id,name\n2,caf\xe9s\n', 'latin1'), { encoding: 'windows-1252' })).cells).toEqual([['2', 'cafés']]);
  });

  it('marks the one broken cell of a Japanese file and keeps the rest', async () => {
    const bytes = Buffer.concat([
      iconv.encode('コード,名前\n' + '1,株式会社あいうえお\n'.repeat(20), 'Shift_JIS'),
      Buffer.from([0x32, 0x2c, 0xfd, 0x0a]),
      iconv.encode('3,良\n', 'Shift_JIS'),
    ]);
    const { meta, rows } = await read(bytes);
    expect(meta.encoding).toBe('cp932');
    expect(rows.filter((r) => r.problem).map((r) => r.problem)).toEqual([{ code: 'badCharacter', row: 22, column: 2 }]);
    expect(rows.at(-1)!.cells).toEqual(['3', '良']);
  });
});

describe('layout', () => {
  it('finds the separator', async () => {
    for (const d of [',', ';', '\t', '|'])
      expect(await read(`a${d}b${d}c\n1${d}2,5${d}3\n4${d}5${d}6\n`.replaceAll('2,5', d === ',' ? '25' : '2,5'))).toMatchObject({
        meta: { delimiter: d },
        rows: [{ row: 2 }, { row: 3 }],
      });
  });

  it('finds the header below a preamble and counts lines of the file', async () => {
    const { meta, rows } = await read(
      '出力日,2024年7月21日,件数,2件\n\nコード,名前,住所,業種,資本金,決算日\n1,あ,,い,う,え\n\n2,"改\n行",,い,う,え\n3,あ,,い,う,え\n',
    );
    expect(meta).toMatchObject({ skipLines: 2, headerRow: 3, header: ['コード', '名前', '住所', '業種', '資本金', '決算日'] });
    expect(rows.map((r) => r.row)).toEqual([4, 6, 8]);
  });

  it('obeys what the person says', async () => {
    expect(await read('a,b\n1,2\n3,4\n', { skipLines: 1 })).toMatchObject({ meta: { header: ['1', '2'] }, cells: [['3', '4']] });
    expect(await read('1,2\n3,4\n', { header: false })).toMatchObject({
      meta: { header: ['列1', '列2'] },
      cells: [
        ['1', '2'],
        ['3', '4'],
      ],
    });
    expect(await refusal('a,b\n', { skipLines: 9 })).toEqual({ code: 'headerBeyondFile', row: 10 });
  });

  it('warns of headers that are blank, repeated or look like data', async () => {
    const { meta } = await read('id,,name,name,2024-01-01\n1,2,3,4,5\n');
    expect(meta.header).toEqual(['id', '列2', 'name', 'name (2)', '2024-01-01']);
    expect(meta.warnings.map((w) => [w.code, w.column])).toEqual([
      ['blankHeader', 2],
      ['duplicateHeader', 4],
      ['headerLooksLikeData', undefined],
    ]);
  });

  it('reads old Mac line ends', async () => {
    expect((await read('a,b\r1,2\r3,4\r')).cells).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
  });
});

describe('rows', () => {
  it('says where cells are missing or too many, and skips blank rows', async () => {
    const { rows } = await read('a,b,c\n1,2\n,,\n\n1,2,3,4\n1,2,3,,\n');
    expect(rows.map((r) => [r.row, r.problem?.code, r.problem?.column])).toEqual([
      [2, 'missingCells', 3],
      [5, 'extraCells', 4],
      [6, undefined, undefined],
    ]);
    expect(fileProblemText(rows[0]!.problem!, 'ja')).toBe('列が足りません（3 列のところ 2 列）。');
  });

  it('lets a broken quote spoil one row, not those behind it', async () => {
    const { rows } = await read('a,b\n1,"x"y\n2,"株式会社\n3,"ok"\n4,z\n');
    expect(rows.map((r) => [r.row, r.cells, r.problem?.code])).toEqual([
      [2, ['1', '"x"y'], 'strayQuote'],
      [3, ['2', '"株式会社'], 'strayQuote'],
      [4, ['3', 'ok'], undefined],
      [5, ['4', 'z'], undefined],
    ]);
    const open = await read('a,b\n1,"x\n2,y\n3,z\n');
    expect(open.rows.map((r) => [r.row, r.problem?.code])).toEqual([
      [2, 'openQuote'],
      [3, undefined],
      [4, undefined],
    ]);
  });

  it('refuses what is no table', async () => {
    expect(await refusal('')).toEqual({ code: 'empty' });
    expect(await refusal('\n\n')).toEqual({ code: 'empty' });
    expect(await refusal(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2]))).toEqual({ code: 'xls' });
    expect(await refusal(Buffer.from('%PDF-1.7 ...'))).toEqual({ code: 'binary' });
    expect(await refusal(Buffer.from('PK\x03\x04broken'))).toEqual({ code: 'brokenArchive' });
    expect(await refusal(`a,b\n"${'x'.repeat(9_000_000)}`.replace('"', ''))).toMatchObject({ code: 'hugeRow', row: 2 });
  });
});
