import { useMutation, useQueryClient } from '@tanstack/react-query';
import { contract as ctaContract } from '#actions/ctas/contract.ts';
import { runsContract } from '#actions/playbooks/contract.ts';
import { apiClient } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { actTexts } from './act-texts.ts';
import { DoneDialog } from './done-dialog.tsx';
import type { Act } from './list.tsx';
import { RecordDialog } from './record-dialog.tsx';
import type { Item } from './row.tsx';
import { SnoozeDialog } from './snooze-dialog.tsx';

const ctas = apiClient(ctaContract);
const tasks = apiClient(runsContract);

export type Closing = { status: 'done' | 'wont_do'; outcome: string; note?: string };

/** Ends a CTA with its outcome, or ticks a task. */
export async function close(item: Item, { status, outcome, note }: Closing): Promise<void> {
  const { accountId, id } = item;
  if (item.kind === 'task')
    return void (await tasks.setTask({ accountId, taskId: id, status: status === 'done' ? 'done' : 'skipped', ...(note ? { note } : {}) }));
  await ctas.status({ accountId, ctaId: id, status, outcome: outcome as never, note: note || undefined });
}

async function postpone(item: Item, until: string, reason: string): Promise<void> {
  const { accountId, id } = item;
  if (item.kind === 'task') return void (await tasks.updateTask({ accountId, taskId: id, dueOn: until }));
  await ctas.snooze({ accountId, ctaId: id, until, reason: reason as never });
}

/** What is done to the line in hand, each with one or two keys. */
export default function Acts({ kind, item, onClose }: { kind: Act; item: Item; onClose: () => void }) {
  const t = useTexts(actTexts);
  const f = useFormat();
  const queries = useQueryClient();
  const after = (text: string) => ({
    onSuccess: async () => {
      onClose();
      toast(text);
      await queries.invalidateQueries();
    },
  });
  const done = useMutation({ mutationFn: (closing: Closing) => close(item, closing), meta: { toast: true }, ...after(t.closed) });
  const snooze = useMutation({
    mutationFn: (asked: { until: string; reason: string }) => postpone(item, asked.until, asked.reason),
    meta: { toast: true },
    onSuccess: async (_done, { until }) => {
      onClose();
      toast((item.kind === 'task' ? t.moved : t.snoozed)(f.dayNoYear(until)));
      await queries.invalidateQueries();
    },
  });
  if (kind === 'record') return <RecordDialog item={item} onClose={onClose} />;
  if (kind === 'snooze') return <SnoozeDialog item={item} busy={snooze.isPending} onSnooze={snooze.mutate} onClose={onClose} />;
  return <DoneDialog item={item} busy={done.isPending} onDone={done.mutate} onClose={onClose} />;
}
