import { useQuery } from '@tanstack/react-query';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Drawer } from '#platform/ui/dialog.tsx';
import { EmptyState, Loaded } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { contract as metricsContract, units } from '#metrics/definitions/contract.ts';
import { useMetricName, useMetricWords, type Names } from '#metrics/definitions/panel.tsx';
import { useMeasureSentence } from './mapping-words.ts';
import { contract, type HealthMeasure, type MeasureRows } from './contract.ts';
import { healthTexts } from './texts.ts';

const api = apiQuery(contract);
const metricsApi = apiQuery(metricsContract);
type Row = MeasureRows['rows'][number];

/** The records behind one measure, as they were known on the day. */
export function MeasureDrawer({ accountId, day, measure, onClose }: { accountId: string; day: string; measure: HealthMeasure; onClose: () => void }) {
  const t = useTexts(healthTexts);
  const f = useFormat();
  const words = useMetricWords();
  const name = useMetricName();
  const sentence = useMeasureSentence();
  const query = useQuery(api.rows.queryOptions({ input: { accountId, metric: measure.metric, day } }));
  const metrics = useQuery(metricsApi.list.queryOptions()).data;
  const names: Names = {
    metric: (key) => {
      const one = metrics?.find((m) => m.key === key);
      return one && { name: name(one), unit: one.unit };
    },
    // Only the products this customer uses.
    product: (no) => measure.byProduct.find((p) => p.productNo === no)?.name,
  };
  const found = query.data as MeasureRows | undefined;
  const code = (row: Row) => (row.code ? ((t.codes as Record<string, string>)[row.code] ?? '') : '');
  const detail = (row: Row) => [code(row), /^\d{4}-\d\d-\d\d$/.test(row.detail ?? '') ? f.dayShort(row.detail) : row.detail].filter(Boolean).join(' · ');
  const amount = (row: Row) => {
    const unit = units.find((one) => one === row.code);
    return unit ? words.value(unit, row.n) : f.number(row.n, 2);
  };
  return (
    <Drawer open onClose={onClose} title={t.behind(name(measure))}>
      <div className="stack">
        <div>
          <b>{sentence(measure)}</b>
          {measure.definition && <p className="sub">{words.recipe(measure.definition, names, 'in full')}</p>}
        </div>
        <Loaded query={query}>
          {() => (
            <>
              <p className="sub">{t.behindNote(f.day(found!.day), f.number(found!.total))}</p>
              <Table
                label={t.behind(name(measure))}
                columns={[
                  { key: 'on', header: t.on, cell: (row: Row & { i: number }) => f.dayShort(row.on) },
                  { key: 'what', header: t.what, wrap: true, cell: (row) => row.what },
                  { key: 'detail', header: t.detail, wrap: true, cell: (row) => <span className="sub">{detail(row)}</span> },
                  { key: 'n', header: t.n, num: true, cell: amount },
                ]}
                rows={found!.rows.map((row, i) => ({ ...row, i }))}
                rowKey={(row) => String(row.i)}
                empty={<EmptyState title={t.behindNone} />}
                foot={found!.total > found!.rows.length ? <p className="sub pt-2">{t.shown(found!.rows.length)}</p> : undefined}
              />
            </>
          )}
        </Loaded>
      </div>
    </Drawer>
  );
}
