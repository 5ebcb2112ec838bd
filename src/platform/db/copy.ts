import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

export type Cell = string | number | bigint | boolean | null | undefined | Date | Buffer | readonly Cell[] | { readonly json: unknown };

/**
 * COPY rows into `target` ("table (a, b)"), in COPY's text format, with bounded memory.
 * Returns the number of rows. 28 times faster than inserts (STACK.md).
 */
export async function copyRows(client: pg.ClientBase, target: string, source: Iterable<Cell[]> | AsyncIterable<Cell[]>): Promise<number> {
  let count = 0;
  async function* lines() {
    let chunk = '';
    for await (const cells of source) {
      count++;
      chunk += cells.map(encode).join('\t') + '\n';
      if (chunk.length > 65_536) {
        yield chunk;
        chunk = '';
      }
    }
    if (chunk) yield chunk;
  }
  await pipeline(Readable.from(lines(), { objectMode: false, encoding: 'utf8' }), client.query(copyFrom(`copy ${target} from stdin`)));
  return count;
}

function encode(cell: Cell): string {
  if (cell === null || cell === undefined) return '\\N';
  return escape(literal(cell));
}

function literal(cell: Exclude<Cell, null | undefined>): string {
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'object') {
    if (cell instanceof Date) return cell.toISOString();
    if (Buffer.isBuffer(cell)) return `\\x${cell.toString('hex')}`;
    if (Array.isArray(cell)) return `{${cell.map(element).join(',')}}`;
    return JSON.stringify((cell as { json: unknown }).json);
  }
  return String(cell);
}

function element(cell: Cell): string {
  if (cell === null || cell === undefined) return 'NULL';
  return `"${literal(cell).replace(/[\\"]/g, '\\$&')}"`;
}

const special: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\b': '\\b', '\f': '\\f', '\v': '\\v' };
function escape(text: string): string {
  // Postgres has no place for NUL in text; readers refuse it before, this keeps COPY from failing as a whole.
  return /[\\\t\n\r\b\f\v\0]/.test(text) ? text.replace(/\0/g, '').replace(/[\\\t\n\r\b\f\v]/g, (c) => special[c]!) : text;
}
