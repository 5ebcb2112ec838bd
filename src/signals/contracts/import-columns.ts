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

/** The number of a contract; in a list without numbers a customer has one contract, found by the customer's own code. */
export const numberField = (run: Run): string => (staged(run, 'externalId') ? 'externalId' : 'accountExternalId');
export const numberOf = (run: Run, from = 's'): SQL => staged(run, numberField(run), from)!;

/** Whether the file tells what is paid; without it the lines of its contracts are left alone. */
export const hasLines = (run: Run): boolean => staged(run, 'unitPrice') !== undefined || staged(run, 'yearlyPrice') !== undefined;

/** What a contract without a name is called: its number, or in a list without numbers what it sells. */
export function unnamed(run: Run): SQL {
  const product = staged(run, 'product');
  return product && !staged(run, 'externalId') ? sql`coalesce(${product}, ${numberOf(run)})` : numberOf(run);
}

/** The columns of `contracts` the file fills, over aliases s and t. */
export function contractColumns(run: Run): FilledColumn[] {
  const columns = filledColumns(run, { name: unnamed(run), auto_renew: sql`false`, currency: sql`${run.currency}::text` });
  return run.mapping.gone === 'mark' && !staged(run, 'cancelledOn') ? [...columns, { column: 'cancelled_on', value: backAgain }] : columns;
}

/** The columns of `contract_lines` the file fills, over alias s; the product is looked up in the plan. */
export function lineColumns(run: Run): FilledColumn[] {
  const given = (key: string, column: string, fallback: SQL): FilledColumn[] => {
    const value = staged(run, key);
    return value ? [{ column, value: sql`coalesce(${value}, ${fallback})` }] : [];
  };
  const yearly = staged(run, 'yearlyPrice');
  return [
    ...given('kind', 'kind', sql`'recurring'`),
    ...given('quantity', 'quantity', sql`1`),
    { column: 'unit_price', value: (staged(run, 'unitPrice') ?? yearly)! },
    ...(yearly && !staged(run, 'unitPrice') ? [{ column: 'billing_months', value: sql`12` }] : given('billingMonths', 'billing_months', sql`1`)),
    { column: 'starts_on', value: lineStart(run) },
    ...(staged(run, 'lineEndsOn') ? [{ column: 'ends_on', value: staged(run, 'lineEndsOn')! }] : []),
    ...given('isSeats', 'is_seats', sql`false`),
  ];
}

export const lineStart = (run: Run): SQL => sql`coalesce(${staged(run, 'lineStartsOn') ?? sql`null::date`}, ${staged(run, 'startsOn')!})`;
export const lineKind = (run: Run): SQL => sql`coalesce(${staged(run, 'kind') ?? sql`null::text`}, 'recurring')`;
