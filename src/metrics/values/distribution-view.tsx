import { Link } from '@tanstack/react-router';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Chart } from '#platform/ui/chart.tsx';
import { Facts } from '#platform/ui/layout.tsx';
import { Notice } from '#platform/ui/states.tsx';
import type { Unit } from '#metrics/definitions/contract.ts';
import { useMetricWords } from '#metrics/definitions/panel.tsx';
import type { Distribution } from './contract.ts';
import { metricPageTexts } from './page-texts.ts';

/** The values of real customers: how many have one, how they are spread, and some of them by name. */
export function DistributionView({ distribution, unit }: { distribution: Distribution; unit: Unit }) {
  const t = useTexts(metricPageTexts);
  const f = useFormat();
  const words = useMetricWords();
  const { accounts, withValue, bins, quantiles, samples } = distribution;
  if (!withValue) return <Notice tone="watch">{t.previewNone}</Notice>;
  const labels = t.quantiles.split('|');
  return (
    <div className="stack">
      <p>{t.counted(f.number(withValue), f.number(accounts))}</p>
      <Chart
        label={t.histogram}
        height={160}
        x={bins.map((bin) => words.value(unit, bin.from))}
        series={[{ name: t.customers, values: bins.map((bin) => bin.n), kind: 'bar' }]}
      />
      <Facts rows={quantiles.map((q, i) => [labels[i], words.value(unit, q)])} />
      <h3>{t.sample}</h3>
      <Facts
        rows={samples.map((one) => [
          <Link key={one.accountId} to={`/accounts/${one.accountId}`}>
            {one.name}
          </Link>,
          words.value(unit, one.value),
        ])}
      />
    </div>
  );
}
