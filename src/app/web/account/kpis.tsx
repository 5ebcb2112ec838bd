import { usePhase } from '#accounts/account-products/panel.tsx';
import type { AccountDetail } from '#accounts/accounts/panel.tsx';
import type { Health } from '#health/scores/contract.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Explain } from '#platform/ui/explain.tsx';
import { Kpi } from '#platform/ui/layout.tsx';
import { MrrKpi, RenewalKpi } from '#signals/contracts/panel.tsx';
import { accountPageTexts } from './texts.ts';

/** The four figures under an account's name. */
export function AccountKpis({ account, health }: { account: AccountDetail; health: Health | undefined }) {
  return (
    <div className="grid4">
      <MrrKpi accountId={account.accountId} />
      <RenewalKpi accountId={account.accountId} />
      <PhaseKpi account={account} />
      <HealthKpi health={health} churned={account.churnedOn !== null} />
    </div>
  );
}

function PhaseKpi({ account }: { account: AccountDetail }) {
  const t = useTexts(accountPageTexts);
  const f = useFormat();
  const phase = usePhase(account.accountId);
  const touch = account.touchModel ? t.touchModels[account.touchModel] : t.noTouch;
  return (
    <Kpi
      label={t.phase}
      value={phase?.phase ?? t.noPhase}
      sub={[touch, phase?.since && phase.since > 0 && t.since(f.days(phase.since))].filter(Boolean).join(' · ')}
    />
  );
}

function HealthKpi({ health, churned }: { health: Health | undefined; churned: boolean }) {
  const t = useTexts(accountPageTexts);
  const f = useFormat();
  if (!health?.day || health.co === null) return <Kpi label={t.health} value={churned ? '—' : t.noScore} sub={churned ? t.noScoreChurned : t.noScoreHint} />;
  const co = f.number(health.co);
  const figure = health.cx === null ? t.onlyOutcomeValue(co) : `${co} × ${f.number(health.cx)}`;
  const value = (
    <Explain
      title={t.health}
      formula={t.healthExplain}
      rows={[
        ['CO', f.number(health.co, 1)],
        ['CX', f.number(health.cx, 1)],
      ]}
    >
      {figure}
    </Explain>
  );
  const change = health.change28 === null ? null : t.fourWeeks(f.change(health.change28));
  const tone = health.change28 === null || Math.abs(health.change28) < 5 ? undefined : health.change28 < 0 ? 'bad' : 'good';
  return <Kpi label={t.health} value={value} sub={[health.cx === null && t.onlyOutcome, change].filter(Boolean).join(' · ')} tone={tone} />;
}
