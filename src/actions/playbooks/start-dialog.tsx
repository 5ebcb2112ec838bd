import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { MemberField } from '#accounts/assignments/panel.tsx';
import { contract as searchContract } from '#accounts/search/contract.ts';
import { apiClient, apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts, useToday } from '#platform/i18n/react.tsx';
import { Combobox, type Choice } from '#platform/ui/combobox.tsx';
import { DatePicker } from '#platform/ui/date-picker.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { RadioGroup, Select } from '#platform/ui/fields.tsx';
import { FormProblem, Notice } from '#platform/ui/states.tsx';
import { toast } from '#platform/ui/toast.tsx';
import type { Condition } from '#rules/conditions/contract.ts';
import { contract as segmentContract } from '#rules/segments/contract.ts';
import { contract, runsContract, type Started, type Summary } from './contract.ts';
import { runTexts } from './run-texts.ts';
import { playbookTexts } from './page-texts.ts';

const api = apiQuery(contract);
const runs = apiQuery(runsContract);
const segments = apiQuery(segmentContract);
const search = apiClient(searchContract);

type Target = { accountIds: string[] } | { condition: Condition };
type Props = {
  /** chosen in the dialog unless given */
  playbookId?: string;
  target?: Target;
  /** how many customers `target` means */
  count?: number;
  ctaId?: string;
  from?: 'hand' | 'cadence';
  onDone?: () => void;
  onClose: () => void;
};

/** Starts a playbook: which (unless the caller knows), for whom (unless the caller knows), from when and by whom. */
export function StartDialog({ playbookId: given, target, count, ctaId, from, onDone, onClose }: Props) {
  const t = useTexts(runTexts);
  const words = useTexts(playbookTexts);
  const f = useFormat();
  const today = useToday();
  const queries = useQueryClient();
  const [playbookId, setPlaybook] = useState(given ?? '');
  const [whom, setWhom] = useState<'one' | 'segment'>('one');
  const [customer, setCustomer] = useState<Choice | null>(null);
  const [segmentId, setSegment] = useState('');
  const [startedOn, setStartedOn] = useState<string | null>(today);
  const [owner, setOwner] = useState<Choice | null>(null);
  const all = useQuery(api.list.queryOptions({ enabled: !given }));
  const live = (all.data as Summary[] | undefined)?.filter((p) => p.status === 'live');
  const named = useQuery(segments.list.queryOptions({ enabled: !target }));
  const chosen = target ?? (whom === 'segment' ? (segmentId ? { segmentId } : null) : customer ? { accountIds: [customer.id] } : null);
  const size = target
    ? (count ?? ('accountIds' in target ? target.accountIds.length : null))
    : whom === 'segment'
      ? named.data?.find((s) => s.segmentId === segmentId)?.members
      : null;
  const start = useMutation({
    mutationFn: () => runs.start.call({ playbookId, ...chosen, ctaId, from, startedOn: startedOn ?? undefined, ownerId: owner?.id }),
    onSuccess: async (done: Started) => {
      toast(
        done.started === 0 ? t.startedNone : done.running ? t.startedSome(f.number(done.started), f.number(done.running)) : t.started(f.number(done.started)),
      );
      await queries.invalidateQueries();
      onDone?.();
      onClose();
    },
  });
  const find = async (q: string, signal: AbortSignal) => {
    if (!q.trim()) return [];
    const { items } = await search.search({ q, kind: 'account' }, { signal });
    return items;
  };
  return (
    <Dialog open onClose={onClose} title={t.startTitle}>
      <div className="stack">
        {!given &&
          (live?.length === 0 ? (
            <Notice>{t.noLive}</Notice>
          ) : (
            <Select
              label={t.startPlaybook}
              required
              value={playbookId}
              onChange={setPlaybook}
              placeholder="—"
              options={(live ?? []).map((p) => ({ value: p.playbookId, label: p.name }))}
            />
          ))}
        {!target && (
          <RadioGroup
            inline
            label={t.startFor}
            value={whom}
            onChange={setWhom}
            options={(['one', 'segment'] as const).map((value) => ({ value, label: t.startFors[value] }))}
          />
        )}
        {!target && whom === 'one' && (
          <Combobox label={t.customer} required placeholder={t.searchCustomer} value={customer} onChange={setCustomer} search={find} />
        )}
        {!target && whom === 'segment' && (
          <Select
            label={t.segment}
            required
            value={segmentId}
            onChange={setSegment}
            placeholder="—"
            options={(named.data ?? []).map((s) => ({ value: s.segmentId, label: s.name }))}
          />
        )}
        <DatePicker label={t.startOn} value={startedOn} onChange={setStartedOn} min={today} />
        {!ctaId && <MemberField label={t.owner} value={owner} onChange={setOwner} />}
        {size != null && size > 1 && <Notice>{t.targets(f.number(size))}</Notice>}
        <FormProblem error={start.error} />
      </div>
      <DialogActions onClose={onClose} label={words.start} disabled={!playbookId || !chosen} busy={start.isPending} onDo={() => start.mutate()} />
    </Dialog>
  );
}
