import { sourceTerms } from '#accounts/sources/terms.ts';
import { sql } from 'drizzle-orm';
import { findKey } from '#accounts/keys/index.ts';
import type { Clock } from '#platform/clock/days.ts';
import { row, type Db } from '#platform/db/db.ts';
import type { Sender } from './message.ts';

/** Who sends: the write key's source and its rules, or why it may not. */
export type KeyHolder = Sender | 'unknown' | 'wrong scope';
type Rules = Omit<Sender, 'historyId'>;

export const defaultSource = 'tracking';
const rulesMs = 5_000;

/** Looks up write keys. The rules of a source are kept for five seconds: that is how long a change of them takes. */
export function writeKeys(db: Db, clock: Clock): (secret: string) => Promise<KeyHolder> {
  const known = new Map<string, { until: number; rules: Promise<Rules> }>();
  return async (secret) => {
    const key = await findKey(db, secret, clock());
    if (!key) return 'unknown';
    if (key.scope !== 'ingest') return 'wrong scope';
    const rules = await rulesOf(key.source ?? defaultSource);
    return { ...rules, historyId: key.history ? key.id : null };
  };

  function rulesOf(source: string): Promise<Rules> {
    const now = performance.now();
    const found = known.get(source);
    if (found && found.until > now) return found.rules;
    const rules = readRules(db, source);
    known.set(source, { until: now + rulesMs, rules });
    rules.catch(() => known.delete(source));
    return rules;
  }
}

/** The rules of a source; one that does not exist yet is made. */
export async function readRules(db: Db, source: string): Promise<Rules> {
  const query = sql`
    select source_no as "sourceNo", jsonb_build_object('allowed', to_jsonb(allowed_properties), 'masked', to_jsonb(masked_properties), 'salt', mask_salt) as privacy
    from sources where source = ${source}`;
  const found = await row<Rules>(db, query);
  if (found) return found;
  await db.execute(
    sql`insert into sources (source, name, kind) values (${source}, ${source === defaultSource ? sourceTerms.ja.tracking : source}, 'tracking') on conflict do nothing`,
  );
  return (await row<Rules>(db, query))!;
}
