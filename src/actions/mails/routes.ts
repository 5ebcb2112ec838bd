import { sql } from 'drizzle-orm';
import { saveSettings, settingsFor, type Settings } from '#actions/notifications/index.ts';
import { write } from '#platform/audit/audit.ts';
import { row } from '#platform/db/db.ts';
import type { Context } from '#platform/http/context.ts';
import { problem } from '#platform/http/problem.ts';
import { rawRoute, type RawRoute } from '#platform/http/raw.ts';
import { implementSlice } from '#platform/http/server.ts';
import { contract } from './contract.ts';
import { deliveryOf, putBack } from './delivery.sql.ts';
import { readStopToken, type Stoppable } from './unsubscribe.ts';

const on = implementSlice(contract);

export const routes = {
  delivery: on.delivery.handler(async ({ context }) => ({
    configured: context.site.sendMail !== null,
    ...(await deliveryOf(context.db, context.clock())),
  })),

  retry: on.retry.handler(({ context, input: { mailId } }) =>
    write(context, 'mails.retry', async (tx, audit) => {
      const mail = await putBack(tx, mailId, context.clock());
      if (!mail) throw problem('CONFLICT', { ja: 'このメールは「送信失敗」ではありません。', en: 'This mail has not failed.' });
      audit({ noun: 'mail', id: mailId, label: `${mail.subject} (${mail.memberName})` });
    }),
  ),

  read: on.read.handler(async ({ context, input }) => {
    const { member, kind } = await read(context, input.token);
    const settings = await settingsFor(context.db, member.id);
    return { kind, email: masked(member.email), language: member.language ?? context.organisation.language, stopped: isStopped(settings, kind) };
  }),
};

/** Served outside of the API's own handler: mail programs post a form, people follow a link. */
export const unsubscribeRoutes: RawRoute[] = [
  rawRoute(contract.open, (_context, http) => http.redirect(`/unsubscribe?token=${encodeURIComponent(http.req.query('token') ?? '')}`)),
  rawRoute(contract.stop, async (context, http) => {
    const { member, kind } = await read(context, http.req.query('token') ?? '');
    await write({ ...context, actor: { kind: 'system', name: 'unsubscribe' } }, 'notification_settings.unsubscribe', async (tx, audit) => {
      const before = await settingsFor(tx, member.id, true);
      if (isStopped(before, kind)) return audit(null);
      await saveSettings(tx, member.id, stopped(before, kind), context.clock());
      audit({ noun: 'notification_settings', id: member.id, label: member.name, changes: changeOf(before, kind) });
    });
    return http.json({ kind, stopped: true });
  }),
];

async function read(context: Context, token: string) {
  const known = readStopToken(context.site.vault, token);
  const member =
    known &&
    (await row<{ id: string; name: string; email: string; language: 'ja' | 'en' | null }>(
      context.db,
      sql`select id, name, email, language from members where id = ${known.memberId}`,
    ));
  if (!known || !member) throw problem('NOT_FOUND', { ja: 'このリンクは正しくありません。', en: 'This link is not right.' });
  return { member, kind: known.kind };
}

const isStopped = (settings: Settings, kind: Stoppable): boolean => (kind === 'digest' ? settings.digestHour === null : settings.kinds[kind].mail === 'off');

function stopped(settings: Settings, kind: Stoppable): Settings {
  if (kind === 'digest') return { ...settings, digestHour: null };
  return { ...settings, kinds: { ...settings.kinds, [kind]: { ...settings.kinds[kind], mail: 'off' } } };
}

const changeOf = (before: Settings, kind: Stoppable) =>
  kind === 'digest' ? { digestHour: [before.digestHour, null] } : { [kind]: [{ mail: before.kinds[kind].mail }, { mail: 'off' }] };

/** The link may have been passed on: enough of the address for its owner, too little for others. */
function masked(email: string): string {
  const [name = '', domain = ''] = email.split('@');
  return `${name.slice(0, 2)}***@${domain}`;
}
