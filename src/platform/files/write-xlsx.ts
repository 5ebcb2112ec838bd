import { PassThrough, type Writable } from 'node:stream';
import excel from 'exceljs';

/** A cell of an Excel sheet: texts stay texts (also '=1+1'), numbers and days get their type. */
export type XlsxCell = string | number | boolean | null | { day: string };

/** An Excel workbook with one sheet, streamed. Formula cells cannot arise: every text is written as a text. */
export function writeXlsx(sheetName: string, header: string[], rows: AsyncIterable<XlsxCell[]> | Iterable<XlsxCell[]>): PassThrough {
  const out = new PassThrough();
  fill(out, sheetName, header, rows).catch((error: unknown) => out.destroy(error as Error));
  return out;
}

async function fill(out: Writable, sheetName: string, header: string[], rows: AsyncIterable<XlsxCell[]> | Iterable<XlsxCell[]>): Promise<void> {
  const book = new excel.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false });
  const sheet = book.addWorksheet(safeSheetName(sheetName), { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = header.map((name) => ({ width: Math.min(40, Math.max(10, name.length * 2 + 2)) }));
  const first = sheet.addRow(header);
  first.font = { bold: true };
  first.commit();
  for await (const cells of rows) {
    const row = sheet.addRow([]);
    cells.forEach((cell, i) => {
      const target = row.getCell(i + 1);
      if (cell !== null && typeof cell === 'object') {
        target.value = new Date(`${cell.day}T00:00:00Z`);
        target.numFmt = 'yyyy/mm/dd';
      } else if (cell !== null && cell !== '') target.value = typeof cell === 'string' ? withoutControls(cell) : cell;
    });
    row.commit();
  }
  sheet.commit();
  await book.commit();
}

function safeSheetName(name: string): string {
  return (
    name
      .replace(/[\\/?*[\]:]/g, ' ')
      .slice(0, 31)
      .trim() || 'Sheet1'
  );
}

// XML 1.0 has no place for control characters and Excel would call the file damaged; _x0041_ is its escape for a letter.
function withoutControls(text: string): string {
  // oxlint-disable-next-line no-control-regex -- that is what is removed
  return text.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '').replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');
}
