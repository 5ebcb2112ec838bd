import { write } from '#platform/audit/audit.ts';
import { problemAt } from '#platform/http/problem.ts';
import { rawRoute } from '#platform/http/raw.ts';
import { implementSlice } from '#platform/http/server.ts';
import { liveStream } from '#platform/live/stream.ts';
import { contract } from './contract.ts';
import { ownId } from './own.ts';
import { countUnread, listNotifications, markRead, type Page } from './store.ts';

export { settingsRoutes } from './settings-routes.ts';

const on = implementSlice(contract);

export const routes = {
  list: on.list.handler(async ({ context, input }) => {
    const me = ownId(context);
    const found = await listNotifications(context.db, me, { limit: input.limit + 1, before: readCursor(input.cursor) });
    const items = found.slice(0, input.limit);
    const last = found.length > input.limit ? items.at(-1) : undefined;
    return {
      items: items.map((n) => ({
        id: n.notificationId,
        kind: n.kind,
        title: n.title,
        body: n.body,
        link: n.link,
        createdAt: n.createdAt.toISOString(),
        read: n.readAt !== null,
      })),
      nextCursor: last ? `${last.createdAt.toISOString()}_${last.notificationId}` : null,
      unread: await countUnread(context.db, me),
    };
  }),

  read: on.read.handler(({ context, input }) =>
    write(context, 'notifications.read', async (tx, audit) => {
      const me = ownId(context);
      await markRead(tx, me, new Date(input.upTo), context.clock());
      // A mark in one's own bell changes nothing that anybody else could ask about.
      audit(null);
      return { unread: await countUnread(tx, me) };
    }),
  ),
};

/** What has changed, for an open page. */
export const liveRoute = rawRoute(contract.live, (context) => liveStream(context.site.live, ownId(context)));

function readCursor(cursor: string | undefined): Page['before'] {
  if (cursor === undefined) return null;
  const [at = '', id = ''] = cursor.split('_');
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime()) || !/^[0-9a-f-]{36}$/.test(id))
    throw problemAt('cursor', { ja: 'cursor が正しくありません。', en: 'This cursor is not right.' });
  return { at: moment, id };
}
