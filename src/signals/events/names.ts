import type pg from 'pg';

/** A hostile client must not make rows without end: the rest is counted as one event and shown on a page. */
export const nameCap = 2000;
export const otherEvent = 0;
const lock = 7_210_042;

export type EventNames = {
  /** The numbers of names; new ones are added until the cap is reached, the rest is `otherEvent`. */
  numbersOf(names: Iterable<string>): Promise<ReadonlyMap<string, number>>;
};

/** Numbers never change, so they are remembered; names over the cap only for a while, since the cap may be raised. */
export function eventNames(pool: pg.Pool, options: { cap?: number; onOverflow?: (name: string) => void } = {}): EventNames {
  const known = new Map<string, number>();
  let over = new Set<string>();
  let overUntil = 0;
  return {
    async numbersOf(names) {
      if (performance.now() > overUntil) {
        over = new Set();
        overUntil = performance.now() + 60_000;
      }
      const wanted = [...names];
      const missing = new Set(wanted.filter((name) => !known.has(name) && !over.has(name)));
      if (missing.size) {
        const found = await findOrAdd(pool, [...missing], options.cap ?? nameCap);
        for (const name of missing) {
          const number = found.get(name);
          if (number !== undefined) known.set(name, number);
          else if (over.size < 10_000) over.add(name);
        }
      }
      return new Map(wanted.map((name) => [name, numberOrOther(name)]));
    },
  };

  function numberOrOther(name: string): number {
    const number = known.get(name);
    if (number === undefined) options.onOverflow?.(name);
    return number ?? otherEvent;
  }
}

/** The numbers of names, new ones added in a transaction of their own; those beyond the cap are missing in the answer. */
export async function findOrAdd(pool: pg.Pool, names: string[], cap: number): Promise<Map<string, number>> {
  const found = await find(pool, names);
  if (found.size === names.length) return found;
  const client = await pool.connect();
  try {
    await client.query('begin');
    const numbers = await addNames(client, names, cap);
    await client.query('commit');
    return numbers;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

async function addNames(client: pg.ClientBase, names: string[], cap: number): Promise<Map<string, number>> {
  await client.query(`select pg_advisory_xact_lock(${lock})`);
  // Numbered only if really new: a number burnt by a conflict is lost, and there are only 32,767.
  await client.query(
    `insert into event_names (name)
     select g.name from unnest($1::text[]) with ordinality g(name, n)
     where not exists (select from event_names e where e.name = g.name)
     order by g.n
     limit greatest($2::int - (select count(*)::int from event_names where event_id <> ${otherEvent}), 0)`,
    [names, cap],
  );
  return find(client, names);
}

async function find(db: pg.Pool | pg.ClientBase, names: string[]): Promise<Map<string, number>> {
  const { rows } = await db.query<{ name: string; event_id: number }>('select name, event_id from event_names where name = any($1)', [names]);
  return new Map(rows.map((r) => [r.name, r.event_id]));
}
