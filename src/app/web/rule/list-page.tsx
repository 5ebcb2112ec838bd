import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { slotsContract } from '#actions/ctas/contract.ts';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { TextArea, TextField } from '#platform/ui/fields.tsx';
import { Card, Page, PageHeader } from '#platform/ui/layout.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { EmptyState, FormProblem, Notice } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import type { Rule, RuleDefinition } from '#rules/rules/contract.ts';
import { LibraryDrawer, rulesApi, RuleStatus } from '#rules/rules/panel.tsx';
import { rulesPageTexts } from './texts.ts';

const slots = apiQuery(slotsContract);

/** ルール: what is watched for us, how often it fires, and what came of it. */
export function RulesPage() {
  const t = useTexts(rulesPageTexts);
  const f = useFormat();
  const mayWrite = useCan('rules.write');
  const [open, setOpen] = useState<'library' | 'new' | null>(null);
  const rules = useQuery(rulesApi.list.queryOptions());
  const all = rules.data as Rule[] | undefined;
  const records = useQuery({ ...slots.records.queryOptions(), staleTime: 60_000 }).data;
  const running = all?.filter((r) => r.status === 'live').length ?? 0;
  const actions = mayWrite && (
    <>
      <Button onClick={() => setOpen('new')}>{t.add}</Button>
      <Button look="primary" onClick={() => setOpen('library')}>
        {t.library}
      </Button>
    </>
  );
  return (
    <Page>
      <PageHeader title={t.title} sub={t.sub} actions={actions} />
      {all && running < 3 && <Notice>{t.advice}</Notice>}
      <Card flush>
        <Table
          label={t.title}
          columns={[
            { key: 'rule', header: t.rule, wrap: true, cell: (r) => <Name rule={r} /> },
            {
              key: 'status',
              header: t.status,
              cell: (r) => (
                <div className="stack !gap-1 items-start">
                  <RuleStatus status={r.status} />
                  {r.draft && r.version !== null && <span className="sub">{t.edited}</span>}
                  {r.retirementProposedAt && <Pill tone="watch">{t.retire}</Pill>}
                </div>
              ),
            },
            { key: 'weeks', header: t.weeks, num: true, cell: (r) => (r.version === null ? '—' : <Weeks weeks={r.firings} />) },
            { key: 'holding', header: t.holding, num: true, cell: (r) => (r.status === 'live' ? t.customers(f.number(r.holding)) : '—') },
            { key: 'record', header: t.record, cell: (r) => <Record record={records?.find((one) => one.ruleId === r.ruleId)} /> },
          ]}
          rows={all}
          rowKey={(r) => r.ruleId}
          rowHref={(r) => `/rules/${r.ruleId}`}
          query={rules}
          empty={
            <EmptyState title={t.none} actions={actions}>
              {t.noneHint}
            </EmptyState>
          }
        />
      </Card>
      {open === 'library' && <LibraryDrawer onClose={() => setOpen(null)} />}
      {open === 'new' && <NewRule onClose={() => setOpen(null)} />}
    </Page>
  );
}

function Name({ rule }: { rule: Rule }) {
  const language = useLanguage();
  return (
    <>
      <Link to={'/rules/$ruleId' as never} params={{ ruleId: rule.ruleId } as never}>
        <b>{rule.name}</b>
      </Link>
      <div className="sub">{rule.sentence[language]}</div>
    </>
  );
}

/** Four small bars, the latest week last, with their sum. */
function Weeks({ weeks }: { weeks: number[] }) {
  const t = useTexts(rulesPageTexts);
  const f = useFormat();
  const top = Math.max(...weeks, 1);
  return (
    <span className="inline-flex items-end gap-[6px]" role="img" aria-label={t.weeksLabel(weeks.join(', '))}>
      <span className="inline-flex items-end gap-[2px]" style={{ height: 18 }}>
        {weeks.map((n, i) => (
          <i key={i} className="inline-block w-[6px] rounded-t-sm bg-ai" style={{ height: Math.max(2, (n / top) * 18), opacity: n ? 1 : 0.3 }} />
        ))}
      </span>
      {f.number(weeks.reduce((a, b) => a + b, 0))}
    </span>
  );
}

function Record({ record }: { record: { acted: number; fired: number; wrong: number } | undefined }) {
  const t = useTexts(rulesPageTexts);
  const f = useFormat();
  if (!record) return null;
  return (
    <>
      {t.recordOf(f.number(record.acted), f.number(record.fired))}
      {record.wrong > 0 && <div className="sub">{t.wrong(f.number(record.wrong))}</div>}
    </>
  );
}

function NewRule({ onClose }: { onClose: () => void }) {
  const t = useTexts(rulesPageTexts);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const create = useMutation({
    mutationFn: () => rulesApi.create.call({ name: name.trim(), description: description.trim() || null, definition: starting(name.trim()) }),
    onSuccess: async (rule) => {
      await queries.invalidateQueries({ queryKey: rulesApi.key() });
      await navigate({ to: '/rules/$ruleId' as never, params: { ruleId: rule.ruleId } as never });
    },
  });
  return (
    <Dialog open onClose={onClose} title={t.newName}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <TextField label={t.nameField} required maxLength={80} value={name} onChange={setName} />
        <TextArea label={t.description} rows={2} maxLength={1000} value={description} onChange={setDescription} />
        <FormProblem error={create.error} />
        <DialogActions onClose={onClose} label={t.create} disabled={!name.trim()} busy={create.isPending} />
      </form>
    </Dialog>
  );
}

const starting = (title: string): RuleDefinition => ({
  condition: { field: 'colour', operator: 'in', value: ['risk'] },
  trigger: { kind: 'held', days: 3 },
  schedule: { kind: 'daily', at: '07:00' },
  productNo: null,
  actions: [
    {
      kind: 'cta',
      type: 'risk',
      reason: 'health_fell',
      riskCategory: null,
      title,
      priority: 2,
      owner: { kind: 'role', role: 'csm' },
      dueInBusinessDays: 3,
      playbookId: null,
    },
  ],
  closeWhenCleared: true,
  catchUp: false,
});
