const number = /^[-+]?\d[\d,]*(\.\d+)?([eE][-+]?\d+)?%?$/;
const dangerous = /^'*[=+\-@\t\r]/;

/** A cell a spreadsheet would run as a formula gets an apostrophe; a plain negative number stays a number. */
export function protectCell(cell: string): string {
  return dangerous.test(cell) && !number.test(cell) ? `'${cell}` : cell;
}

/** The inverse of protectCell, so that what we wrote reads back as it was. */
export function unprotectCell(cell: string): string {
  return cell.charCodeAt(0) === 39 && dangerous.test(cell) ? cell.slice(1) : cell;
}
