import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Chart } from '#platform/ui/chart.tsx';
import { Explain } from '#platform/ui/explain.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { HealthPill } from '#platform/ui/pills.tsx';
import { EmptyState, Loaded, Notice } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { useMetricName } from '#metrics/definitions/panel.tsx';
import { contract, type Health, type HealthMeasure } from './contract.ts';
import { useMeasureSentence } from './mapping-words.ts';
import { MeasureDrawer } from './measure-drawer.tsx';
import { MeasureTable } from './measure-table.tsx';
import { healthTexts } from './texts.ts';

const api = apiQuery(contract);

/** Why an account's score is what it is: its course, each measure with value, weight, points and change, the biggest reason. */
export function HealthPanel({ accountId }: { accountId: string }) {
  const t = useTexts(healthTexts);
  const query = useQuery(api.account.queryOptions({ input: { accountId } }));
  const health = query.data as Health | undefined;
  const none = (
    <Card title={t.title}>
      <EmptyState title={t.none}>{t.noneHint}</EmptyState>
    </Card>
  );
  if (health && !health.day) return none;
  return (
    <Card title={health ? <Title health={health} /> : t.title} aside={health && <Aside health={health} />}>
      <Loaded query={query} lines={8}>
        {() => <Inside health={health!} accountId={accountId} />}
      </Loaded>
    </Card>
  );
}

function Title({ health }: { health: Health }) {
  const t = useTexts(healthTexts);
  const f = useFormat();
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <HealthPill tone={health.colour} score={health.total} />
      <span>
        {health.colour === 'unknown' || health.total === null ? t.title : t.why(f.number(health.total))}
        {health.change28 !== null && t.inFourWeeks(f.change(health.change28))}
      </span>
    </span>
  );
}

function Aside({ health }: { health: Health }) {
  const t = useTexts(healthTexts);
  const f = useFormat();
  const { good, watch, minCoverage } = health.thresholds;
  const rows = (['co', 'cx'] as const).filter((side) => health[side] !== null).map((side) => [t.sides[side], f.number(health[side], 1)] as const);
  return (
    <>
      {health.version && <span>{t.version(health.version.version)}</span>}
      <span>{t.coverage(f.percent(health.coverage))}</span>
      {health.onlyOutcome && <span title={t.onlyOutcomeNote}>{t.onlyOutcome}</span>}
      <Explain
        title={t.formulaTitle}
        formula={
          <>
            {t.formulaText}
            <br />
            {health.onlyOutcome ? t.onlyOutcomeNote : t.sideShare(health.sideWeights.co, health.sideWeights.cx)}
          </>
        }
        rows={rows}
        note={
          <>
            {t.coverageText(f.percent(health.coverage), f.percent(minCoverage))}
            <br />
            {t.thresholds(good, watch)}
            {health.version && (
              <>
                <br />
                {t.changeText(health.version.version)}
              </>
            )}
          </>
        }
      >
        {t.formula}
      </Explain>
    </>
  );
}

function Inside({ health, accountId }: { health: Health; accountId: string }) {
  const t = useTexts(healthTexts);
  const f = useFormat();
  const name = useMetricName();
  const [open, setOpen] = useState<HealthMeasure | null>(null);
  const off = health.measures.filter((m) => !m.on);
  return (
    <div className="stack">
      {health.frozen && <Notice>{t.frozen(f.day(health.day))}</Notice>}
      {health.colour === 'unknown' && <Notice>{t.unknownNote(f.percent(health.coverage), f.percent(health.thresholds.minCoverage))}</Notice>}
      <Reason health={health} onOpen={setOpen} />
      {health.series.length > 1 && <Course health={health} />}
      <MeasureTable health={health} onOpen={setOpen} />
      {health.products.length > 0 && <Products health={health} />}
      <div className="sub">
        {t.asOf(f.day(health.day))}
        {health.provisional && ` · ${t.provisional}`}
        {health.madeLater && ` · ${t.madeLater}`}
        {off.length > 0 && <div>{t.off(off.map(name).join(' · '))}</div>}
      </div>
      {open && <MeasureDrawer accountId={accountId} day={health.day!} measure={open} onClose={() => setOpen(null)} />}
    </div>
  );
}

function Reason({ health, onOpen }: { health: Health; onOpen: (measure: HealthMeasure) => void }) {
  const t = useTexts(healthTexts);
  const f = useFormat();
  const sentence = useMeasureSentence();
  const name = useMetricName();
  const reason = health.reason === null ? undefined : health.measures[health.reason];
  if (!reason) return null;
  const tone = health.colour === 'risk' ? 'risk' : health.colour === 'watch' ? 'watch' : undefined;
  return (
    <div className={`notice ${tone ?? ''}`}>
      <span className="sub">{t.biggest}</span>{' '}
      <button type="button" className="explain" onClick={() => onOpen(reason)} title={t.open(name(reason))}>
        <b>{name(reason)}</b>
      </button>{' '}
      <b>{sentence(reason)}</b> <span className="sub">{t.costs(f.number(reason.cost, 1))}</span>
    </div>
  );
}

function Course({ health }: { health: Health }) {
  const t = useTexts(healthTexts);
  const f = useFormat();
  const x = health.series.map((s) => f.dayShort(s.day));
  return (
    <Chart
      label={t.chart}
      x={x}
      min={0}
      max={100}
      height={190}
      series={[{ name: t.title, values: health.series.map((s) => (s.total === null ? null : Math.round(s.total * 10) / 10)), color: '--ai' }]}
      marks={health.versions.map((v) => ({ at: f.dayShort(v.day), label: t.changedTo(v.version) }))}
    />
  );
}

function Products({ health }: { health: Health }) {
  const t = useTexts(healthTexts);
  const f = useFormat();
  return (
    <div>
      <h3>{t.products}</h3>
      <Table
        label={t.products}
        columns={[
          { key: 'product', header: t.product, cell: (one) => one.name },
          { key: 'mrr', header: t.mrr, num: true, cell: (one) => f.moneyShort(one.mrr === null ? null : Math.round(one.mrr)) },
          { key: 'score', header: t.score, num: true, cell: (one) => <HealthPill tone={one.colour} score={one.total} /> },
        ]}
        rows={health.products}
        rowKey={(one) => String(one.productNo)}
        foot={<p className="sub pt-1">{t.productsNote}</p>}
      />
    </div>
  );
}
