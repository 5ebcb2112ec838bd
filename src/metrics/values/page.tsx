import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { contract as productContract } from '#accounts/products/contract.ts';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Card, Page, PageHeader } from '#platform/ui/layout.tsx';
import { Menu } from '#platform/ui/menu.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { EmptyState } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { useUrlState } from '#platform/ui/url-state.ts';
import { contract, type MetricOut } from '#metrics/definitions/contract.ts';
import { useMetricName, useMetricWords, type Names } from '#metrics/definitions/panel.tsx';
import { contract as valuesContract, type Distribution } from './contract.ts';
import { DistributionView } from './distribution-view.tsx';
import { MetricForm } from './metric-form.tsx';
import { metricPageTexts } from './page-texts.ts';
import { Drawer } from '#platform/ui/dialog.tsx';
import { Loaded } from '#platform/ui/states.tsx';

const api = apiQuery(contract);
const productsApi = apiQuery(productContract);
const values = apiQuery(valuesContract);

export function MetricsPage() {
  const t = useTexts(metricPageTexts);
  const mayWrite = useCan('metrics.write');
  const words = useMetricWords();
  const name = useMetricName();
  const [url, setUrl] = useUrlState<{ metric: string }>();
  const [editing, setEditing] = useState<MetricOut | 'new' | null>(null);
  const query = useQuery(api.list.queryOptions());
  const metrics = query.data as MetricOut[] | undefined;
  const looking = metrics?.find((one) => one.metricId === url.metric);
  const products = useQuery(productsApi.list.queryOptions()).data;
  const names: Names = {
    metric: (key) => {
      const found = metrics?.find((m) => m.key === key);
      return found && { name: name(found), unit: found.unit };
    },
    product: (no) => products?.find((p) => p.productNo === no)?.name,
  };
  const add = mayWrite && (
    <Button look="primary" onClick={() => setEditing('new')}>
      {t.add}
    </Button>
  );
  return (
    <Page>
      <PageHeader title={t.title} sub={t.sub} actions={add} />
      <Card flush>
        <Table
          label={t.title}
          columns={[
            {
              key: 'name',
              header: t.name,
              cell: (one) => (
                <button type="button" className="explain" onClick={() => setUrl({ metric: one.metricId })}>
                  <b>{name(one)}</b>
                </button>
              ),
            },
            { key: 'made', header: t.made, wrap: true, cell: (one) => <span className="sub">{words.recipe(one.definition, names)}</span> },
            { key: 'unit', header: t.unit, cell: (one) => t.units[one.unit] },
            { key: 'direction', header: t.direction, cell: (one) => t.directions[one.direction] },
            {
              key: 'version',
              header: '',
              cell: (one) => (one.archived ? <Pill tone="unknown">{t.archived}</Pill> : <span className="sub">{t.version(one.version)}</span>),
            },
            { key: 'actions', header: '', num: true, cell: (one) => mayWrite && <RowMenu metric={one} name={name(one)} onEdit={() => setEditing(one)} /> },
          ]}
          rows={metrics}
          rowKey={(one) => one.metricId}
          query={query}
          empty={<EmptyState title={t.none}>{t.noneHint}</EmptyState>}
        />
      </Card>
      {editing && <MetricForm metric={editing === 'new' ? null : editing} metrics={metrics ?? []} onClose={() => setEditing(null)} />}
      {looking && (
        <Today
          metric={looking}
          title={name(looking)}
          recipe={words.recipe(looking.definition, names, 'in full')}
          onClose={() => setUrl({ metric: undefined })}
        />
      )}
    </Page>
  );
}

function RowMenu({ metric, name, onEdit }: { metric: MetricOut; name: string; onEdit: () => void }) {
  const t = useTexts(metricPageTexts);
  const queries = useQueryClient();
  const archive = useMutation(
    api.archive.mutationOptions({
      meta: { toast: true },
      onSuccess: () => {
        toast(t.saved);
        return queries.invalidateQueries({ queryKey: api.key() });
      },
    }),
  );
  return (
    <Menu
      label={t.actions(name)}
      icon="⋯"
      look="ghost"
      small
      items={[
        { key: 'edit', label: t.change, onAction: onEdit },
        {
          key: 'archive',
          label: metric.archived ? t.restore : t.archive,
          onAction: () => archive.mutate({ metricId: metric.metricId, archived: !metric.archived }),
        },
      ]}
    />
  );
}

function Today({ metric, title, recipe, onClose }: { metric: MetricOut; title: string; recipe: string; onClose: () => void }) {
  const query = useQuery(values.distribution.queryOptions({ input: { metric: metric.key }, enabled: !metric.archived }));
  return (
    <Drawer open onClose={onClose} title={title}>
      <div className="stack">
        <p className="sub">{recipe}</p>
        {!metric.archived && <Loaded query={query}>{() => <DistributionView distribution={query.data as Distribution} unit={metric.unit} />}</Loaded>}
      </div>
    </Drawer>
  );
}
