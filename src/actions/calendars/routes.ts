import { memberIdOf } from '#actions/today/index.ts';
import { write } from '#platform/audit/audit.ts';
import { hashSecret, newSecret } from '#platform/auth/secrets.ts';
import type { Context } from '#platform/http/context.ts';
import { languageOf } from '#platform/http/language.ts';
import { problem } from '#platform/http/problem.ts';
import { rawRoute } from '#platform/http/raw.ts';
import { implementSlice } from '#platform/http/server.ts';
import { inBrackets } from '#platform/i18n/format.ts';
import { textsIn } from '#platform/i18n/texts.ts';
import { newId } from '#platform/ids/ids.ts';
import { contract } from './contract.ts';
import { refreshFeed, sealedFor } from './fetch.ts';
import { ownWork } from './own-work.sql.ts';
import { deleteFeed, dropLink, findFeed, insertFeed, linkOf, listFeeds, meetingsOf, memberOfLink, noteUse, setLink, type Feed } from './store.ts';
import { calendarProblem, fileTexts } from './problems.ts';
import { writeCalendar } from './write.ts';

const on = implementSlice(contract);
const mostFeeds = 10;

export const routes = {
  meetings: on.meetings.handler(async ({ context, input }) => {
    const me = memberIdOf(context);
    const day = input.day ?? context.today;
    const [feeds, found] = [await listFeeds(context.db, me), await meetingsOf(context.db, me, day)];
    const items = found.map((one) => ({ ...one, startsAt: new Date(one.startsAt), endsAt: new Date(one.endsAt) }));
    return { day, feeds: feeds.length, failing: feeds.filter((f) => f.lastError).length, items };
  }),

  list: on.list.handler(async ({ context }) => (await listFeeds(context.db, memberIdOf(context))).map((feed) => shown(context, feed))),

  add: on.add.handler(async ({ context, input: { name, url } }) => {
    const me = memberIdOf(context);
    // What calendars hand out as webcal:// is fetched by HTTPS.
    const address = url.replace(/^webcals?:\/\//i, 'https://');
    const wrong = !URL.canParse(address) ? 'badUrl' : new URL(address).protocol !== 'https:' ? 'notHttps' : null;
    if (wrong) throw refused(context, wrong);
    const feedId = newId();
    await write(context, 'calendars.add', async (tx, audit) => {
      if ((await listFeeds(tx, me)).length >= mostFeeds) throw refused(context, 'tooMany');
      const { host } = new URL(address);
      await insertFeed(tx, { feedId, memberId: me, name, host, sealedUrl: context.site.vault.seal(address, sealedFor(feedId)) }, context.clock());
      audit({ noun: 'calendar', id: feedId, label: name, changes: { host: [null, host] } });
    });
    return refreshed(context, feedId);
  }),

  refresh: on.refresh.handler(async ({ context, input: { feedId } }) => {
    await write(context, 'calendars.refresh', async (tx, audit) => {
      const feed = await ownFeed(context, tx, feedId);
      audit({ noun: 'calendar', id: feedId, label: feed.name });
    });
    return refreshed(context, feedId);
  }),

  remove: on.remove.handler(({ context, input: { feedId } }) =>
    write(context, 'calendars.remove', async (tx, audit) => {
      const feed = await ownFeed(context, tx, feedId);
      await deleteFeed(tx, feedId);
      audit({ noun: 'calendar', id: feedId, label: feed.name, changes: { host: [feed.host, null] } });
    }),
  ),

  link: on.link.handler(async ({ context }) => {
    const link = await linkOf(context.db, memberIdOf(context));
    return { createdAt: link?.createdAt ?? null, usedAt: link?.usedAt ?? null };
  }),

  makeLink: on.makeLink.handler(({ context }) =>
    write(context, 'calendars.make_link', async (tx, audit) => {
      const me = memberIdOf(context);
      const token = newSecret();
      await setLink(tx, me, hashSecret(token), context.clock());
      audit({ noun: 'calendar', id: me, label: null });
      return { url: `${context.site.url}/api/calendar-files/${token}` };
    }),
  ),

  dropLink: on.dropLink.handler(({ context }) =>
    write(context, 'calendars.drop_link', async (tx, audit) => {
      const me = memberIdOf(context);
      audit((await dropLink(tx, me)) ? { noun: 'calendar', id: me, label: null } : null);
    }),
  ),
};

/** A member's own work for their calendar; who has the address needs no sign-in, as calendars cannot. */
export const calendarFile = rawRoute(contract.file, async (context, http) => {
  const member = await memberOfLink(context.db, hashSecret(http.req.param('token') ?? ''));
  if (!member) throw problem('NOT_FOUND', { ja: 'このアドレスは使えません。', en: 'This address cannot be used.' });
  const t = textsIn(fileTexts, context.organisation.language);
  await noteUse(context.db, member.id, context.clock());
  const work = await ownWork(context.db, member.id, context.today);
  const entries = work.map((one) => ({
    uid: `${one.kind}-${one.id}-${one.kind === 'renewal' ? one.day : ''}@banso`,
    day: one.day,
    title: one.kind === 'renewal' ? t.renewal(one.accountName) : `${one.title}${inBrackets(one.accountName, context.organisation.language)}`,
    note: t.kinds[one.kind],
    url: `${context.site.url}/accounts/${one.accountId}`,
    stamp: new Date(one.stamp),
  }));
  const headers = {
    'content-type': 'text/calendar; charset=utf-8',
    'content-disposition': 'inline; filename="banso.ics"',
    'cache-control': 'private, no-store',
  };
  return new Response(writeCalendar(t.name(member.name), entries), { headers });
});

async function ownFeed(context: Context, db: Context['db'], feedId: string): Promise<Feed> {
  const feed = await findFeed(db, memberIdOf(context), feedId);
  if (!feed) throw problem('NOT_FOUND', { ja: 'カレンダーが見つかりません。', en: 'No such calendar.' });
  return feed;
}

async function refreshed(context: Context, feedId: string) {
  const { database, site, organisation } = context;
  await refreshFeed({ database, vault: site.vault, timeZone: organisation.timeZone, now: context.clock() }, await ownFeed(context, context.db, feedId));
  return shown(context, await ownFeed(context, context.db, feedId));
}

function shown(context: Context, { feedId, name, host, fetchedAt, lastError, truncated }: Feed) {
  return { feedId, name, host, fetchedAt, truncated, lastError: lastError && calendarProblem(lastError, languageOf(context)) };
}

function refused(context: Context, code: string) {
  const message = calendarProblem(code, languageOf(context));
  return problem('BAD_REQUEST', message, [{ path: 'url', message }]);
}
