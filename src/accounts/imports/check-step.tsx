import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { RadioGroup } from '#platform/ui/fields.tsx';
import { Card, Kpi } from '#platform/ui/layout.tsx';
import { FormProblem, Notice } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { contract, type importDetail } from './contract.ts';
import { stepTexts } from './step-texts.ts';
import { Problems } from './problems.tsx';

type Detail = z.infer<typeof importDetail>;
const api = apiQuery(contract);

/** The third step: what the import would do, and what to do with rows that are wrong or gone. */
export function CheckStep({ made, onBack }: { made: Detail; onBack: () => void }) {
  const t = useTexts(stepTexts).check;
  const f = useFormat();
  const queries = useQueryClient();
  const [rows, setRows] = useState(made.mapping?.rows ?? 'good');
  const [gone, setGone] = useState(made.mapping?.gone ?? 'leave');
  const run = useMutation(api.run.mutationOptions({ onSuccess: () => queries.invalidateQueries({ queryKey: api.key() }) }));
  const nothing = made.added + made.changed === 0 && (gone === 'leave' || made.missing === 0);
  const stopped = rows === 'all' && made.rejected > 0;
  return (
    <>
      <Counts made={made} />
      {(made.rejected > 0 || made.missing > 0) && (
        <Card>
          <div className="stack">
            {made.rejected > 0 && (
              <RadioGroup
                label={t.rowsTitle}
                value={rows}
                onChange={setRows}
                options={[
                  { value: 'good', label: t.good },
                  { value: 'all', label: t.all },
                ]}
              />
            )}
            {made.missing > 0 && (
              <RadioGroup
                label={t.goneTitle}
                hint={t.goneHint(f.number(made.missing))}
                value={gone}
                onChange={setGone}
                options={[
                  { value: 'leave', label: t.leave },
                  { value: 'mark', label: t.mark[made.noun] },
                ]}
              />
            )}
          </div>
        </Card>
      )}
      <Problems made={made} />
      <Samples made={made} />
      <div className="stack">
        {nothing && <Notice>{t.nothing}</Notice>}
        <FormProblem error={run.error} />
        <div className="actions">
          <Button onClick={onBack}>{t.back}</Button>
          <Button look="primary" busy={run.isPending} disabled={stopped || nothing} onClick={() => run.mutate({ importId: made.importId, rows, gone })}>
            {t.run}
          </Button>
        </div>
      </div>
    </>
  );
}

export function Counts({ made }: { made: Pick<Detail, 'added' | 'changed' | 'unchanged' | 'missing' | 'rejected'> }) {
  const t = useTexts(stepTexts).check;
  const f = useFormat();
  return (
    <div className="grid4">
      <Kpi label={t.added} value={f.number(made.added)} />
      <Kpi label={t.changed} value={f.number(made.changed)} />
      <Kpi label={t.unchanged} value={f.number(made.unchanged)} sub={`${t.missing} ${f.number(made.missing)}`} />
      <Kpi label={t.rejected} value={f.number(made.rejected)} tone={made.rejected > 0 ? 'bad' : undefined} />
    </div>
  );
}

function Samples({ made }: { made: Detail }) {
  const t = useTexts(stepTexts).check;
  if (made.samples.length === 0) return null;
  type Sample = Detail['samples'][number];
  return (
    <Card title={t.samples} flush>
      <Table
        label={t.samples}
        maxHeight="420px"
        rows={made.samples}
        rowKey={(one) => String(one.row)}
        columns={[
          { key: 'row', header: t.row, num: true, cell: (one: Sample) => one.row },
          { key: 'action', header: t.action, cell: (one: Sample) => t.actions[one.action] },
          ...made.columns.map((column, i) => ({ key: `c${i}`, header: column.header, cell: (one: Sample) => one.cells[i] ?? '' })),
        ]}
      />
    </Card>
  );
}
