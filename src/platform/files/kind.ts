import { refuse } from './problems.ts';
import { head, type FileSource } from './source.ts';

export type FileKind = 'text' | 'xlsx';

/** What the bytes are, whatever the name says. Refuses what cannot be a table we read. */
export async function fileKind(source: FileSource): Promise<FileKind> {
  const bytes = await head(source, 4096);
  if (bytes.length === 0) refuse('empty');
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) refuse('xls');
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) {
    if (bytes.includes('application/vnd.oasis.opendocument')) refuse('ods');
    return 'xlsx';
  }
  if (startsWith(bytes, [0x50, 0x4b, 0x05, 0x06])) refuse('empty');
  if (isBinary(bytes)) refuse('binary');
  return 'text';
}

/** The warning for a name that promises something else than the bytes hold. */
export function extensionMismatch(name: string, kind: FileKind): boolean {
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase();
  if (!extension) return false;
  const spreadsheet = ['xlsx', 'xlsm', 'xls', 'ods', 'xlsb'].includes(extension);
  return kind === 'xlsx' ? !spreadsheet : spreadsheet;
}

function startsWith(bytes: Buffer, signature: number[]): boolean {
  return signature.every((byte, i) => bytes[i] === byte);
}

function isBinary(bytes: Buffer): boolean {
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46]) || startsWith(bytes, [0x1f, 0x8b]) || startsWith(bytes, [0x89, 0x50, 0x4e, 0x47])) return true;
  if (utf16Guess(bytes)) return false;
  let control = 0;
  for (const byte of bytes) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 0x1b && byte !== 0x1a)) control++;
  return control > bytes.length / 100;
}

/** UTF-16 shows itself by its mark, or by a zero in every second byte of its ASCII part. */
export function utf16Guess(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(bytes, [0xfe, 0xff])) return 'utf-16be';
  let even = 0;
  let odd = 0;
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    if (bytes[i] === 0) even++;
    if (bytes[i + 1] === 0) odd++;
  }
  const pairs = Math.floor(bytes.length / 2);
  if (pairs < 2) return undefined;
  if (odd > pairs / 5 && even <= pairs / 50) return 'utf-16le';
  if (even > pairs / 5 && odd <= pairs / 50) return 'utf-16be';
  return undefined;
}
