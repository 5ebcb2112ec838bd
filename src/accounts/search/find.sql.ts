import { sql, type SQL } from 'drizzle-orm';
import { row, rows, type Db } from '#platform/db/db.ts';
import type { Hit } from './contract.ts';
import { asKey, gramsOf, partsOf, queryWords } from './logic.ts';

export type Ranked = Hit & { rank: number };

// A word that fits tens of thousands of entries has no best match; this many are looked at before they are ranked.
const looked = 400;
const like = (text: string) => text.replace(/[\\%_]/g, '\\$&');

/** What fits a query, the best first: exact, then beginning with it, then containing it; accounts before contacts before the rest. */
export async function findEntries(db: Db, q: string, words: readonly string[], limit: number, kind?: string): Promise<Ranked[]> {
  const keys = byKey(q);
  const starts = words.length ? byStart(words.join(''), limit) : [];
  if (!keys.length && !starts.length) return [];
  const parts = [...keys, ...(starts.length ? [sql`select * from starts`] : []), ...byPart(words, limit)];
  const first = starts.length ? sql`starts(account_id, kind, noun_id, rank) as materialized (${sql.join(starts, sql` union all `)}),` : sql``;
  return rows<Ranked>(
    db,
    sql`with ${first} found(account_id, kind, noun_id, rank) as (${sql.join(parts, sql` union all `)}),
        best as (select account_id, kind, noun_id, min(rank) as rank from found group by 1, 2, 3)
        select s.kind, s.noun_id as id, s.account_id as "accountId", s.title as label, null as "labelEn", b.rank,
          nullif(concat_ws(' · ', case when s.kind <> 'account' then a.name end, nullif(case when s.kind = 'activity' then '' else s.subtitle end, '')), '') as sub
        from best b join search_entries s using (account_id, kind, noun_id) join accounts a on a.account_id = s.account_id ${kind ? sql`where s.kind = ${kind}` : sql``}
        order by b.rank, a.archived_at is not null, array_position(array['account', 'contact', 'goal', 'contract', 'activity'], s.kind), length(s.folded), s.folded, s.noun_id limit ${limit}`,
  );
}

/** The words of a query as they are compared. */
export async function wordsOf(db: Db, q: string): Promise<string[]> {
  const words = q.normalize('NFKC').trim().split(/\s+/).slice(0, 6);
  const found = await row<{ words: string[] }>(db, sql`select array(select search_text(w) from unnest(${sql.param(words)}::text[]) w) as words`);
  // 山田 太郎 is one name with a space in it: the words are looked for in any order, joined first.
  return queryWords(found!.words);
}

/** Rank 0: the whole name or reading; 1: it begins with the query. */
function byStart(whole: string, limit: number): SQL[] {
  const prefix = `${like(whole)}%`;
  return (['account', 'contact'] as const).flatMap((kind) =>
    (['folded', 'folded_kana'] as const).map((column) => {
      const name = sql.identifier(column);
      return sql`(select account_id, kind, noun_id, case when ${name} = ${whole} then 0 else 1 end from search_entries where kind = ${kind} and ${name} like ${prefix} order by ${name} using ~<~ limit ${limit})`;
    }),
  );
}

/**
 * Rank 2: it contains all words. A kind is passed over when better hits already fill the answer: a surname that 150,000
 * people have would be read for nothing.
 */
function byPart(words: readonly string[], limit: number): SQL[] {
  const parts = partsOf(words);
  const grams = parts.flatMap(gramsOf);
  if (!grams.length) return [];
  const contains = sql.join(
    parts.map((word) => {
      const part = `%${like(word)}%`;
      return sql`(folded like ${part} or folded_kana like ${part} or folded_body like ${part})`;
    }),
    sql` and `,
  );
  const kinds = [
    { group: sql`kind = 'account'`, better: sql`kind = 'account'` },
    { group: sql`kind = 'contact'`, better: sql`true` },
    { group: sql`kind = 'goal'`, better: sql`true` },
    { group: sql`kind in ('contract', 'activity')`, better: sql`true` },
  ];
  return kinds.map(
    ({
      group,
      better,
    }) => sql`(select account_id, kind, noun_id, 2 from search_entries where (select count(distinct noun_id) from starts where ${better}) < ${limit}
      and ${group} and grams @> ${sql.param(grams)}::text[] and ${contains} limit ${looked})`,
  );
}

/** Numbers, addresses and keys, by their beginning; an exact one stands before all names. */
function byKey(q: string): SQL[] {
  const { digits, email, key } = asKey(q);
  const parts: SQL[] = [];
  const rank = (column: SQL, wanted: string) => sql`case when ${column} = ${wanted} then -1 else 1 end`;
  if (digits) {
    const prefix = `${digits}%`;
    parts.push(
      sql`(select account_id, 'account', account_id, ${rank(sql`corporate_number`, digits)} from accounts where corporate_number like ${prefix} limit 20)`,
    );
    parts.push(
      sql`(select account_id, 'contact', contact_id, ${rank(sql`phone_digits(phone)`, digits)} from contacts where phone is not null and phone_digits(phone) like ${prefix} limit 20)`,
    );
  }
  if (email)
    parts.push(
      sql`(select account_id, 'contact', contact_id, ${rank(sql`lower(email)`, email)} from contacts where email is not null and lower(email) like ${`${like(email)}%`} limit 20)`,
    );
  if (key) {
    const prefix = `${like(key)}%`;
    parts.push(sql`(select account_id, 'account', account_id, ${rank(sql`external_id`, key)} from account_keys where external_id like ${prefix} limit 20)`);
    parts.push(sql`(select account_id, 'contract', contract_id, ${rank(sql`external_id`, key)} from contract_keys where external_id like ${prefix} limit 20)`);
    parts.push(
      sql`(select account_id, 'contact', contact_id, ${rank(sql`lower(email)`, key.toLowerCase())} from contacts where email is not null and lower(email) like ${`${like(key.toLowerCase())}%`} limit 20)`,
    );
  }
  return parts;
}
