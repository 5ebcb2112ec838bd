import { sql } from 'drizzle-orm';
import type { Actor } from '#platform/auth/permissions.ts';
import { rows, type Db } from '#platform/db/db.ts';
import type { Findable } from './findable.ts';
import type { Ranked } from './find.sql.ts';
import { rankOf } from './logic.ts';

type Named = Omit<Ranked, 'rank'> & { reading: string | null };

/**
 * The names that fit, of what is offered to the actor, ranked as entries are. They are compared here: folding a thousand
 * names in Postgres takes 60 ms, reading and comparing them a few.
 */
export async function findNames(db: Db, words: readonly string[], limit: number, offered: readonly Findable[], actor: Actor): Promise<Ranked[]> {
  if (!words.length || !offered.length) return [];
  const me = actor.kind === 'member' ? actor.id : null;
  const each = offered.map(({ kind, names }) => sql`select ${kind}::text, q.* from (${names(me)}) q`);
  const all = await rows<Named>(
    db,
    sql`select kind, id, null as "accountId", label, label_en as "labelEn", sub, reading
        from (${sql.join(each, sql` union all `)}) n(kind, id, label, label_en, reading, sub)`,
  );
  const fitting = all.flatMap(({ reading, ...one }) => {
    const ranks = [one.label, one.labelEn, reading].map((text) => (text === null ? null : rankOf(text, words)));
    const known = ranks.filter((rank) => rank !== null);
    return known.length ? [{ ...one, rank: Math.min(...known) }] : [];
  });
  return fitting.sort((a, b) => a.rank - b.rank || a.label.length - b.label.length || a.label.localeCompare(b.label, 'ja')).slice(0, limit);
}
