import { eq } from 'drizzle-orm';
import { notificationMails } from '#actions/notifications/tables.ts';
import { hourOf, mayReach, settingsOf, type Settings } from '#actions/notifications/index.ts';
import { dayOf } from '#platform/clock/days.ts';
import { transaction, type Db } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import { readCatalogue } from '#rules/conditions/index.ts';
import { weekOf } from '#actions/ctas/index.ts';
import { digestLetter } from './digest-letter.ts';
import { nearRenewals, newCtas, overflowOf, wokenCtas } from './digest.sql.ts';
import type { Writing } from './jobs.ts';
import { writeLetter } from './letter.ts';
import { drop, insertMail, putInto, takeWaiting, withoutDigest, type Recipient } from './waiting.sql.ts';

const shownOverflow = 10;

/** Writes the digests whose hour has come: at most one a member and day, and none without news. */
export async function writeDigests(writing: Writing): Promise<void> {
  const { db, now, organisation } = writing;
  const key = `digest:${dayOf(now, organisation.timeZone)}`;
  const waiting = await withoutDigest(db, key);
  const settings = await settingsOf(
    db,
    waiting.map((one) => one.id),
  );
  const hour = hourOf(now, organisation.timeZone);
  const due = waiting.filter(({ id }) => {
    const { digestHour } = settings.get(id)!;
    return digestHour !== null && hour >= digestHour && mayReach(settings.get(id)!, now, organisation.timeZone);
  });
  if (!due.length) return;
  const { fields } = await readCatalogue(db);
  for (const member of due) await transaction(writing.database, (tx) => writeOne(tx, { ...writing, fields }, member, settings.get(member.id)!, key));
}

type Digesting = Writing & { fields: Awaited<ReturnType<typeof readCatalogue>>['fields'] };

async function writeOne(tx: Db, writing: Digesting, member: Recipient, settings: Settings, key: string): Promise<void> {
  const { now, organisation, site } = writing;
  const mailId = newId();
  // Its row first: of two that write the same digest the second stops here, until the first is through.
  if (!(await insertMail(tx, { mailId, memberId: member.id, kind: 'digest', key, subject: '', body: '', html: '', empty: true }, now))) return;
  const today = dayOf(now, organisation.timeZone);
  const told = { memberId: member.id, mailId, at: now };
  const daily = (kind: keyof Settings['kinds']) => settings.kinds[kind].mail === 'daily';
  const ctas = daily('ctas') ? await newCtas(tx, told, today) : [];
  const woken = daily('snoozes') ? await wokenCtas(tx, told, today) : [];
  const renewals = daily('renewals') ? await nearRenewals(tx, told, today) : [];
  const overflow = daily('overflow') ? await overflowOf(tx, told, weekOf(today), shownOverflow) : null;
  const words = await takeWaiting(tx, member.id, 'digest');
  const listed = new Set([...ctas, ...woken].map((one) => one.ctaId));
  // Read in the bell, not wished for any more since, or listed as a CTA.
  const idle = words.filter((word) => word.read || settings.kinds[word.kind].mail === 'off' || listed.has(word.link?.split('.')[1] ?? ''));
  const things = (some: typeof words) => some.map((word) => word.thing);
  await drop(tx, member.id, 'digest', things(idle), now);
  const others = words.filter((word) => !idle.includes(word));
  await putInto(tx, member.id, 'digest', things(others), mailId);
  if (!ctas.length && !woken.length && !renewals.length && !overflow && !others.length) return;
  const language = member.language ?? organisation.language;
  const letter = digestLetter({ ctas, woken, renewals, overflow, others }, { ...writing, today, language, member });
  await fill(tx, mailId, writeLetter(letter, site.url, language));
}

async function fill(tx: Db, mailId: string, { subject, body, html }: { subject: string; body: string; html: string }): Promise<void> {
  await tx.update(notificationMails).set({ subject, body, html, state: 'ready' }).where(eq(notificationMails.mailId, mailId));
}
