import iconv from 'iconv-lite';
import type { Encoding } from './encodings.ts';
import type { FileSource } from './source.ts';

/** What a decoder puts where bytes have no meaning. */
export const badCharacter = '\uFFFD';

/** The text of a file, piece by piece, without its byte order mark. */
export async function* decode(source: FileSource, encoding: Encoding): AsyncGenerator<string> {
  const decoder = textDecoder(encoding);
  let first = true;
  for await (const chunk of source.open()) {
    let text = decoder.write(chunk);
    if (first && text.length > 0) {
      if (text.charCodeAt(0) === 0xfeff) text = text.slice(1);
      first = false;
    }
    if (text.length > 0) yield text;
  }
  const rest = decoder.end();
  if (rest) yield rest;
}

function textDecoder(encoding: Encoding): { write(chunk: Uint8Array): string; end(): string } {
  if (encoding === 'cp932' || encoding === 'euc-jp' || encoding === 'windows-1252') {
    const decoder = iconv.getDecoder(encoding === 'cp932' ? 'Shift_JIS' : encoding);
    return { write: (chunk) => decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)), end: () => decoder.end() ?? '' };
  }
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  return { write: (chunk) => decoder.decode(chunk, { stream: true }), end: () => decoder.decode() };
}
