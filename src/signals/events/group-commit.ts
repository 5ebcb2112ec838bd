import { sqlState } from '#platform/db/db.ts';
import type { Message } from './message.ts';

/** Too much is waiting for the disk; the sender tries again. */
export class Overloaded extends Error {}

type Entry = { messages: Message[]; resolve(): void; reject(error: unknown): void };
const perFlush = 5_000;
const maxWaiting = 50_000;
// A second writer pays only when there is enough for it; small flushes would share the disk's sync otherwise.
const secondWriterFrom = 2_000;
// Clients that were answered together send their next request together: waiting for them, a part of what a flush
// takes, shares one commit again. Without it they fall into two groups that wait for each other.
const gatherShare = 0.25;
const gatherAtMost = 20;

/**
 * Group commit over requests: while one flush is being written by `store` the next gathers, so a commit is shared by all
 * requests that wait for it, and a lone request does not wait.
 */
export function groupCommit(store: (messages: Message[]) => Promise<void>): { add(messages: Message[]): Promise<void>; settle(): Promise<void> } {
  let queue: Entry[] = [];
  let queued = 0;
  let running = 0;
  // Who was answered comes back, beside those who wait already.
  let expected = 0;
  let gatherMs = 0;
  let answeredAt = 0;
  let gathering: NodeJS.Timeout | undefined;

  function pump(): void {
    if (running === 0 && queue.length > 0 && queue.length < expected && queued < secondWriterFrom && performance.now() - answeredAt < gatherMs) {
      gathering ??= setTimeout(() => {
        gathering = undefined;
        expected = 0;
        // What has reached the socket meanwhile is read before this runs.
        setImmediate(pump);
      }, gatherMs);
      return;
    }
    while (queue.length && (running === 0 || (running === 1 && queued >= secondWriterFrom))) {
      const entries = take();
      const started = performance.now();
      running++;
      void write(entries).finally(() => {
        running--;
        expected = queue.length + entries.length;
        answeredAt = performance.now();
        gatherMs = Math.min(gatherAtMost, gatherShare * (answeredAt - started));
        pump();
      });
    }
  }

  function take(): Entry[] {
    let count = 0;
    let end = 0;
    while (end < queue.length && (end === 0 || count + queue[end]!.messages.length <= perFlush)) count += queue[end++]!.messages.length;
    const taken = queue.slice(0, end);
    queue = queue.slice(end);
    queued -= count;
    return taken;
  }

  async function write(entries: Entry[]): Promise<void> {
    try {
      await store(entries.flatMap((e) => e.messages));
      for (const e of entries) e.resolve();
    } catch (error) {
      // One request with something Postgres refuses must not take the others with it.
      if (entries.length > 1 && /^(22|23|54)/.test(sqlState(error) ?? '')) for (const e of entries) await write([e]);
      else for (const e of entries) e.reject(error);
    }
  }

  return {
    add(messages) {
      if (!messages.length) return Promise.resolve();
      if (queued + messages.length > maxWaiting) return Promise.reject(new Overloaded());
      return new Promise((resolve, reject) => {
        queue.push({ messages, resolve, reject });
        queued += messages.length;
        // Requests that are being read in this turn of the event loop join the same flush.
        setImmediate(pump);
      });
    },
    async settle() {
      while (queue.length || running) await new Promise((done) => setTimeout(done, 5));
    },
  };
}
