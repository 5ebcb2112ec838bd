import { describe, expect, it } from 'vitest';
import { inLine } from './in-line.ts';

describe('work in line', () => {
  it('runs so many at once, in the order it came, also after a failure', async () => {
    const inTurn = inLine(2);
    const ends: ((error?: Error) => void)[] = [];
    const begun: number[] = [];
    const all = [0, 1, 2, 3].map((n) =>
      inTurn(async () => {
        begun.push(n);
        await new Promise<void>((resolve, reject) => (ends[n] = (error) => (error ? reject(error) : resolve())));
        return n;
      }).catch((error: Error) => error.message),
    );
    const soon = () => new Promise((done) => setTimeout(done));
    await soon();
    expect(begun).toEqual([0, 1]);
    ends[0]!(new Error('broken'));
    await soon();
    expect(begun).toEqual([0, 1, 2]);
    for (const n of [1, 2]) ends[n]!();
    await soon();
    ends[3]!();
    expect(await Promise.all(all)).toEqual(['broken', 1, 2, 3]);
  });
});
