import { routes as auditLog } from '#accounts/audit-log/routes.ts';
import { routes as keys } from '#accounts/keys/routes.ts';
import { mailReset, sweepSignIn } from '#accounts/members/index.ts';
import { acceptRoutes, routes as members } from '#accounts/members/routes.ts';
import { turnZone } from '#accounts/organisation/index.ts';
import { routes as organisation, setupRoutes } from '#accounts/organisation/routes.ts';
import { routes as sessions, sessionRoutes } from '#accounts/sessions/routes.ts';
import { routes as teams } from '#accounts/teams/routes.ts';
import type { Job } from '#platform/jobs/jobs.ts';
import { testApi } from '#platform/testing/api.ts';
import { testBrowser } from '#platform/testing/browser.ts';
import type { testSite } from '#platform/testing/site.ts';
import { authenticateWith } from '../authenticate.ts';

export { mailbox } from '#platform/testing/mailbox.ts';

export const password = 'correct horse battery';
export const setupBody = {
  organisation: { name: '青葉ソフトウェア株式会社', timeZone: 'Asia/Tokyo', fiscalMonth: 4, currency: 'JPY', language: 'ja' },
  admin: { name: '佐藤 花子', email: 'Hanako@example.co.jp', password },
};

/** Banso as at the first visit, with real cookies and keys; `clock.now` may be moved. */
export async function firstVisit(site: Parameters<typeof testSite>[1] = {}) {
  const clock = { now: new Date() };
  const api = await testApi(
    { sessions, organisation, members, teams, keys, auditLog },
    {
      clock: () => clock.now,
      raw: [...sessionRoutes, ...setupRoutes, ...acceptRoutes],
      jobs: [mailReset, sweepSignIn, turnZone] as Job<never>[],
      site,
      authenticate: authenticateWith,
    },
  );
  await api.database.pool.query('delete from organisation; delete from members');
  return { ...api, clock, browser: () => testBrowser(api.app, site.url) };
}

/** The same after setup; `admin` is the browser of the first administrator. */
export async function afterSetup(site?: Parameters<typeof testSite>[1]) {
  const world = await firstVisit(site);
  const admin = world.browser();
  const made = await admin.send('POST', '/api/setup', setupBody);
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  return { ...world, admin, adminId: made.body.memberId as string };
}

/** Invites a member and lets them accept, in a browser of their own. */
export async function join(world: Awaited<ReturnType<typeof afterSetup>>, email: string, role: string, name = '鈴木 一郎') {
  const invited = await world.admin.send('POST', '/api/members', { email, name, role });
  if (invited.status !== 201) throw new Error(JSON.stringify(invited.body));
  const browser = world.browser();
  await browser.send('POST', '/api/member-links/accept', { token: tokenOf(invited.body.link.url), password });
  return { id: invited.body.member.id as string, browser };
}

export const tokenOf = (url: string): string => url.split('#')[1]!;
