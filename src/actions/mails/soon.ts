import type { ToldKind } from '#actions/notifications/contract.ts';
import { mayReach, settingsOf } from '#actions/notifications/index.ts';
import { transaction, type Db } from '#platform/db/db.ts';
import { textsIn } from '#platform/i18n/texts.ts';
import { newId } from '#platform/ids/ids.ts';
import { writeLetter, type Line } from './letter.ts';
import type { Writing } from './jobs.ts';
import { letterTexts } from './texts.ts';
import { stopToken, stopUrl } from './unsubscribe.ts';
import { drop, insertMail, putInto, takeWaiting, withWaiting, type Recipient, type Word } from './waiting.sql.ts';

/** Writes what members want to know at once: one mail a kind, whatever came together; nothing while they are not to be disturbed. */
export async function writeSoon(writing: Writing): Promise<void> {
  const waiting = await withWaiting(writing.db);
  const settings = await settingsOf(
    writing.db,
    waiting.map((one) => one.id),
  );
  for (const member of waiting) {
    if (!mayReach(settings.get(member.id)!, writing.now, writing.organisation.timeZone)) continue;
    const kinds = settings.get(member.id)!.kinds;
    await transaction(writing.database, async (tx) => {
      const words = await takeWaiting(tx, member.id, 'mail');
      // Read in the bell, or not wished for any more since.
      const idle = words.filter((word) => word.read || kinds[word.kind].mail === 'off');
      await drop(
        tx,
        member.id,
        'mail',
        idle.map((word) => word.thing),
        writing.now,
      );
      const byKind = new Map<ToldKind, Word[]>();
      for (const word of words) if (!idle.includes(word)) byKind.set(word.kind, [...(byKind.get(word.kind) ?? []), word]);
      for (const [kind, theirs] of byKind) await writeOne(tx, writing, member, kind, theirs);
    });
  }
}

async function writeOne(tx: Db, { site, organisation, now }: Writing, member: Recipient, kind: ToldKind, words: readonly Word[]): Promise<void> {
  const language = member.language ?? organisation.language;
  const t = textsIn(letterTexts, language);
  const [first] = words;
  const letter = {
    subject: words.length === 1 ? t.oneSubject(first!.title[language]) : t.manySubject(t.kinds[kind], words.length),
    intro: t.intro(member.name, t.kinds[kind]),
    sections: [{ title: t.kinds[kind], lines: words.map((word) => lineOf(word, language)) }],
    stops: [{ text: t.stop(t.kinds[kind]), href: stopUrl(site.url, stopToken(site.vault, member.id, kind)) }],
  };
  const mailId = newId();
  await insertMail(tx, { mailId, memberId: member.id, kind, key: `now:${mailId}`, ...writeLetter(letter, site.url, language) }, now);
  await putInto(
    tx,
    member.id,
    'mail',
    words.map((word) => word.thing),
    mailId,
  );
}

export const lineOf = (word: Word, language: 'ja' | 'en'): Line => ({ text: word.title[language], sub: word.body?.[language], link: word.link });
