import { sql, type SQL } from 'drizzle-orm';
import { filledColumns, markedAsGone, staged, type FilledColumn, type Run } from '#accounts/imports/index.ts';

const marked = markedAsGone(
  'contracts',
  '{"cancelled_on": null}',
  sql`ch.account_id = t.account_id and ch.noun_id = t.contract_id`,
  sql`(ch.after ->> 'cancelled_on')::date = t.cancelled_on`,
);
/** What is in the file again was not cancelled after all. */
const backAgain = sql`case when t.cancelled_on is not null and ${marked} then null else t.cancelled_on end`;

/** The columns of `contracts` the file fills, over aliases s and t; a contract without a name is called by its number. */
export function contractColumns(run: Run): FilledColumn[] {
  const columns = filledColumns(run, { name: staged(run, 'externalId')!, auto_renew: sql`false`, currency: sql`${run.currency}::text` });
  return run.mapping.gone === 'mark' && !staged(run, 'cancelledOn') ? [...columns, { column: 'cancelled_on', value: backAgain }] : columns;
}

/** The columns of `contract_lines` the file fills, over alias s; the product is looked up in the plan. */
export function lineColumns(run: Run): FilledColumn[] {
  const given = (key: string, column: string, fallback: SQL): FilledColumn[] => {
    const value = staged(run, key);
    return value ? [{ column, value: sql`coalesce(${value}, ${fallback})` }] : [];
  };
  return [
    ...given('kind', 'kind', sql`'recurring'`),
    ...given('quantity', 'quantity', sql`1`),
    { column: 'unit_price', value: staged(run, 'unitPrice')! },
    ...given('billingMonths', 'billing_months', sql`1`),
    { column: 'starts_on', value: lineStart(run) },
    ...(staged(run, 'lineEndsOn') ? [{ column: 'ends_on', value: staged(run, 'lineEndsOn')! }] : []),
    ...given('isSeats', 'is_seats', sql`false`),
  ];
}

export const lineStart = (run: Run): SQL => sql`coalesce(${staged(run, 'lineStartsOn') ?? sql`null::date`}, ${staged(run, 'startsOn')!})`;
export const lineKind = (run: Run): SQL => sql`coalesce(${staged(run, 'kind') ?? sql`null::text`}, 'recurring')`;
