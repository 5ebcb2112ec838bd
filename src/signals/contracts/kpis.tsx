import { useQuery } from '@tanstack/react-query';
import { apiQuery } from '#platform/http/client.ts';
import { daysBetween } from '#platform/clock/days.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Explain } from '#platform/ui/explain.tsx';
import { Kpi } from '#platform/ui/layout.tsx';
import { Skeleton } from '#platform/ui/states.tsx';
import { contract } from './contract.ts';
import { contractTexts } from './texts.ts';

const api = apiQuery(contract);
// Under this many days a renewal that needs a decision is shown as urgent.
const urgentDays = 60;

/** MRR that opens to its lines and the formula. */
export function MrrKpi({ accountId }: { accountId: string }) {
  const t = useTexts(contractTexts);
  const f = useFormat();
  const { data } = useQuery(api.mrr.queryOptions({ input: { accountId } }));
  if (!data) return <Kpi label={t.mrr} value={<Skeleton width={90} height={24} />} />;
  const years = data.customerSince ? Math.floor(daysBetween(data.customerSince, f.dayOf(new Date())) / 365.25) + 1 : null;
  const rows = data.lines.map(
    (l) =>
      [`${l.contractName} ${l.productName}: ${t.lineSum(f.money(l.unitPrice), f.number(l.quantity, 4), f.number(l.billingMonths))}`, f.money(l.mrr)] as const,
  );
  const value = (
    <Explain title={t.mrrTitle(f.money(data.mrr))} formula={t.formula} rows={rows} note={rows.length ? t.arr(f.money(data.arr)) : t.noLines}>
      {f.moneyShort(data.mrr)}
    </Explain>
  );
  return (
    <Kpi label={t.mrr} value={value} sub={[t.products(f.number(data.products)), years && years > 0 && t.year(f.number(years))].filter(Boolean).join(' · ')} />
  );
}

/** Days to the next renewal, with its notice deadline. */
export function RenewalKpi({ accountId }: { accountId: string }) {
  const t = useTexts(contractTexts);
  const f = useFormat();
  const { data } = useQuery(api.mrr.queryOptions({ input: { accountId } }));
  if (!data) return <Kpi label={t.renewal} value={<Skeleton width={70} height={24} />} />;
  const { next } = data;
  if (!next) return <Kpi label={t.renewal} value="—" sub={data.customerSince ? t.noRenewal : t.noContract} />;
  const today = f.dayOf(new Date());
  const left = next.noticeOn && daysBetween(today, next.noticeOn);
  const notice = typeof left === 'number' && (left < 0 ? t.noticePassed : left === 0 ? t.noticeToday : t.noticeLeft(f.days(left)));
  const renews = next.cancelledOn ? t.ending : next.autoRenew ? t.auto : t.manual;
  const value = (
    <Explain
      title={next.name}
      formula={t.renewalExplain}
      rows={[
        [t.renewalOn, f.day(next.renewalOn)],
        [t.notice, f.day(next.noticeOn)],
      ]}
    >
      {f.days(next.daysLeft)}
    </Explain>
  );
  const bad = Boolean(next.cancelledOn) || (!next.autoRenew && next.daysLeft <= urgentDays);
  return <Kpi label={t.renewal} value={value} sub={[renews, notice].filter(Boolean).join(' · ')} tone={bad ? 'bad' : undefined} />;
}
