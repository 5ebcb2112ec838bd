import { sql } from 'drizzle-orm';
import { row, type Db } from '#platform/db/db.ts';
import type { Source } from '#metrics/definitions/index.ts';
import type { DayFrame } from './day.ts';

/**
 * What the company had connected by the end of a day. Contacts and touches are kept in Banso itself, so they count from
 * the first customer on: an empty list of contacts says something. Usage, contracts and the rest count once there is any.
 */
export async function connectedSources(db: Db, frame: DayFrame, wanted: Iterable<Source>): Promise<Set<Source>> {
  const cut = sql`${frame.cut.toISOString()}::timestamptz`;
  const found = await row<Record<'usage' | 'contracts' | 'customers' | 'contacts' | 'touches' | 'onboarding', boolean>>(
    db,
    sql`select
      exists (select from account_days where day <= ${frame.day} and known_on <= ${frame.day}) as usage,
      exists (select from contract_versions where known_from < ${cut}) as contracts,
      exists (select from account_versions where known_from < ${cut}) as customers,
      exists (select from contact_versions where known_from < ${cut}) as contacts,
      exists (select from activities where known_at < ${cut} and happened_at < ${cut}) as touches,
      exists (select from account_product_versions where known_from < ${cut} and (onboarding_due_on is not null or onboarding_done_on is not null)) as onboarding`,
  );
  const on = new Set<Source>();
  const say = (source: Source, there: boolean) => there && on.add(source);
  say('usage', found!.usage);
  say('contracts', found!.contracts);
  say('contacts', found!.contacts || found!.customers);
  say('touches', found!.touches || found!.customers);
  say('onboarding', found!.onboarding);
  for (const source of wanted) {
    if (!source.startsWith('attribute:')) continue;
    const key = source.slice('attribute:'.length);
    const there = await row(db, sql`select 1 from account_versions where known_from < ${cut} and attributes ? ${key}::text limit 1`);
    say(source, there !== undefined);
  }
  return on;
}
