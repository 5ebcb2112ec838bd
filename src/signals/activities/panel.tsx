import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { ConfirmDialog } from '#platform/ui/dialog.tsx';
import { useDone } from '#platform/ui/done.ts';
import { Card } from '#platform/ui/layout.tsx';
import { Menu } from '#platform/ui/menu.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { EmptyState, Loaded } from '#platform/ui/states.tsx';
import { Timeline } from '#platform/ui/timeline.tsx';
import { contract } from './contract.ts';
import { ActivityDialog, type Activity } from './dialog.tsx';
import { activityTexts } from './texts.ts';

export { ActivityDialog } from './dialog.tsx';
export { activityTexts } from './texts.ts';
const api = apiQuery(contract);

/** The last few activities of an account. */
export function RecentActivities({ accountId, aside }: { accountId: string; aside?: ReactNode }) {
  const t = useTexts(activityTexts);
  const f = useFormat();
  const list = useQuery(api.list.queryOptions({ input: { accountId, limit: 5 } }));
  return (
    <Card title={t.title} aside={aside}>
      <Loaded query={list} lines={4}>
        {() =>
          list.data!.items.length === 0 ? (
            <EmptyState title={t.none}>{t.noneHint}</EmptyState>
          ) : (
            <Timeline
              label={t.title}
              moments={list.data!.items.map((a) => ({
                key: a.activityId,
                when: f.dayShort(f.dayOf(a.happenedAt)),
                title: <What activity={a} />,
                body: a.body ? `${a.subject} — ${a.body.slice(0, 80)}` : a.subject,
              }))}
            />
          )
        }
      </Loaded>
    </Card>
  );
}

function What({ activity: a }: { activity: Activity }) {
  const t = useTexts(activityTexts);
  const f = useFormat();
  const ours = a.members.map((m) => m.name).join(t.separator);
  const theirs = a.contacts.map((c) => c.name).join(t.separator);
  const arrow = a.direction === 'reactive' ? '←' : '→';
  return (
    <>
      {t.kinds[a.kind]}
      {a.direction && f.inBrackets(t.directions[a.direction])} {ours}
      {theirs && ` ${arrow} ${t.with(theirs)}`}
    </>
  );
}

/** Edit and delete one activity. */
export function ActivityMenu({ accountId, activityId }: { accountId: string; activityId: string }) {
  const t = useTexts(activityTexts);
  const mayWrite = useCan('activities.write');
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null);
  const one = useQuery(api.get.queryOptions({ input: { accountId, activityId }, enabled: open === 'edit' }));
  const remove = useMutation(api.remove.mutationOptions(useDone(t.removed, () => setOpen(null))));
  if (!mayWrite) return null;
  return (
    <>
      <Menu
        label={t.edit}
        icon="⋯"
        small
        look="ghost"
        items={[
          { key: 'edit', label: t.edit, onAction: () => setOpen('edit') },
          { key: 'remove', label: t.remove, danger: true, onAction: () => setOpen('remove') },
        ]}
      />
      {open === 'edit' && one.data && <ActivityDialog accountId={accountId} activity={one.data} onClose={() => setOpen(null)} />}
      <ConfirmDialog
        open={open === 'remove'}
        onClose={() => setOpen(null)}
        onConfirm={() => remove.mutate({ accountId, activityId })}
        title={t.removeTitle}
        confirmLabel={t.remove}
        danger
        busy={remove.isPending}
      >
        {t.removeText}
      </ConfirmDialog>
    </>
  );
}

/** Days since each contact was last touched, by contact id; undefined while loading. */
export function useTouches(accountId: string) {
  const { data } = useQuery(api.touches.queryOptions({ input: { accountId } }));
  return useMemo(() => data && new Map(data.map((touch) => [touch.contactId, touch])), [data]);
}
