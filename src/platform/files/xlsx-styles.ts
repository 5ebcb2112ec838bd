import { readXml } from './xml.ts';
import type { Zip } from './zip.ts';

/** How a cell style shows a number: as a date, padded with zeros to a width, or as it is. */
export type NumberLook = 'date' | 'plain' | { digits: number };

/** One look per style index of the workbook. */
export async function numberLooks(zip: Zip): Promise<NumberLook[]> {
  const formats = new Map<number, string>();
  const looks: NumberLook[] = [];
  let inCells = false;
  await readXml(zip.read('xl/styles.xml'), {
    open(name, attributes) {
      if (name === 'numFmt') formats.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      if (name === 'cellXfs') inCells = true;
      if (name === 'xf' && inCells) looks.push(look(Number(attributes['numFmtId'] ?? 0), formats));
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return looks;
}

function look(id: number, formats: Map<number, string>): NumberLook {
  const code = formats.get(id);
  if (code === undefined) return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58) ? 'date' : 'plain';
  return formatLook(code);
}

/** `00000` pads a number; y, m, d, h, s and the Japanese era letters g, e outside quotes and brackets make a date. */
export function formatLook(code: string): NumberLook {
  if (/^0{2,}$/.test(code)) return { digits: code.length };
  const bare = (code.split(';')[0] ?? '').replace(/"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]/g, '').replace(/general|g\/標準|e[+-]/gi, '');
  return /[ymdhsge]/i.test(bare) ? 'date' : 'plain';
}

/** `YYYY-MM-DD`, with ` HH:MM:SS` when the day has a time; the serial counts days of Excel's calendar. */
export function serialToText(serial: number, from1904: boolean): string {
  const days = from1904 ? serial + 1462 : serial;
  if (days < 0 || days > 2_958_466) return String(serial);
  const seconds = Math.round(days * 86_400);
  const shift = seconds < 60 * 86_400 && !from1904 ? 1 : 0;
  const iso = new Date(Date.UTC(1899, 11, 30 + shift) + seconds * 1000).toISOString();
  if (days < 1) return iso.slice(11, 19);
  return seconds % 86_400 === 0 ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}
