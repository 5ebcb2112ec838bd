const plain = (text: string) =>
  text
    .normalize('NFKC')
    .replaceAll(/[,\s]/g, '')
    .replaceAll(/[−ー―‐]/g, '-');

/** '１，２３４.5' → 1234.5; empty → null; anything else → 'bad' */
export function readNumber(text: string): number | null | 'bad' {
  const clean = plain(text);
  if (clean === '') return null;
  return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(clean) ? Number(clean) : 'bad';
}

/** Text of an amount in whole units → minor units: ('1,234.5', 2) → '123450' */
export function toMinor(text: string, digits: number): string | null | 'bad' {
  const clean = plain(text)
    .replace(/^[¥$€£]/, '')
    .replace(/円$/, '');
  if (clean === '') return null;
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(clean);
  const fraction = match?.[3] ?? '';
  if (!match || fraction.length > digits) return 'bad';
  return String(BigInt(`${match[1]}${match[2]}${fraction.padEnd(digits, '0')}`));
}

/** Minor units → the text a person edits: ('123450', 2) → '1234.50' */
export function toPlain(minor: string | null, digits: number): string {
  if (minor === null) return '';
  if (digits === 0) return minor;
  const negative = minor.startsWith('-');
  const padded = minor.replace('-', '').padStart(digits + 1, '0');
  return `${negative ? '-' : ''}${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
}
