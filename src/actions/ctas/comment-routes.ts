import { and, eq, isNull, sql } from 'drizzle-orm';
import { write } from '#platform/audit/audit.ts';
import { rows, type Db } from '#platform/db/db.ts';
import type { Context } from '#platform/http/context.ts';
import { problem, problemAt } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { newId } from '#platform/ids/ids.ts';
import { renderMarkdown } from '#platform/text/markdown.ts';
import { locked, shown } from './act-routes.ts';
import { contract } from './contract.ts';
import { byOf, noteChanges } from './store.ts';
import { ctaComments as c, ctas } from './tables.ts';
import { tellMentioned } from './tell.ts';

const on = implementSlice(contract);
type Key = { accountId: string; ctaId: string };

export const commentRoutes = {
  comments: on.comments.handler(async ({ context, input }) => {
    await shown(context.db, context, input.accountId, input.ctaId);
    return listComments(context.db, input, sql`true`);
  }),

  addComment: on.addComment.handler(({ context, input: { accountId, ctaId, text, mentions } }) =>
    write(context, 'ctas.comment', async (tx, audit) => {
      const row = await locked(tx, accountId, ctaId);
      const wanted = [...new Set(mentions)];
      const known = await rows<{ id: string }>(tx, sql`select id from members where id = any(${sql.param(wanted)}::uuid[]) and status <> 'disabled'`);
      if (known.length < wanted.length) throw problemAt('mentions', { ja: 'メンバーが見つかりません。', en: 'No such member.' });
      const by = byOf(context.actor);
      const at = context.clock();
      const commentId = newId();
      await tx.insert(c).values({ accountId, ctaId, commentId, text, mentions: wanted, byId: by.id, byName: by.name ?? '', createdAt: at });
      if (!row.firstActedAt)
        await tx
          .update(ctas)
          .set({ firstActedAt: at })
          .where(and(eq(ctas.accountId, accountId), eq(ctas.ctaId, ctaId)));
      await noteChanges(tx, [{ accountId, ctaId, kind: 'commented', at, by }]);
      await tellMentioned(tx, context, row, commentId, wanted, text);
      audit({ noun: 'cta', id: ctaId, accountId, label: row.title, changes: { comment: [null, commentId] } });
      return (await listComments(tx, { accountId, ctaId }, eq(c.commentId, commentId)))[0]!;
    }),
  ),

  editComment: on.editComment.handler(({ context, input: { accountId, ctaId, commentId, text } }) =>
    write(context, 'ctas.edit_comment', async (tx, audit) => {
      const { title } = await locked(tx, accountId, ctaId);
      const before = await ownComment(tx, context, { accountId, ctaId }, commentId);
      if (before.text === text) audit(null);
      else {
        await tx.update(c).set({ text, editedAt: context.clock() }).where(one({ accountId, ctaId }, commentId));
        audit({ noun: 'cta', id: ctaId, accountId, label: title, changes: { comment: [before.text, text] } });
      }
      return (await listComments(tx, { accountId, ctaId }, eq(c.commentId, commentId)))[0]!;
    }),
  ),

  removeComment: on.removeComment.handler(({ context, input: { accountId, ctaId, commentId } }) =>
    write(context, 'ctas.remove_comment', async (tx, audit) => {
      const { title } = await locked(tx, accountId, ctaId);
      const before = await ownComment(tx, context, { accountId, ctaId }, commentId);
      await tx.update(c).set({ deletedAt: context.clock() }).where(one({ accountId, ctaId }, commentId));
      audit({ noun: 'cta', id: ctaId, accountId, label: title, changes: { comment: [before.text, null] } });
    }),
  ),
};

const one = ({ accountId, ctaId }: Key, commentId: string) => and(eq(c.accountId, accountId), eq(c.ctaId, ctaId), eq(c.commentId, commentId));

async function listComments(db: Db, { accountId, ctaId }: Key, where: ReturnType<typeof sql>) {
  const found = await db
    .select()
    .from(c)
    .where(and(eq(c.accountId, accountId), eq(c.ctaId, ctaId), isNull(c.deletedAt), where))
    .orderBy(c.createdAt, c.commentId)
    .limit(500);
  const ids = [...new Set(found.flatMap((f) => f.mentions))];
  const names = ids.length ? await rows<{ id: string; name: string }>(db, sql`select id, name from members where id = any(${sql.param(ids)}::uuid[])`) : [];
  return found.map((f) => ({ ...f, html: renderMarkdown(f.text), mentions: names.filter((n) => f.mentions.includes(n.id)) }));
}

async function ownComment(tx: Db, context: Context, key: Key, commentId: string) {
  const [found] = await tx
    .select()
    .from(c)
    .where(and(one(key, commentId), isNull(c.deletedAt)));
  if (!found) throw problem('NOT_FOUND', { ja: 'コメントが見つかりません。', en: 'No such comment.' });
  if (found.byId === null || found.byId !== byOf(context.actor).id)
    throw problem('CONFLICT', { ja: '変更や削除ができるのは、自分のコメントだけです。', en: 'You can change and delete only your own comments.' });
  return found;
}
