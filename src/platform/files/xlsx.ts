import { refuse } from './problems.ts';
import { readAll, type FileSource } from './source.ts';
import { readXml } from './xml.ts';
import { sheetRows, type Merges, type SheetRow } from './xlsx-sheet.ts';
import { numberLooks } from './xlsx-styles.ts';
import { openZip, type Zip } from './zip.ts';

const fileLimit = 100_000_000;

type Sheet = { name: string; path: string; hidden: boolean };

/**
 * The first visible sheet (or the named one) of a workbook, row by row. Own reader because exceljs either holds
 * every cell as an object (1 GB for 100,000 rows) or, streaming, takes the furigana of a Japanese cell for its text.
 */
export async function openXlsx(source: FileSource, wanted?: string) {
  const bytes = (await readAll(source, fileLimit)) ?? refuse('tooLarge', { values: { megabytes: fileLimit / 1e6 } });
  const zip = openZip(bytes);
  if (zip.names.includes('mimetype')) refuse('ods');
  if (zip.names.includes('xl/workbook.bin')) refuse('xlsb');
  if (!zip.names.includes('xl/workbook.xml')) refuse('brokenArchive');
  const { sheets, from1904 } = await workbook(zip);
  const sheet = wanted === undefined ? await firstFilled(zip, sheets) : sheets.find((s) => s.name === wanted);
  if (!sheet) refuse('noSuchSheet', { values: { sheet: wanted ?? '', sheets: sheets.map((s) => s.name).join('、') } });
  const strings = await sharedStrings(zip);
  const looks = await numberLooks(zip);
  const merges = await mergedDown(zip, sheet.path);
  const rows = (): AsyncGenerator<SheetRow[]> => sheetRows(zip.read(sheet.path), { strings, looks, merges, from1904 });
  return { meta: { kind: 'xlsx' as const, sheet: sheet.name, sheets: sheets.map((s) => s.name) }, rows };
}

async function firstFilled(zip: Zip, sheets: Sheet[]): Promise<Sheet | undefined> {
  const visible = sheets.filter((s) => !s.hidden);
  for (const sheet of visible) for await (const chunk of zip.read(sheet.path)) if (/<(\w+:)?(v|t)[ >]/.test(chunk.toString('latin1'))) return sheet;
  return visible[0] ?? sheets[0];
}

async function workbook(zip: Zip): Promise<{ sheets: Sheet[]; from1904: boolean }> {
  const targets = new Map<string, string>();
  await readXml(zip.read('xl/_rels/workbook.xml.rels'), {
    open(name, a) {
      if (name === 'Relationship' && a['Id'] && a['Target']) targets.set(a['Id'], a['Target']);
    },
  });
  const sheets: Sheet[] = [];
  let from1904 = false;
  await readXml(zip.read('xl/workbook.xml'), {
    open(name, a) {
      if (name === 'workbookPr') from1904 = a['date1904'] === '1' || a['date1904'] === 'true';
      if (name !== 'sheet') return;
      const id = Object.entries(a).find(([key]) => key === 'id' || key.endsWith(':id'))?.[1] ?? '';
      const target = targets.get(id) ?? '';
      const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
      if (zip.names.includes(path) && path.includes('worksheets/'))
        sheets.push({ name: a['name'] ?? '', path, hidden: !!a['state'] && a['state'] !== 'visible' });
    },
  });
  if (sheets.length === 0) refuse('brokenArchive');
  return { sheets, from1904 };
}

/** The workbook's texts; furigana (rPh) is not part of a text. */
async function sharedStrings(zip: Zip): Promise<string[]> {
  const strings: string[] = [];
  let value = '';
  let inText = false;
  let inReading = false;
  await readXml(zip.read('xl/sharedStrings.xml'), {
    open(name) {
      if (name === 'si') value = '';
      if (name === 'rPh') inReading = true;
      if (name === 't') inText = !inReading;
    },
    text(text) {
      if (inText) value += text;
    },
    close(name) {
      if (name === 't') inText = false;
      if (name === 'rPh') inReading = false;
      if (name === 'si') strings.push(value);
    },
  });
  return strings;
}

/**
 * Cells to fill from the cell above because they are merged with it: column -> ranges of rows.
 * Not sideways: a title merged over the whole width would look like a header.
 */
async function mergedDown(zip: Zip, path: string): Promise<Merges> {
  const merges: Merges = new Map();
  let tail = '';
  for await (const chunk of zip.read(path)) {
    const text = tail + chunk.toString('latin1');
    for (const match of text.matchAll(/<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]+)(\d+):[A-Z]+(\d+)"/g)) {
      const column = columnIndex(match[1]!);
      const list = merges.get(column) ?? [];
      if (match[2] !== match[3]) list.push({ from: Number(match[2]), to: Number(match[3]) });
      merges.set(column, list);
    }
    // Keep an unfinished tag for the next piece, not a whole one, or it would be found twice.
    tail = text.slice(Math.max(text.lastIndexOf('<'), text.length - 200, text.lastIndexOf('>') + 1));
  }
  for (const ranges of merges.values()) ranges.sort((a, b) => a.from - b.from);
  return merges;
}

/** 'A' -> 0, 'AA' -> 26. */
export function columnIndex(letters: string): number {
  let index = 0;
  for (const letter of letters) index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
}
