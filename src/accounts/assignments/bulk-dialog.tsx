import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import type { Choice } from '#platform/ui/combobox.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { RadioGroup, Select, TextArea } from '#platform/ui/fields.tsx';
import { FormProblem, Loaded } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { assignmentRole, contract } from './contract.ts';
import { MemberField } from './member-field.tsx';
import { assignmentTexts } from './texts.ts';

type Role = z.infer<typeof assignmentRole>;
type Source = 'picked' | 'all' | 'member';
const api = apiQuery(contract);

/** Hands many customers over: which, to whom, and what it does to everybody's load before it is done. */
export function BulkAssignDialog({ accountIds, role: given = 'csm', onClose }: { accountIds: readonly string[]; role?: Role; onClose: () => void }) {
  const t = useTexts(assignmentTexts);
  const f = useFormat();
  const queries = useQueryClient();
  const [role, setRole] = useState<Role>(given);
  const [source, setSource] = useState<Source>(accountIds.length ? 'picked' : 'all');
  const [from, setFrom] = useState<Choice | null>(null);
  const [member, setMember] = useState<Choice | null>(null);
  const [note, setNote] = useState('');
  const which = source === 'picked' ? { accountIds: [...accountIds] } : source === 'all' ? { unassigned: true } : { fromMemberId: from?.id };
  const input = { role, memberId: member?.id ?? null, ...which };
  const ready = Boolean(member) && (source !== 'member' || Boolean(from));
  const preview = useQuery(api.preview.queryOptions({ input, enabled: ready }));
  const run = useMutation(
    api.reassign.mutationOptions({
      onSuccess: async ({ changed }) => {
        toast(t.ran(f.number(changed)));
        onClose();
        await queries.invalidateQueries();
      },
    }),
  );
  const sources = (['picked', 'all', 'member'] as const).filter((s) => s !== 'picked' || accountIds.length > 0);
  return (
    <Dialog open onClose={onClose} title={t.bulk} size="wide">
      <div className="stack">
        <Select label={t.role} value={role} onChange={setRole} options={assignmentRole.options.map((value) => ({ value, label: t.roles[value] }))} />
        <RadioGroup
          inline
          label={t.source}
          value={source}
          onChange={setSource}
          options={sources.map((value) => ({ value, label: value === 'picked' ? t.sources.picked(f.number(accountIds.length)) : t.sources[value] }))}
        />
        {source === 'member' && <MemberField label={t.fromMember} value={from} onChange={setFrom} />}
        <MemberField label={t.member} required value={member} onChange={setMember} />
        <TextArea label={t.note} hint={t.noteHint} value={note} onChange={setNote} rows={3} />
        {ready && (
          <Loaded query={preview} lines={3}>
            {() => <Effect preview={preview.data!} />}
          </Loaded>
        )}
        <FormProblem error={run.error} />
        <DialogActions
          onClose={onClose}
          label={preview.data && ready ? t.run(f.number(preview.data.changes)) : t.preview}
          disabled={!ready || !preview.data?.changes}
          busy={run.isPending}
          onDo={() => run.mutate({ ...input, handoverNote: note })}
        />
      </div>
    </Dialog>
  );
}

type Preview = { changes: number; unchanged: number; names: string[]; load: { memberId: string; name: string; before: number; after: number }[] };

function Effect({ preview }: { preview: Preview }) {
  const t = useTexts(assignmentTexts);
  const f = useFormat();
  return (
    <>
      <b>{t.previewText(f.number(preview.changes), f.number(preview.unchanged))}</b>
      {preview.names.length > 0 && <p className="sub">{t.names(preview.names.join(t.separator), preview.changes > preview.names.length)}</p>}
      {preview.load.length > 0 && (
        <Table
          label={t.load}
          columns={[
            { key: 'name', header: t.load, cell: (m) => m.name },
            { key: 'before', header: t.loadBefore, num: true, cell: (m) => f.number(m.before) },
            { key: 'after', header: t.loadAfter, num: true, cell: (m) => <b>{f.number(m.after)}</b> },
          ]}
          rows={preview.load}
          rowKey={(m) => m.memberId}
        />
      )}
    </>
  );
}
