import { Failure } from '../config/failure.ts';

/** A backup is a gzip stream of this line and then records: one letter, the length (4 bytes), the payload. */
const MAGIC = Buffer.from('BANSO BACKUP 1\n');
const MAX_RECORD = 256 * 1024 * 1024;

/** H header, T a table begins, D its rows as COPY writes them, E the table ends, Z the backup is complete. */
export type RecordType = 'H' | 'T' | 'D' | 'E' | 'Z';
export interface Record {
  type: RecordType;
  payload: Buffer;
}

export function magic(): Buffer {
  return MAGIC;
}

export function record(type: RecordType, payload: Buffer | object): Buffer[] {
  const body = Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload));
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeUInt32BE(body.length, 1);
  return [head, body];
}

/** Reads the records of an unpacked backup; memory is bounded by the largest record. */
export async function* readRecords(source: AsyncIterable<Buffer>): AsyncGenerator<Record> {
  const reader = new Reader(source);
  if (!(await reader.take(MAGIC.length))?.equals(MAGIC)) throw notABackup();
  for (let head = await reader.take(5); head; head = await reader.take(5)) {
    const length = head.readUInt32BE(1);
    if (length > MAX_RECORD) throw notABackup();
    const payload = length ? await reader.take(length) : Buffer.alloc(0);
    if (!payload) throw cutOff();
    yield { type: head.toString('latin1', 0, 1) as RecordType, payload };
  }
}

class Reader {
  #chunks: AsyncIterator<Buffer>;
  #held: Buffer[] = [];
  #size = 0;

  constructor(source: AsyncIterable<Buffer>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  /** Exactly `size` bytes, or undefined when the stream ends before. */
  async take(size: number): Promise<Buffer | undefined> {
    while (this.#size < size) {
      const { value, done } = await this.#chunks.next();
      if (done) return undefined;
      this.#held.push(value);
      this.#size += value.length;
    }
    const all = this.#held.length === 1 ? this.#held[0]! : Buffer.concat(this.#held);
    this.#held = [all.subarray(size)];
    this.#size = all.length - size;
    return all.subarray(0, size);
  }
}

export function notABackup(): Failure {
  return new Failure({ en: 'This file is not a backup made by Banso.', ja: 'このファイルは Banso のバックアップではありません。' });
}

export function cutOff(): Failure {
  return new Failure({ en: 'The backup file ends before its end; it is incomplete.', ja: 'バックアップファイルが途中で切れています。' });
}
