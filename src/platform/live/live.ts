import { sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';

/** What has changed, in a word the open pages know: 'notifications', 'ctas'. `resync`: something may have been missed. */
export type LiveMessage = { topic: string; to?: readonly string[] };
export type Listener = { tell(topic: string): void; end(why: 'replaced' | 'closing'): void };

export const liveChannel = 'banso_live';
const perMember = 8;
// A payload of NOTIFY has at most 8,000 bytes; an id takes 39.
const idsInOne = 150;

/**
 * Tells the open pages, when the transaction commits, that something has changed: those of `to`, or everybody's. It carries
 * no content; a page asks again for what it shows, with the rights of its member.
 */
export async function announce(tx: Db, topic: string, to?: readonly string[]): Promise<void> {
  const unique = to && [...new Set(to)].sort();
  const messages: LiveMessage[] = unique ? chunks(unique).map((ids) => ({ topic, to: ids })) : [{ topic }];
  for (const message of messages) await tx.execute(sql`select pg_notify(${liveChannel}, ${JSON.stringify(message)})`);
}

function chunks(ids: readonly string[]): string[][] {
  const out: string[][] = [];
  for (let i = 0; i < ids.length; i += idsInOne) out.push(ids.slice(i, i + idsInOne));
  return out;
}

/** The open pages of this process, by member. The oldest makes room when a member has too many. */
export class LiveHub {
  readonly #pages = new Map<string, Set<Listener>>();
  #closed = false;

  /** Adds a page; the answer takes it away again. */
  attach(memberId: string, page: Listener): () => void {
    if (this.#closed) {
      page.end('closing');
      return () => {};
    }
    const pages = this.#pages.get(memberId) ?? new Set();
    this.#pages.set(memberId, pages);
    if (pages.size >= perMember) for (const oldest of [...pages].slice(0, pages.size - perMember + 1)) this.#end(memberId, oldest);
    pages.add(page);
    return () => this.#remove(memberId, page);
  }

  deliver({ topic, to }: LiveMessage): void {
    for (const memberId of to ?? this.#pages.keys()) for (const page of this.#pages.get(memberId) ?? []) page.tell(topic);
  }

  get size(): number {
    let size = 0;
    for (const pages of this.#pages.values()) size += pages.size;
    return size;
  }

  /** Ends every page, so that a server that stops has nothing to wait for. */
  close(): void {
    this.#closed = true;
    for (const pages of this.#pages.values()) for (const page of pages) page.end('closing');
    this.#pages.clear();
  }

  #end(memberId: string, page: Listener): void {
    this.#remove(memberId, page);
    page.end('replaced');
  }

  #remove(memberId: string, page: Listener): void {
    const pages = this.#pages.get(memberId);
    pages?.delete(page);
    if (pages?.size === 0) this.#pages.delete(memberId);
  }
}
