import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { useDone } from '#platform/ui/done.ts';
import { Select } from '#platform/ui/fields.tsx';
import { Card, Page, PageHeader } from '#platform/ui/layout.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { EmptyState, FormProblem, Loaded } from '#platform/ui/states.tsx';
import { contract as segmentContract } from '#rules/segments/contract.ts';
import { CadenceGrid } from './cadence-grid.tsx';
import { cadenceTexts } from './cadence-texts.ts';
import { cadencesContract, type CadenceCell, type CadenceTable, type Colour } from './contract.ts';
import { DueCard } from './due-card.tsx';

const api = apiQuery(cadencesContract);
const segments = apiQuery(segmentContract);
type Row = CadenceTable['rows'][number];

const cell = (everyDays: number | null): CadenceCell => ({ playbookId: null, playbookName: null, everyDays, ownerRole: 'csm', customers: 0, due: 0 });
const row = (segmentId: string | null, segmentName: string | null, days: Record<Colour, number | null>): Row => ({
  segmentId,
  segmentName,
  cells: { good: cell(days.good), watch: cell(days.watch), risk: cell(days.risk), unknown: cell(days.unknown) },
});
const usual = { good: 90, watch: 30, risk: 14, unknown: 30 };

/** 対応表: segment × health, and who is overdue by it. */
export function CadencesPage() {
  const t = useTexts(cadenceTexts);
  const table = useQuery(api.get.queryOptions());
  return (
    <Page>
      <PageHeader title={t.title} sub={t.sub} crumbs={<Link to="/playbooks">{t.crumb}</Link>} />
      <Loaded query={table} lines={8}>
        {() => <Editor key={table.dataUpdatedAt} table={table.data as CadenceTable} />}
      </Loaded>
      <DueCard />
    </Page>
  );
}

function Editor({ table }: { table: CadenceTable }) {
  const t = useTexts(cadenceTexts);
  const mayWrite = useCan('playbooks.write');
  const [rows, setRows] = useState(table.rows);
  const named = useQuery(segments.list.queryOptions({ enabled: mayWrite }));
  const changed = JSON.stringify(rows) !== JSON.stringify(table.rows);
  const left = (named.data ?? []).filter((s) => !rows.some((r) => r.segmentId === s.segmentId));
  const save = useMutation({
    mutationFn: () => api.put.call({ rows: rows.map(({ segmentId, cells }) => ({ segmentId, cells })) }),
    ...useDone(t.saved),
  });
  if (!rows.length)
    return (
      <Card>
        <EmptyState
          title={t.none}
          actions={
            mayWrite && (
              <Button look="primary" onClick={() => setRows([row(null, null, usual)])}>
                {t.suggest}
              </Button>
            )
          }
        >
          {t.noneHint}
        </EmptyState>
      </Card>
    );
  return (
    <fieldset disabled={!mayWrite} className="stack">
      <Card flush>
        <CadenceGrid rows={rows} onChange={setRows} canEdit={mayWrite} />
      </Card>
      <FormProblem error={save.error} />
      {mayWrite && (
        <div className="row spread !items-end">
          {left.length ? (
            <Select
              label={t.addSegment}
              value=""
              placeholder={t.choose}
              onChange={(id) => {
                const chosen = left.find((s) => s.segmentId === id);
                if (chosen) setRows([...rows.slice(0, -1), row(chosen.segmentId, chosen.name, usual), ...rows.slice(-1)]);
              }}
              options={left.map((s) => ({ value: s.segmentId, label: s.name }))}
            />
          ) : (
            <span className="sub">{named.data?.length === 0 && t.noSegments}</span>
          )}
          <span className="row">
            <span className="sub" aria-live="polite">
              {changed && t.unsaved}
            </span>
            <Button look="primary" disabled={!changed} busy={save.isPending} onClick={() => save.mutate()}>
              {t.save}
            </Button>
          </span>
        </div>
      )}
    </fieldset>
  );
}
