import { useMutation, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { ConfirmDialog } from '#platform/ui/dialog.tsx';
import { useDone } from '#platform/ui/done.ts';
import { Card } from '#platform/ui/layout.tsx';
import { Menu } from '#platform/ui/menu.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { EmptyState, Loaded } from '#platform/ui/states.tsx';
import { goalTexts } from './texts.ts';
import { goalsApi, type GoalRow } from './use-goals.ts';
import { DueText, useFigures } from './words.tsx';

export { useFigures, useGoalMoment } from './words.tsx';

const Edit = lazy(() => import('./dialogs.tsx').then((m) => ({ default: m.GoalDialog })));
const Close = lazy(() => import('./dialogs.tsx').then((m) => ({ default: m.CloseGoalDialog })));
const History = lazy(() => import('./history-dialog.tsx').then((m) => ({ default: m.GoalHistory })));
type Open = { kind: 'new' } | { kind: 'edit' | 'reached' | 'given_up' | 'history' | 'remove'; goal: GoalRow };

/** What a customer wants to reach, on its page. */
export function AccountGoals({ accountId }: { accountId: string }) {
  const t = useTexts(goalTexts);
  const mayWrite = useCan('goals.write');
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const list = useQuery(goalsApi.list.queryOptions({ input: { accountId } }));
  const active = list.data?.filter((goal) => goal.status === 'open') ?? [];
  const closed = list.data?.filter((goal) => goal.status !== 'open') ?? [];
  const lines = (goals: GoalRow[]) => (
    <ul className="stack list-none">
      {goals.map((goal) => (
        <Line key={goal.goalId} goal={goal} mayWrite={mayWrite} onOpen={setOpen} />
      ))}
    </ul>
  );
  const add = (
    <Button small look="ghost" onClick={() => setOpen({ kind: 'new' })}>
      {t.add}
    </Button>
  );
  return (
    <Card title={t.title} aside={mayWrite && add}>
      <Loaded query={list} lines={3}>
        {() =>
          list.data!.length === 0 ? (
            <EmptyState title={t.none}>{t.noneHint}</EmptyState>
          ) : (
            <div className="stack">
              {lines(active)}
              {closed.length > 0 && (
                <details open={active.length === 0}>
                  <summary className="sub cursor-pointer pb-2">{t.closed(closed.length)}</summary>
                  {lines(closed)}
                </details>
              )}
            </div>
          )
        }
      </Loaded>
      <Suspense fallback={null}>
        {open?.kind === 'new' && <Edit accountId={accountId} goal={null} onClose={close} />}
        {open?.kind === 'history' && <History goal={open.goal} onClose={close} />}
        {open?.kind === 'edit' && <Edit accountId={accountId} goal={open.goal} onClose={close} />}
        {(open?.kind === 'reached' || open?.kind === 'given_up') && <Close goal={open.goal} status={open.kind} onClose={close} />}
      </Suspense>
      {open?.kind === 'remove' && <Remove goal={open.goal} onClose={close} />}
    </Card>
  );
}

function Line({ goal, mayWrite, onOpen }: { goal: GoalRow; mayWrite: boolean; onOpen: (open: Open) => void }) {
  const t = useTexts(goalTexts);
  const f = useFormat();
  const { figure, range } = useFigures();
  const { accountId, goalId, status } = goal;
  const reopen = useMutation({ ...goalsApi.status.mutationOptions(useDone(t.reopened)), meta: { toast: true } });
  const agreed = goal.agreedOn ? t.agreed(goal.agreedContactName ?? '', f.dayShort(goal.agreedOn)) : t.notAgreed;
  const facts = [goal.measure, range(goal), goal.result !== null && t.resultWas(figure(goal.result, goal.unit)), agreed, goal.closeNote];
  const act = (kind: 'edit' | 'reached' | 'given_up' | 'history' | 'remove', label: string) => ({
    key: kind,
    label,
    danger: kind === 'remove',
    onAction: () => onOpen({ kind, goal }),
  });
  const again = { key: 'open', label: t.reopen, onAction: () => reopen.mutate({ accountId, goalId, status: 'open' }) };
  const changes = status === 'open' ? [act('reached', t.reach), act('edit', t.edit), act('given_up', t.giveUp)] : [again, act('edit', t.edit)];
  const history = act('history', t.history);
  const acts = mayWrite ? [...changes, history, act('remove', t.remove)] : [history];
  return (
    <li className="flex items-start justify-between gap-3 text-[13px]">
      <div className="min-w-0">
        <b>{goal.title}</b>
        <div className="sub">{facts.filter(Boolean).join(t.separator)}</div>
      </div>
      <div className="row !flex-nowrap !gap-2 whitespace-nowrap">
        {status === 'open' ? (
          <DueText dueOn={goal.dueOn} />
        ) : (
          <>
            <Pill tone={status === 'reached' ? 'good' : 'unknown'}>{status === 'reached' ? t.reached : t.givenUp}</Pill>
            <span className="sub">{f.dayShort(goal.closedOn)}</span>
          </>
        )}
        <Menu small look="ghost" icon="⋯" label={t.menu(goal.title)} items={acts} />
      </div>
    </li>
  );
}

function Remove({ goal, onClose }: { goal: GoalRow; onClose: () => void }) {
  const t = useTexts(goalTexts);
  const { accountId, goalId } = goal;
  const remove = useMutation({ ...goalsApi.remove.mutationOptions(useDone(t.removed, onClose)), meta: { toast: true } });
  const confirm = () => remove.mutate({ accountId, goalId });
  return (
    <ConfirmDialog open onClose={onClose} onConfirm={confirm} title={t.removeTitle} confirmLabel={t.remove} danger busy={remove.isPending}>
      {t.removeText}
    </ConfirmDialog>
  );
}
