import { Link } from '@tanstack/react-router';
import type { contract } from '#actions/attention/contract.ts';
import type { InferContractRouterOutputs } from '@orpc/contract';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Card, Fact, Facts } from '#platform/ui/layout.tsx';
import { StackedBar } from '#platform/ui/bars.tsx';
import { ErrorState, SkeletonBlock } from '#platform/ui/states.tsx';
import { uiTexts } from '#platform/ui/texts.ts';
import { colours } from '#health/scores/terms.ts';
import { homeTexts } from './texts.ts';

type Summary = InferContractRouterOutputs<typeof contract>['summary'];

/** How the customers stand as a whole; each figure leads to the customers behind it. */
export function Portfolio({ summary, error }: { summary: Summary | undefined; error: unknown }) {
  const t = useTexts(homeTexts);
  const { health } = useTexts(uiTexts);
  const f = useFormat();
  if (error) return <ErrorState error={error} />;
  if (!summary)
    return (
      <Card>
        <SkeletonBlock lines={6} />
      </Card>
    );
  return (
    <Card title={t.portfolio(summary.accounts)} aside={<Link to="/accounts">{t.toList}</Link>}>
      <div className="stack">
        <StackedBar
          label={t.portfolio(summary.accounts)}
          parts={colours.map((colour) => ({ key: colour, label: health[colour], value: summary.byColour[colour], tone: colour }))}
        />
        <Facts>
          <Fact term={t.total}>
            <b>{f.moneyShort(summary.mrr)}</b>
          </Fact>
          <Fact term={t.renewals(summary.renewals.days)}>
            <Link to="/renewals">{t.renewalsValue(summary.renewals.accounts, f.moneyShort(summary.renewals.mrr))}</Link>
          </Fact>
          <Fact term={t.unassigned}>
            <Link to="/unassigned">{t.companies(summary.unassigned)}</Link>
          </Fact>
          <Fact term={t.untouched(summary.untouched.days)}>
            <Link to="/accounts" search={{ view: 'untouched' } as never}>
              {t.companies(summary.untouched.accounts)}
            </Link>
          </Fact>
        </Facts>
        {summary.refreshedAt && <div className="sub">{t.fresh(f.moment(summary.refreshedAt))}</div>}
      </div>
    </Card>
  );
}
