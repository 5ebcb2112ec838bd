import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { z } from 'zod';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import type { Choice } from '#platform/ui/combobox.tsx';
import { DatePicker } from '#platform/ui/date-picker.tsx';
import { Dialog } from '#platform/ui/dialog.tsx';
import { useDone } from '#platform/ui/done.ts';
import { TextArea } from '#platform/ui/fields.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { fieldErrors } from '#platform/ui/problem.ts';
import { useCan } from '#platform/ui/session.tsx';
import { FormProblem, Loaded } from '#platform/ui/states.tsx';
import { assignmentRole, contract } from './contract.ts';
import { MemberField } from './member-field.tsx';
import { assignmentTexts } from './texts.ts';
export { MemberField } from './member-field.tsx';
type Role = z.infer<typeof assignmentRole>;
const api = apiQuery(contract);

/** Who looks after an account in each role, who did before, and the handover notes. */
export function AssignmentsCard({ accountId, churned }: { accountId: string; churned?: boolean }) {
  const t = useTexts(assignmentTexts);
  const f = useFormat();
  const mayWrite = useCan('accounts.write');
  const [open, setOpen] = useState<Role | null>(null);
  const list = useQuery(api.list.queryOptions({ input: { accountId } }));
  const now = (role: Role) => list.data?.find((a) => a.role === role && !a.toOn);
  const past = list.data?.filter((a) => a.toOn) ?? [];
  return (
    <Card title={t.title}>
      <Loaded query={list} lines={4}>
        {() => (
          <>
            <ul className="stack !gap-2">
              {assignmentRole.options.map((role) => {
                const owner = now(role);
                return (
                  <li key={role}>
                    <div className="row spread !flex-nowrap">
                      <span className="sub">{t.roles[role]}</span>
                      <span className="row !gap-2">
                        {owner ? (
                          <b title={t.since(f.day(owner.fromOn))}>{owner.memberName}</b>
                        ) : (
                          <span className={role === 'csm' && !churned ? 'text-bad' : 'text-ink-2'}>{t.nobody}</span>
                        )}
                        {mayWrite && (
                          <Button small look="ghost" aria-label={`${t.roles[role]}: ${owner ? t.change : t.assign}`} onClick={() => setOpen(role)}>
                            {owner ? t.change : t.assign}
                          </Button>
                        )}
                      </span>
                    </div>
                    {owner?.handoverNote && <p className="sub whitespace-pre-wrap">{owner.handoverNote}</p>}
                  </li>
                );
              })}
            </ul>
            {past.length > 0 && (
              <details className="pt-3">
                <summary className="sub">{t.history}</summary>
                <ul className="sub stack !gap-1 pt-2">
                  {past.map((a) => (
                    <li key={a.assignmentId}>
                      {t.roles[a.role]} {a.memberName} {t.period(f.dayShort(a.fromOn), f.dayShort(a.toOn))}
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </>
        )}
      </Loaded>
      {open && <HandoverDialog accountId={accountId} role={open} has={Boolean(now(open))} onClose={() => setOpen(null)} />}
    </Card>
  );
}

/** Hands an account over in a role, with a note for the next one. */
export function HandoverDialog({ accountId, role, has, onClose }: { accountId: string; role: Role; has: boolean; onClose: () => void }) {
  const t = useTexts(assignmentTexts);
  const f = useFormat();
  const today = f.dayOf(new Date());
  const [member, setMember] = useState<Choice | null>(null);
  const [fromOn, setFrom] = useState<string | null>(today);
  const [note, setNote] = useState('');
  const put = useMutation(api.put.mutationOptions(useDone(t.saved, onClose)));
  const errors = fieldErrors(put.error);
  const save = (memberId: string | null) => put.mutate({ accountId, role, memberId, fromOn: fromOn ?? undefined, handoverNote: note });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (member) save(member.id);
  };
  return (
    <Dialog open onClose={onClose} title={`${t.roles[role]}: ${has ? t.change : t.assign}`}>
      <form className="stack" onSubmit={submit}>
        <MemberField label={t.member} required value={member} onChange={setMember} error={errors.memberId} />
        <DatePicker label={t.from} value={fromOn} onChange={setFrom} max={today} error={errors.fromOn} />
        <TextArea label={t.note} hint={t.noteHint} value={note} onChange={setNote} rows={4} error={errors.handoverNote} />
        {Object.keys(errors).length === 0 && <FormProblem error={put.error} />}
        <div className="actions">
          {has && (
            <Button look="danger" busy={put.isPending} onClick={() => save(null)}>
              {t.empty}
            </Button>
          )}
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button look="primary" type="submit" disabled={!member} busy={put.isPending}>
            {t.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
