import type { Day } from '#platform/clock/days.ts';
import { addDays, daysBetween } from '#platform/clock/days.ts';

export type ContractTerms = { startsOn: Day; endsOn: Day | null; autoRenew: boolean; cancelledOn: Day | null };
export type LineTerms = {
  contractId: string;
  productNo: number;
  kind: 'recurring' | 'one_off';
  /** decimal text with at most four places */
  quantity: string;
  unitPrice: bigint;
  billingMonths: number;
  startsOn: Day;
  endsOn: Day | null;
};

/**
 * MRR of a line in whole minor units: unit price × quantity ÷ months of its billing period, rounded half away from zero,
 * once per line, so that lines add up to their contract, product and account (DESIGN.md, Numbers). One-off: 0.
 */
export function lineMrr(line: Pick<LineTerms, 'kind' | 'quantity' | 'unitPrice' | 'billingMonths'>): bigint {
  if (line.kind === 'one_off') return 0n;
  const amount = line.unitPrice * scaled(line.quantity);
  const divisor = 10_000n * BigInt(line.billingMonths);
  const size = amount < 0n ? -amount : amount;
  const exact = (2n * size + divisor) / (2n * divisor);
  const rounded = exact > mostOfLine ? mostOfLine : exact;
  return amount < 0n ? -rounded : rounded;
}

// A line counts with no more than this, as in SQL: sums of money stay within a bigint.
const mostOfLine = 10n ** 16n;

// '1.5' → 15000n
function scaled(quantity: string): bigint {
  const [, sign, whole, part = ''] = /^(-?)(\d+)(?:\.(\d{1,4}))?$/.exec(quantity.replace(/(\.\d{4})0+$/, '$1')) ?? [];
  if (whole === undefined) throw new Error(`not a quantity: ${quantity}`);
  const value = BigInt(whole + part.padEnd(4, '0'));
  return sign ? -value : value;
}

/** The last day of a line; null: until further notice. A contract that renews by itself goes on until it is cancelled. */
export function lineEnd(line: Pick<LineTerms, 'endsOn'>, contract: ContractTerms): Day | null {
  const own = line.endsOn && (!contract.endsOn || line.endsOn < contract.endsOn) ? line.endsOn : null;
  const end = contract.cancelledOn ? (contract.endsOn ?? contract.cancelledOn) : contract.autoRenew ? null : contract.endsOn;
  return own && end ? (own < end ? own : end) : (own ?? end);
}

/**
 * Whether a recurring line counts on a day. Past its contract's end it counts only while the contract renews by itself
 * and no later contract of the account has a line of the same product: files often carry one contract a term.
 */
export function lineCounts(line: LineTerms, day: Day, contracts: ReadonlyMap<string, ContractTerms>, lines: readonly LineTerms[]): boolean {
  const contract = contracts.get(line.contractId)!;
  const end = lineEnd(line, contract);
  if (line.kind !== 'recurring' || line.startsOn > day || (end !== null && end < day)) return false;
  if (contract.endsOn === null || day <= contract.endsOn) return true;
  return !lines.some((other) => {
    const later = contracts.get(other.contractId)!.startsOn > contract.startsOn;
    return later && other.kind === 'recurring' && other.productNo === line.productNo && other.startsOn <= day;
  });
}

/** MRR of an account by product on a day, from its contracts (by id) and all their lines. */
export function mrrByProduct(day: Day, contracts: ReadonlyMap<string, ContractTerms>, lines: readonly LineTerms[]): Map<number, bigint> {
  const found = new Map<number, bigint>();
  for (const line of lines) {
    if (lineCounts(line, day, contracts, lines)) found.set(line.productNo, (found.get(line.productNo) ?? 0n) + lineMrr(line));
  }
  return found;
}

/** The end of the running term as of a day: when the next renewal falls due. Null: open-ended, or over. */
export function renewalDay(contract: ContractTerms, asOf: Day): Day | null {
  const { startsOn, endsOn, autoRenew, cancelledOn } = contract;
  if (!endsOn || endsOn >= asOf) return endsOn;
  if (!autoRenew || cancelledOn) return null;
  return addDays(addMonths(addDays(endsOn, 1), rollMonths(startsOn, endsOn, asOf)), -1);
}

/** By how many months a contract that renews by itself has moved on until `asOf`: whole terms, at least one month each. */
export function rollMonths(startsOn: Day, endsOn: Day, asOf: Day): number {
  const after = addDays(endsOn, 1);
  const term = Math.max(1, Math.round(daysBetween(startsOn, after) / 30.4375));
  const months = monthNumber(asOf) - monthNumber(after);
  const k = Math.max(1, Math.trunc(months / term));
  return term * (addDays(addMonths(after, term * k), -1) < asOf ? k + 1 : k);
}

const monthNumber = (day: Day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));

/** `day` moved by whole months, kept inside the month it lands in (31 January + 1 month = 28 or 29 February). */
export function addMonths(day: Day, months: number): Day {
  const date = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + months + 1, 0);
  const last = date.getUTCDate();
  date.setUTCDate(Math.min(Number(day.slice(8, 10)), last));
  return date.toISOString().slice(0, 10);
}
