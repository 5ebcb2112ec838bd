import { changedFields, write } from '#platform/audit/audit.ts';
import type { Context } from '#platform/http/context.ts';
import { problem } from '#platform/http/problem.ts';
import { say } from '#platform/http/say.ts';
import { implementSlice } from '#platform/http/server.ts';
import { settingsContract } from './contract.ts';
import { isDigestOnly, kinds, type Kind, type Way } from './kinds.ts';
import { ownId } from './own.ts';
import { inQuiet, saveSettings, settingsFor, type Settings } from './settings.ts';

const on = implementSlice(settingsContract);

export const settingsRoutes = {
  get: on.get.handler(async ({ context }) => shown(context, await settingsFor(context.db, ownId(context)))),

  put: on.put.handler(({ context, input }) =>
    write(context, 'notification_settings.update', async (tx, audit) => {
      const me = ownId(context);
      refuse(context, input);
      const before = await settingsFor(tx, me, true);
      const own = Object.fromEntries(input.kinds.map(({ kind, ...way }) => [kind, isDigestOnly(kind) ? { ...way, inApp: false } : way])) as Record<Kind, Way>;
      const after: Settings = { ...input, kinds: { ...before.kinds, ...own } };
      const changes = changedFields(flat(before), flat(after));
      if (Object.keys(changes).length) await saveSettings(tx, me, after, context.clock());
      audit(Object.keys(changes).length ? { noun: 'notification_settings', id: me, changes } : null);
      return shown(context, after);
    }),
  ),
};

type Wish = Omit<Settings, 'kinds'> & { kinds: ({ kind: Kind } & Way)[] };

function refuse(context: Context, { kinds: wished, digestHour, quiet }: Wish): void {
  const wrong = wished.findIndex(({ kind, mail }) => mail === 'now' && isDigestOnly(kind));
  if (wrong >= 0) throw at(`kinds.${wrong}.mail`, say(context, 'この種類は、まとめのメールでだけ受け取れます。', 'This kind comes in the digest only.'));
  if (digestHour !== null && inQuiet(digestHour, quiet))
    throw at(
      'digestHour',
      say(context, '通知を控える時間帯に入っています。別の時刻を選んでください。', 'This hour lies in the quiet hours; please choose another.'),
    );
}

const at = (path: string, message: string) => problem('BAD_REQUEST', message, [{ path, message }]);

function shown(context: Context, { kinds: ways, ...rest }: Settings) {
  const list = kinds.map((kind) => ({
    kind,
    ...ways[kind],
    ways: (isDigestOnly(kind) ? ['daily'] : ['inApp', 'now', 'daily']) as ('inApp' | 'now' | 'daily')[],
  }));
  return { ...rest, kinds: list, mailWorks: context.site.sendMail !== null };
}

function flat({ kinds: ways, quiet, ...rest }: Settings): Record<string, unknown> {
  // Keys as they come back from jsonb are in another order, which must not look like a change.
  const told = Object.fromEntries(kinds.map((kind) => [kind, { inApp: ways[kind].inApp, mail: ways[kind].mail }]));
  return { ...rest, quietFrom: quiet?.from ?? null, quietTo: quiet?.to ?? null, ...told };
}
