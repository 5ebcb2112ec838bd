import { sql } from 'drizzle-orm';
import { row, type Db } from '#platform/db/db.ts';
import type { Catalogue } from '#rules/conditions/index.ts';
import { contactTerms } from '#accounts/contacts/terms.ts';
import { defaultMetrics } from '#metrics/definitions/index.ts';
import type { Known } from './known.ts';
import { library, type Need } from './library.ts';

export type NeedOut = { kind: 'field' | 'event' | 'role'; key: string; name: { ja: string; en: string }; there: boolean };

/** What the rules of the library need, and whether a customer has it. */
export async function needsOfLibrary(db: Db, catalogue: Catalogue, known: Known): Promise<(need: Need) => NeedOut> {
  const needs = library.flatMap((rule) => rule.needs);
  const fields = [...new Set(needs.flatMap((n) => ('field' in n && catalogue.fields.has(n.field) ? [n.field] : [])))];
  const roles = [...new Set(needs.flatMap((n) => ('role' in n ? [n.role] : [])))];
  const filled = (key: string) => {
    const field = catalogue.fields.get(key)!;
    const value = sql.raw(field.now);
    return sql`exists (select from account_facts f where not f.is_archived and ${value} is not null ${key === 'colour' ? sql`and ${value} <> 'unknown'` : sql``})`;
  };
  const asked = [
    ...fields.map((key, i) => sql`${filled(key)} as ${sql.raw(`f${i}`)}`),
    ...roles.map((role, i) => sql`exists (select from contacts where roles @> array[${role}]::text[]) as ${sql.raw(`r${i}`)}`),
  ];
  const found = (await row<Record<string, boolean>>(db, sql`select ${sql.join(asked, sql`, `)}`))!;
  return (need) => {
    if ('event' in need) {
      const event = known.events.find((e) => e.name === need.event);
      const name = `${event?.label || need.event}${need.property ? ` (${need.property})` : ''}`;
      return { kind: 'event', key: need.event, name: { ja: name, en: name }, there: event !== undefined };
    }
    if ('role' in need)
      return {
        kind: 'role',
        key: need.role,
        name: { ja: contactTerms.ja.roles[need.role], en: contactTerms.en.roles[need.role] },
        there: found[`r${roles.indexOf(need.role)}`]!,
      };
    const metric = defaultMetrics.find((m) => `metric.${m.key}` === need.field);
    const name = catalogue.fields.get(need.field)?.name ?? (metric ? { ja: metric.name, en: metric.nameEn } : { ja: need.field, en: need.field });
    return { kind: 'field', key: need.field, name, there: fields.includes(need.field) && found[`f${fields.indexOf(need.field)}`]! };
  };
}
