import { eq, sql } from 'drizzle-orm';
import { changedFields, write } from '#platform/audit/audit.ts';
import { row, rows, sqlState, type Db } from '#platform/db/db.ts';
import type { Context } from '#platform/http/context.ts';
import { problem } from '#platform/http/problem.ts';
import { say } from '#platform/http/say.ts';
import { implementSlice } from '#platform/http/server.ts';
import { newId } from '#platform/ids/ids.ts';
import { contract } from './contract.ts';
import type { Fetching } from './deliver.ts';
import type { Place } from './payload.ts';
import { placeSealedFor, sendMessage } from './sending.ts';
import { newSigningSecret } from './signature.ts';
import { findChannel, insertMessage, listChannels, listMessages, type Channel } from './store.ts';
import { channels } from './tables.ts';

const on = implementSlice(contract);
type Given = { url?: string; roomId?: string; token?: string };

/** `fetching` is how tests reach a server of their own. */
export function channelRoutes(fetching: Fetching = {}) {
  return {
    list: on.list.handler(async ({ context }) => (await listChannels(context.db)).map(shown)),
    webhooks: on.webhooks.handler(({ context }) =>
      rows<{ webhookId: string; name: string; enabled: boolean }>(
        context.db,
        sql`select channel_id as "webhookId", name, enabled from channels where kind = 'webhook' order by name, channel_id`,
      ),
    ),
    messages: on.messages.handler(({ context, input }) => listMessages(context.db, input.channelId)),

    create: on.create.handler(({ context, input }) =>
      write(context, 'channels.create', async (tx, audit) => {
        const { kind, url, roomId, token, teamId, ...fields } = input;
        const channelId = newId();
        const place = placeOf(context, kind, { url, roomId, token });
        const secret = kind === 'webhook' ? newSigningSecret() : null;
        const now = context.clock();
        await guarded(context, () =>
          tx.insert(channels).values({
            ...{ channelId, kind, ...fields, teamId, allMembers: teamId === null, target: targetOf(place) },
            sealed: seal(context, channelId, secret && 'url' in place ? { ...place, secret } : place),
            ...{ since: now, createdBy: context.actor.kind === 'member' ? context.actor.id : null, createdAt: now, updatedAt: now },
          }),
        );
        const made = await read(tx, context, channelId);
        audit({ noun: 'channel', id: channelId, label: made.name, changes: changedFields({}, visible(made)) });
        return { channel: shown(made), secret };
      }),
    ),

    update: on.update.handler(({ context, input }) =>
      write(context, 'channels.update', async (tx, audit) => {
        const { channelId, url, roomId, token, teamId, ...fields } = input;
        const before = await read(tx, context, channelId, true);
        const moved = url !== undefined || roomId !== undefined || token !== undefined;
        const place = moved ? placeOf(context, before.kind, { ...unsealed(context, before), ...defined({ url, roomId, token }) }) : null;
        const now = context.clock();
        // What was told before it was set up so is not told now.
        const since = fields.kinds || teamId !== undefined || fields.enabled ? { since: now } : {};
        const whose = teamId === undefined ? {} : { teamId, allMembers: teamId === null };
        const where = place ? { target: targetOf(place), sealed: seal(context, channelId, place) } : {};
        await guarded(context, () =>
          tx
            .update(channels)
            .set({ ...fields, ...whose, ...where, ...since, updatedAt: now })
            .where(eq(channels.channelId, channelId)),
        );
        const after = await read(tx, context, channelId);
        const changes = { ...changedFields(visible(before), visible(after)), ...(place ? { target: [before.target, after.target] } : {}) };
        audit(Object.keys(changes).length ? { noun: 'channel', id: channelId, label: after.name, changes } : null);
        return shown(after);
      }),
    ),

    remove: on.remove.handler(({ context, input }) =>
      write(context, 'channels.delete', async (tx, audit) => {
        const before = await read(tx, context, input.channelId, true);
        await tx.delete(channels).where(eq(channels.channelId, input.channelId));
        audit({ noun: 'channel', id: input.channelId, label: before.name });
      }),
    ),

    newSecret: on.newSecret.handler(({ context, input: { channelId } }) =>
      write(context, 'channels.secret', async (tx, audit) => {
        const channel = await read(tx, context, channelId, true);
        if (channel.kind !== 'webhook') throw problem('CONFLICT', say(context, '署名があるのはWebhookだけです。', 'Only webhooks are signed.'));
        const secret = newSigningSecret();
        const place = { ...unsealed(context, channel), secret } as Place;
        await tx
          .update(channels)
          .set({ sealed: seal(context, channelId, place), updatedAt: context.clock() })
          .where(eq(channels.channelId, channelId));
        audit({ noun: 'channel', id: channelId, label: channel.name });
        return { secret };
      }),
    ),

    test: on.test.handler(async ({ context, input: { channelId } }) => {
      const messageId = await write(context, 'channels.test', async (tx, audit) => {
        const channel = await read(tx, context, channelId);
        if (!channel.enabled) throw problem('CONFLICT', say(context, '停止中の通知先には送れません。', 'The channel is switched off.'));
        audit({ noun: 'channel', id: channelId, label: channel.name });
        const title = { ja: 'テスト送信です。Bansoの通知がここに届きます。', en: 'A test: notifications of Banso arrive here.' };
        const items = [{ kind: 'test', title, body: null, link: '/settings/channels', to: [], at: context.clock().toISOString() }];
        return insertMessage(tx, { channelId, type: 'test', title: title[channel.language], content: { items } }, context.clock());
      });
      const outcome = await sendMessage(context, messageId, fetching);
      // One tries again by hand.
      await context.db.execute(sql`update channel_messages set state = 'failed' where message_id = ${messageId} and state = 'ready'`);
      return outcome?.ok ? { ok: true, status: outcome.status, error: null } : { ok: false, status: outcome?.status ?? null, error: outcome?.error ?? null };
    }),
  };
}

async function read(db: Db, context: Context, channelId: string, lock = false): Promise<Channel & { teamName: string | null }> {
  const found = await findChannel(db, channelId, lock);
  if (!found) throw problem('NOT_FOUND', say(context, '通知先が見つかりません。', 'No such channel.'));
  const team = found.teamId && (await row<{ name: string }>(db, sql`select name from teams where id = ${found.teamId}`));
  return { ...found, teamName: team ? team.name : null };
}

function shown(one: Channel & { teamName: string | null }) {
  const { channelId, kind, name, kinds, teamId, teamName, language, target, enabled, lastOkAt, lastError, lastErrorAt, allMembers } = one;
  return {
    channelId,
    kind,
    name,
    kinds,
    teamId,
    teamName,
    teamGone: !allMembers && teamId === null,
    language,
    target,
    enabled,
    lastOkAt,
    lastError,
    lastErrorAt,
  };
}

const visible = ({ name, kind, kinds, teamName, language, enabled }: Channel & { teamName: string | null }) => ({
  ...{ name, kind, kinds: kinds.join(', '), team: teamName, language, enabled },
});

function placeOf(context: Context, kind: Channel['kind'], { url, roomId, token, ...rest }: Given & { secret?: string }): Place {
  const needed = (path: string) => {
    const message = say(context, '入力してください。', 'This is needed.');
    return problem('BAD_REQUEST', message, [{ path, message }]);
  };
  if (kind === 'chatwork') {
    if (!roomId) throw needed('roomId');
    if (!token) throw needed('token');
    return { roomId, token };
  }
  if (!url) throw needed('url');
  return { url, ...rest };
}

/** Of an address only where it leads: the rest of a Slack or Teams address is its secret. */
const targetOf = (place: Place): string => ('roomId' in place ? `rid${place.roomId}` : `${new URL(place.url).host}/…${place.url.slice(-4)}`);
const seal = (context: Context, channelId: string, place: Place): string => context.site.vault.seal(JSON.stringify(place), placeSealedFor(channelId));
const defined = (given: Given): Given => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));

function unsealed(context: Context, channel: Channel): Given & { secret?: string } {
  try {
    return JSON.parse(context.site.vault.open(channel.sealed, placeSealedFor(channel.channelId))) as Given & { secret?: string };
  } catch {
    // Sealed with another installation's secret: it has to be given anew.
    return {};
  }
}

async function guarded(context: Context, work: () => PromiseLike<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (sqlState(error) !== '23503') throw error;
    const message = say(context, 'チームが見つかりません。', 'No such team.');
    throw problem('BAD_REQUEST', message, [{ path: 'teamId', message }]);
  }
}
