import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { daysBetween } from '#platform/clock/days.ts';
import { useFormat, useTexts, useToday } from '#platform/i18n/react.tsx';
import { Explain } from '#platform/ui/explain.tsx';
import { Card, Fact, Facts } from '#platform/ui/layout.tsx';
import { HealthPill } from '#platform/ui/pills.tsx';
import { StackedBar } from '#platform/ui/bars.tsx';
import { uiTexts } from '#platform/ui/texts.ts';
import { colours } from '#health/scores/terms.ts';
import type { card, contract } from './contract.ts';
import type { InferContractRouterOutputs } from '@orpc/contract';
import { api } from './query.ts';
import { todayTexts } from './texts.ts';

export type Today = InferContractRouterOutputs<typeof contract>['get'];
type CardRow = z.infer<typeof card>;

/** How one's own customers stand; every figure leads to the customers behind it, or opens to its formula. */
export function BookState({ today: { portfolio, proactive, renewals } }: { today: Today }) {
  const t = useTexts(todayTexts);
  const { health } = useTexts(uiTexts);
  const f = useFormat();
  return (
    <Card
      title={t.state(portfolio.accounts)}
      aside={
        <Link to="/accounts" search={{ view: 'mine' } as never}>
          {t.toList}
        </Link>
      }
    >
      <div className="stack">
        <StackedBar
          label={t.state(portfolio.accounts)}
          parts={colours.map((colour) => ({ key: colour, label: health[colour], value: portfolio[colour], tone: colour }))}
        />
        <Facts>
          <Fact term={t.proactive}>
            <Proactive of={proactive} />
          </Fact>
          <Fact term={t.renewals(renewals.days)}>
            <Link to="/renewals">{t.renewalsValue(renewals.count, f.moneyShort(renewals.mrr))}</Link>
          </Fact>
          <Fact term={t.mrrTotal}>{f.moneyShort(portfolio.mrr)}</Fact>
        </Facts>
      </div>
    </Card>
  );
}

export function Proactive({ of }: { of: Today['proactive'] }) {
  const t = useTexts(todayTexts);
  const f = useFormat();
  return (
    <Explain
      title={t.proactive}
      formula={t.proactiveFormula}
      rows={[
        [t.proactiveRows.started, f.number(of.started)],
        [t.proactiveRows.touches, f.number(of.touches)],
        [t.proactiveRows.automatic, f.number(of.automatic)],
      ]}
      note={t.proactiveNote}
    >
      {of.ratio === null ? (
        <span className="sub">{t.proactiveTooFew(of.touches)}</span>
      ) : (
        <>
          <b className={of.state === 'warned' ? 'text-bad' : of.state === 'good' ? 'text-good' : ''}>{f.percent(of.ratio)}</b>{' '}
          <span className="sub">{of.state === 'warned' ? t.proactiveWarned : t.proactiveAim('80%')}</span>
        </>
      )}
    </Explain>
  );
}

type Line = { key: string; accountId: string; name: string; before?: ReactNode; under?: string; right: ReactNode };

/** Customers in a card, a line each that opens one. */
function Lines({ title, hint, lines, more }: { title: string; hint: string; lines: Line[]; more?: ReactNode }) {
  if (lines.length === 0) return null;
  return (
    <Card title={title} aside={<span className="max-sm:hidden">{hint}</span>} flush>
      <ul>
        {lines.map((one) => (
          <li key={one.key} className="row spread border-line border-b px-3.5 py-2 text-[13px] last:border-b-0 !gap-2">
            <span className="row min-w-0 flex-1 !flex-nowrap !gap-2">
              {one.before}
              <span className="min-w-0">
                <Link to={`/accounts/${one.accountId}`}>{one.name}</Link>
                {one.under && <span className="sub block">{one.under}</span>}
              </span>
            </span>
            <span className="sub text-right">{one.right}</span>
          </li>
        ))}
        {more && <li className="sub px-3.5 py-2">{more}</li>}
      </ul>
    </Card>
  );
}

function Customers({ items, more, ...card }: { title: string; hint: string; items: CardRow[]; more: (one: CardRow) => ReactNode }) {
  const line = (one: CardRow) => ({ ...one, key: one.accountId, before: <HealthPill tone={one.colour ?? 'unknown'} score={one.score} />, right: more(one) });
  return <Lines {...card} lines={items.map(line)} />;
}

/** Goals of one's customers that are overdue or come due. */
export function GoalsDue({ goals: { days, count, items } }: { goals: Today['goals'] }) {
  const t = useTexts(todayTexts);
  const f = useFormat();
  const now = useToday();
  const due = (left: number) => (left < 0 ? <span className="text-bad">{t.late(f.days(-left))}</span> : f.daysFromNow(left));
  return (
    <Lines
      title={t.goals(count)}
      hint={t.goalsHint(f.days(days))}
      lines={items.map((one) => ({ ...one, key: one.goalId, name: one.accountName, under: one.title, right: due(daysBetween(now, one.dueOn)) }))}
      more={count > items.length && t.more(count - items.length)}
    />
  );
}

/** Renewals near, risks and good news. */
export function BookLists({ today }: { today: Today }) {
  const t = useTexts(todayTexts);
  const f = useFormat();
  const now = useToday();
  const change = (one: CardRow) => (one.change28 === null ? '' : t.change(f.change(Math.round(one.change28))));
  return (
    <>
      <Customers
        title={t.near(today.renewals.count)}
        hint={t.renewals(today.renewals.days)}
        items={today.renewals.items}
        more={(one) => `${f.days(daysBetween(now, one.renewalOn!))} · ${f.moneyShort(one.mrr)}`}
      />
      <Customers
        title={t.risks(today.risks.count)}
        hint={t.risksHint}
        items={today.risks.items}
        more={(one) => [change(one), f.moneyShort(one.mrr)].filter(Boolean).join(' · ')}
      />
      <Customers title={t.good(today.good.count)} hint={t.goodHint} items={today.good.items} more={change} />
    </>
  );
}

/** After the urgent: who has been left alone, by touch model and by the table of segments and colours. */
export function LeftAlone({ today }: { today: Today }) {
  const t = useTexts(todayTexts);
  const f = useFormat();
  const now = useToday();
  const ago = (day: string | null) => (day ? t.lastTouch(f.daysFromNow(daysBetween(now, day))) : t.never);
  const limits = new Map(today.untouched.items.map((one) => [one.accountId, one.limitDays]));
  const limit = (one: CardRow) => {
    const days = limits.get(one.accountId);
    return days ? t.limit(f.days(days)) : '';
  };
  return (
    <>
      <Customers
        title={t.untouched(today.untouched.count)}
        hint={t.untouchedHint}
        items={today.untouched.items}
        more={(one) => [ago(one.lastTouchOn), limit(one)].filter(Boolean).join(' · ')}
      />
      <Cadence />
    </>
  );
}

/** Who is due for a word by the table. Asked apart, since it looks at everybody. */
function Cadence() {
  const t = useTexts(todayTexts);
  const f = useFormat();
  const due = useQuery(api.cadence.queryOptions());
  if (!due.data) return null;
  const { count, items } = due.data;
  const facts = (one: (typeof items)[number]) =>
    [one.playbookName, one.daysSince !== null && t.since(f.days(one.daysSince)), one.everyDays !== null && t.every_(f.days(one.everyDays))]
      .filter(Boolean)
      .join(' · ');
  return <Lines title={t.cadence(count)} hint={t.cadenceHint} lines={items.map((one) => ({ ...one, key: one.accountId, right: facts(one) }))} />;
}
