import { SaxesParser } from 'saxes';
import { refuse } from './problems.ts';

export type XmlHandler = {
  open?(name: string, attributes: Record<string, string>): void;
  text?(text: string): void;
  close?(name: string): void;
};

/** Runs a handler over an XML entry piece by piece; between pieces the caller gets the turn. Prefixes are dropped. */
export async function* parseXml(bytes: AsyncIterable<Buffer>, handler: XmlHandler): AsyncGenerator<void> {
  const parser = new SaxesParser({});
  let failure: Error | undefined;
  parser.on('error', (error) => (failure ??= error));
  // An entity declared by the file itself is how XML bombs work; spreadsheets have none.
  parser.on('doctype', () => (failure ??= new Error('doctype')));
  parser.on('opentag', (tag) => handler.open?.(local(tag.name), tag.attributes as Record<string, string>));
  parser.on('text', (text) => handler.text?.(text));
  parser.on('cdata', (text) => handler.text?.(text));
  parser.on('closetag', (tag) => handler.close?.(local(tag.name)));
  const decoder = new TextDecoder();
  let empty = true;
  for await (const chunk of bytes) {
    empty = false;
    parser.write(decoder.decode(chunk, { stream: true }));
    if (failure) refuse('brokenArchive');
    yield;
  }
  if (empty) return;
  parser.close();
  if (failure) refuse('brokenArchive');
}

export async function readXml(bytes: AsyncIterable<Buffer>, handler: XmlHandler): Promise<void> {
  for await (const _ of parseXml(bytes, handler));
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
