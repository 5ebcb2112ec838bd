import { sql, type SQL } from 'drizzle-orm';
import type { Db } from '#platform/db/db.ts';
import type { EntryKind } from './contract.ts';

/**
 * Writes what can be found. `found` is a query of (account_id, noun_id, title, subtitle, kana, body), one row for each
 * thing, all of one kind; call it in the transaction that changed them. `body` is searched but not shown.
 */
export async function indexEntries(tx: Db, kind: EntryKind, found: SQL): Promise<void> {
  await tx.execute(sql`
    insert into search_entries (account_id, kind, noun_id, title, subtitle, folded, folded_kana, folded_body, grams)
    select f.account_id, ${kind}, f.noun_id, f.title, f.subtitle, f.folded, f.folded_kana, f.folded_body, ${gramsSql(sql`concat_ws(chr(10), f.folded, nullif(f.folded_kana, ''), nullif(f.folded_body, ''))`)}
    from (
      select account_id, noun_id, title, subtitle, search_text(title) as folded,
        case when kana is null then '' else search_text(kana) end as folded_kana, case when body is null then '' else left(search_text(body), 2000) end as folded_body
      from (${found}) q offset 0
    ) f
    on conflict (account_id, kind, noun_id) do update set
      title = excluded.title, subtitle = excluded.subtitle, folded = excluded.folded, folded_kana = excluded.folded_kana,
      folded_body = excluded.folded_body, grams = excluded.grams
    where (search_entries.title, search_entries.subtitle, search_entries.folded_kana, search_entries.folded_body)
      is distinct from (excluded.title, excluded.subtitle, excluded.folded_kana, excluded.folded_body)`);
}

/** The two-character pieces of a text. Repeated ones stay: the index keeps each once, and sorting them out costs more. */
export function gramsSql(text: SQL): SQL {
  return sql`array(select substr(x.t, i, 2) from (select ${text} as t) x, generate_series(1, length(x.t) - 1) i)`;
}

/** Takes things out of the search. `gone` is a query of (account_id, noun_id). */
export async function dropEntries(tx: Db, kind: EntryKind, gone: SQL): Promise<void> {
  await tx.execute(sql`delete from search_entries s using (${gone}) g where s.account_id = g.account_id and s.kind = ${kind} and s.noun_id = g.noun_id`);
}

/** Takes everything of some accounts out of the search. `accounts` is a query of account_id. */
export async function dropAccountEntries(tx: Db, accounts: SQL): Promise<void> {
  await tx.execute(sql`delete from search_entries where account_id in (${accounts})`);
}
