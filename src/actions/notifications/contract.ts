import { z } from 'zod';
import { endpoint, id, page, pageInput } from '#platform/http/contract.ts';

export { kinds, type Kind, type ToldKind } from './kinds.ts';
export { settingsContract } from './settings-contract.ts';

const said = z.object({ ja: z.string(), en: z.string() });

export const notification = z.object({
  id,
  kind: z.string(),
  title: said,
  body: said.nullable(),
  link: z.string().nullable(),
  createdAt: z.iso.datetime(),
  read: z.boolean(),
});

export const contract = {
  list: endpoint('notifications.own', { method: 'GET', path: '/notifications', summary: 'List your notifications, newest first' })
    .input(z.object(pageInput))
    .output(page(notification).extend({ unread: z.number().int() })),
  read: endpoint('notifications.own', { method: 'POST', path: '/notifications/read', summary: 'Mark your notifications as read, up to a moment' })
    .input(z.object({ upTo: z.iso.datetime() }))
    .output(z.object({ unread: z.number().int() })),
  live: endpoint(
    'notifications.own',
    {
      method: 'GET',
      path: '/live',
      summary: 'Server-sent events: what has changed for you, in one word',
      description:
        'Each `data` is a topic, such as `notifications` or `ctas`; ask the API for what it is. `resync`: something may have been missed. The stream ends after five minutes at most; open another.',
    },
    { raw: true },
  ),
};
