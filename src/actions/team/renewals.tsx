import { Link } from '@tanstack/react-router';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { EmptyState } from '#platform/ui/states.tsx';
import { OwnedList } from './cards.tsx';
import type { Board } from './page.tsx';
import { teamTexts } from './texts.ts';

/** What the renewal meeting goes through, month by month; the first month with anything is open. */
export function Renewals({ of: { days, count, mrr, months, items } }: { of: Board['renewals'] }) {
  const t = useTexts(teamTexts);
  const f = useFormat();
  const inMonth = (month: string) => items.filter((one) => one.renewalOn?.startsWith(month.slice(0, 7)));
  const beyond = count - items.length;
  return (
    <Card title={t.renewals(days, count, f.moneyShort(mrr))} flush>
      {items.length === 0 && <EmptyState title={t.renewalsNone} />}
      {months
        .filter((m) => inMonth(m.month).length)
        .map((m, i) => (
          <details key={m.month} open={i === 0} className="border-line border-b last:border-b-0">
            <summary className="px-3.5 py-2.5 text-[13px]">
              <b>{t.month(f.month(m.month), m.count, f.moneyShort(m.mrr))}</b>{' '}
              {(['risk', 'watch'] as const).map(
                (colour) =>
                  m.byColour[colour] > 0 && (
                    <span key={colour} className="pl-1">
                      <Pill tone={colour}>{t.ofColour[colour](m.byColour[colour])}</Pill>
                    </span>
                  ),
              )}
            </summary>
            <div className="border-line border-t">
              <OwnedList items={inMonth(m.month)} about="renewal" />
            </div>
          </details>
        ))}
      {beyond > 0 && (
        <p className="sub px-3.5 py-2">
          <Link to="/renewals" search={{ by: 'end' } as never}>
            {t.moreRenewals(beyond)}
          </Link>
        </p>
      )}
    </Card>
  );
}
