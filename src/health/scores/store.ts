import { sql } from 'drizzle-orm';
import { addDays, type Day } from '#platform/clock/days.ts';
import { row, rows, type Db } from '#platform/db/db.ts';
import type { Colour } from './logic.ts';

export type ScoreRow = {
  day: Day;
  versionId: number;
  total: number | null;
  co: number | null;
  cx: number | null;
  coverage: number;
  colour: Colour;
  points: (number | null)[];
  reason: number | null;
  isFinal: boolean;
  madeLater: boolean;
  values: (number | null)[];
};

const scoreRow = sql`s.day, s.version_id::int as "versionId", s.total, s.co, s.cx, s.coverage, s.colour, s.points, s.reason::int as reason, s.is_final as "isFinal",
  not s.is_final and s.day < (s.computed_at at time zone (select coalesce(max(time_zone), 'Asia/Tokyo') from organisation))::date as "madeLater", m.v as values`;
const withValues = sql`score_days s left join metric_days m on m.account_id = s.account_id and m.product_no = s.product_no and m.day = s.day`;

/** The newest score of an account between two days: that of its time, or with `versionId` the one by that version. */
export function newestScore(db: Db, accountId: string, from: Day, to: Day, versionId?: number): Promise<ScoreRow | undefined> {
  return row<ScoreRow>(
    db,
    sql`select ${scoreRow} from ${withValues} where s.account_id = ${accountId} and s.product_no = 0 and s.day between ${from} and ${to}
        and ${versionId ? sql`s.version_id = ${versionId}` : sql`not s.restated`} order by s.day desc, s.version_id desc limit 1`,
  );
}

export function scoreSeries(db: Db, accountId: string, from: Day, to: Day): Promise<{ day: Day; total: number | null; colour: Colour; versionId: number }[]> {
  return rows(
    db,
    sql`select distinct on (day) day, total, colour, version_id::int as "versionId" from score_days
        where account_id = ${accountId} and product_no = 0 and day between ${from} and ${to} and not restated order by day, version_id desc`,
  );
}

export type ProductScore = {
  productNo: number;
  name: string;
  total: number | null;
  colour: Colour;
  mrr: number | null;
  points: (number | null)[];
  values: (number | null)[] | null;
};

export function productScores(db: Db, accountId: string, day: Day, versionId: number, mrrSlot: number | null): Promise<ProductScore[]> {
  return rows(
    db,
    sql`select s.product_no::int as "productNo", p.name, s.total, s.colour, ${mrrSlot ? sql`m.v[${sql.raw(String(mrrSlot))}]` : sql`null::float8`} as mrr, s.points, m.v as values
        from ${withValues} join products p on p.product_no = s.product_no
        where s.account_id = ${accountId} and s.day = ${day} and s.version_id = ${versionId} and s.product_no > 0 order by p.position, s.product_no`,
  );
}

export async function accountState(db: Db, accountId: string): Promise<{ churnedOn: Day | null } | undefined> {
  return row(db, sql`select churned_on as "churnedOn" from accounts where account_id = ${accountId}`);
}

/** Customers by colour on the newest day there is, within the last week. */
export async function coloursOfToday(db: Db, today: Day): Promise<{ day: Day | null; computedAt: string | null; counts: Record<Colour, number> }> {
  const newest = await row<{ day: Day | null }>(db, sql`select max(day) as day from score_days where day between ${addDays(today, -7)} and ${today}`);
  const counts = { good: 0, watch: 0, risk: 0, unknown: 0 };
  if (!newest?.day) return { day: null, computedAt: null, counts };
  const found = await rows<{ colour: Colour; n: number; at: string }>(
    db,
    sql`select colour, count(*)::int as n, max(computed_at) as at from (
          select distinct on (account_id) colour, computed_at from score_days where day = ${newest.day} and product_no = 0 and not restated order by account_id, version_id desc) s group by colour`,
  );
  for (const one of found) counts[one.colour] = one.n;
  const last =
    found
      .map((one) => new Date(one.at).toISOString())
      .sort()
      .at(-1) ?? null;
  return { day: newest.day, computedAt: last, counts };
}
