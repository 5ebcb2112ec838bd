import { factoryMoment, silent } from '#accounts/accounts/factory.ts';
import type { Day } from '#platform/clock/days.ts';
import type { Db } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import { closeCleared } from './close.sql.ts';
import { lockTaking } from './identity.sql.ts';
import { changeCtas, lockCta, type By, type Row } from './store.ts';
import { ctas } from './tables.ts';
import { handle } from './take.ts';
import { waitingFirings } from './waiting.sql.ts';

/** An open risk of nobody (unless said); gives its id. */
export async function makeCta(db: Db, row: Partial<typeof ctas.$inferInsert> & { accountId: string }, at = factoryMoment): Promise<string> {
  const ctaId = row.ctaId ?? newId();
  await db.insert(ctas).values({ type: 'risk', reason: 'usage_fell', title: '利用が急減しています', createdAt: at, updatedAt: at, ...row, ctaId });
  return ctaId;
}

const atOnce = 400;
const log = { warn() {} };

/** Takes the firings that wait, as the job does in the morning of `today`, for a story: nobody did it, so there is no audit row. */
export async function takeFor(tx: Db, today: Day, now: Date): Promise<void> {
  await lockTaking(tx);
  for (;;) {
    const firings = await waitingFirings(tx, today, atOnce);
    if (firings.length) await handle(tx, { firings, today, now, jobs: silent, log });
    if (firings.length < atOnce) return;
  }
}

/** What a person of a story did to a CTA, with its history. */
export async function actFor(
  tx: Db,
  of: { accountId: string; ctaId: string },
  change: Partial<Row>,
  history: { kind: string; at: Date; by: By; note?: string },
): Promise<void> {
  const row = await lockCta(tx, of.accountId, of.ctaId);
  if (row) await changeCtas(tx, [row], change, history);
}

/** Closes what has cleared by now, as the job does. */
export async function clearFor(tx: Db, now: Date): Promise<void> {
  await lockTaking(tx);
  await closeCleared(tx, now);
}
