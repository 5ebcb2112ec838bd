import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { MemberField } from '#accounts/assignments/panel.tsx';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import type { Choice } from '#platform/ui/combobox.tsx';
import { TextArea } from '#platform/ui/fields.tsx';
import { Menu } from '#platform/ui/menu.tsx';
import { Chip } from '#platform/ui/pills.tsx';
import { fieldErrors } from '#platform/ui/problem.ts';
import { useSession } from '#platform/ui/session.tsx';
import { Loaded } from '#platform/ui/states.tsx';
import { detailTexts } from './detail-texts.ts';
import { MentionArea } from './mention-area.tsx';
import { actTexts } from './texts.ts';
import { ctasApi, type ctasClient, type CtaRow } from './use-ctas.ts';

type Comment = Awaited<ReturnType<typeof ctasClient.comments>>[number];

export function Comments({ cta, mayWrite }: { cta: CtaRow; mayWrite: boolean }) {
  const t = useTexts(detailTexts);
  const one = { accountId: cta.accountId, ctaId: cta.ctaId };
  const comments = useQuery(ctasApi.comments.queryOptions({ input: one }));
  return (
    <section className="stack" aria-label={t.comments}>
      <h3>{t.comments}</h3>
      <Loaded query={comments} lines={2}>
        {() => (
          <>
            {comments.data!.length === 0 && <p className="sub">{t.noComments}</p>}
            {comments.data!.map((comment) => (
              <OneComment key={comment.commentId} cta={cta} comment={comment} />
            ))}
          </>
        )}
      </Loaded>
      {mayWrite && <NewComment cta={cta} />}
    </section>
  );
}

function OneComment({ cta, comment }: { cta: CtaRow; comment: Comment }) {
  const t = useTexts(detailTexts);
  const words = useTexts(actTexts);
  const f = useFormat();
  const { member } = useSession();
  const queries = useQueryClient();
  const [editing, setEditing] = useState<string | null>(null);
  const options = { onSuccess: () => queries.invalidateQueries().then(() => setEditing(null)), meta: { toast: true } };
  const edit = useMutation(ctasApi.editComment.mutationOptions(options));
  const remove = useMutation(ctasApi.removeComment.mutationOptions(options));
  const one = { accountId: cta.accountId, ctaId: cta.ctaId, commentId: comment.commentId };
  return (
    <article className="border-line border-b pb-2 text-[13px]">
      <div className="row spread !gap-2">
        <span className="sub">
          <b className="text-ink">{comment.byName}</b> {f.moment(comment.createdAt)} {comment.editedAt && `· ${t.edited}`}
        </span>
        {comment.byId === member.id && (
          <Menu
            label={t.commentMenu}
            icon="⋯"
            small
            look="ghost"
            items={[
              { key: 'edit', label: t.editComment, onAction: () => setEditing(comment.text) },
              { key: 'remove', label: t.removeComment, danger: true, onAction: () => remove.mutate(one) },
            ]}
          />
        )}
      </div>
      {editing === null ? (
        // Made safe by the server: no HTML of the writer's.
        <div className="prose-small" dangerouslySetInnerHTML={{ __html: comment.html }} />
      ) : (
        <div className="stack">
          <TextArea hideLabel label={t.editComment} value={editing} onChange={setEditing} rows={3} />
          <div className="row !gap-2">
            <Button small look="primary" busy={edit.isPending} onClick={() => edit.mutate({ ...one, text: editing })}>
              {words.save}
            </Button>
            <Button small look="ghost" onClick={() => setEditing(null)}>
              {words.cancel}
            </Button>
          </div>
        </div>
      )}
      {comment.mentions.length > 0 && <div className="sub">{t.to(comment.mentions.map((m) => m.name).join(', '))}</div>}
    </article>
  );
}

function NewComment({ cta }: { cta: CtaRow }) {
  const t = useTexts(detailTexts);
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const [people, setPeople] = useState<Choice[]>([]);
  const add = useMutation(
    ctasApi.addComment.mutationOptions({
      onSuccess: async () => {
        setText('');
        setPeople([]);
        await queries.invalidateQueries();
      },
    }),
  );
  const tell = (member: Choice) => !people.some((p) => p.id === member.id) && setPeople([...people, member]);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) add.mutate({ accountId: cta.accountId, ctaId: cta.ctaId, text, mentions: people.map((p) => p.id) });
  };
  return (
    <form className="stack" onSubmit={send}>
      <MentionArea label={t.write} hint={t.markdown} value={text} onChange={setText} onMention={tell} error={fieldErrors(add.error).text} />
      <div className="row !gap-2">
        {people.map((p) => (
          <Chip key={p.id} on onRemove={() => setPeople(people.filter((one) => one.id !== p.id))} removeLabel={t.removeMention(p.label)}>
            {p.label}
          </Chip>
        ))}
      </div>
      {text && <MemberField label={t.mention} value={null} onChange={(choice) => choice && tell(choice)} error={fieldErrors(add.error).mentions} />}
      <Button type="submit" busy={add.isPending}>
        {t.send}
      </Button>
    </form>
  );
}
