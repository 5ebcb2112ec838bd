import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Select } from '#platform/ui/fields.tsx';
import { Fact, Facts } from '#platform/ui/layout.tsx';
import { EmptyState } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import type { ReplayResult } from './contract.ts';
import { ReplayChart } from './replay-chart.tsx';
import { replayTexts } from './texts.ts';

/** Below, a share says nothing. */
const enough = 20;

/** What a replay found: the weeks against the slots, and the figures beside it. */
export function ReplayView({ result }: { result: ReplayResult }) {
  const t = useTexts(replayTexts);
  const [memberId, setMember] = useState('');
  if (result.firings === 0)
    return (
      <>
        <EmptyState title={t.nothing}>{t.nothingHint}</EmptyState>
        <Notes result={result} />
      </>
    );
  return (
    <div className="stack">
      {result.members.length > 1 && (
        <div className="max-w-[240px]">
          <Select
            label={t.person}
            value={memberId}
            onChange={setMember}
            options={[{ value: '', label: t.everyone }, ...result.members.map((m) => ({ value: m.memberId, label: m.name }))]}
          />
        </div>
      )}
      <div className="flex flex-wrap items-end gap-x-7 gap-y-4">
        <ReplayChart result={result} memberId={memberId || null} />
        <Figures result={result} />
      </div>
      <Members result={result} />
      <Examples result={result} />
      <Notes result={result} />
    </div>
  );
}

function Figures({ result }: { result: ReplayResult }) {
  const t = useTexts(replayTexts);
  const f = useFormat();
  const { later, repeated, overlap } = result;
  const outside = result.weeks.reduce((sum, w) => sum + w.outside, 0);
  const hasSlots = result.slots.people > 0;
  return (
    <div style={{ width: 'min(100%, 330px)' }}>
      <Facts>
        {result.ctas > 0 && <Fact term={t.ctas}>{t.ctasValue(f.number(result.ctas), f.number(result.medianPerPersonWeek, 1))}</Fact>}
        <Fact term={t.firings}>{t.firingsValue(f.number(result.firings), f.number(result.customers))}</Fact>
        {hasSlots && (
          <Fact term={t.weeksOver}>
            <span className={result.weeksOver ? 'down' : undefined}>{t.weeksOverValue(result.weeksOver)}</span>
          </Fact>
        )}
        {result.ctas > 0 && outside > 0 && <Fact term={t.outside}>{t.outsideValue(f.number(outside))}</Fact>}
        <Fact term={t.repeated}>
          {f.percent(repeated.share)} <span className="sub">{t.of(f.number(repeated.customers), f.number(repeated.of))}</span>
        </Fact>
        <Fact term={<span title={t.overlapHint}>{t.overlap}</span>}>
          {f.percent(overlap.share)}{' '}
          <span className="sub" title={f.names(overlap.rules.map((r) => `${r.name} ${r.ctas}`))}>
            {t.ofCtas(f.number(overlap.ctas), f.number(result.ctas || result.firings))}
          </span>
        </Fact>
        <Later
          term={t.churned(later.days)}
          count={later.fired.churned}
          whole={later.fired.customers}
          share={later.fired.churnedShare}
          all={later.everyone.churnedShare}
        />
        {later.fired.expanded !== null && (
          <Later
            term={t.expanded(later.days)}
            count={later.fired.expanded}
            whole={later.fired.expandedOf}
            share={later.fired.expandedShare}
            all={later.everyone.expandedShare}
          />
        )}
      </Facts>
    </div>
  );
}

function Later({ term, count, whole, share, all }: { term: string; count: number; whole: number; share: number | null; all: number | null }) {
  const t = useTexts(replayTexts);
  const f = useFormat();
  if (whole < enough)
    return (
      <Fact term={term}>
        {t.few} <span className="sub">{t.fewHint(f.number(whole))}</span>
      </Fact>
    );
  return (
    <Fact term={term}>
      {f.percent(share)} <span className="sub">{t.all(f.percent(all))}</span>
      <div className="sub">{t.of(f.number(count), f.number(whole))}</div>
    </Fact>
  );
}

function Members({ result }: { result: ReplayResult }) {
  const t = useTexts(replayTexts);
  const f = useFormat();
  if (!result.members.length) return null;
  return (
    <details>
      <summary>{t.members}</summary>
      <Table
        label={t.members}
        columns={[
          { key: 'name', header: t.member, cell: (m) => m.name },
          { key: 'ctas', header: t.count, num: true, cell: (m) => f.number(m.ctas) },
          { key: 'per', header: t.perWeek, num: true, cell: (m) => f.number(m.perWeek) },
          { key: 'most', header: t.most, num: true, cell: (m) => f.number(Math.max(...m.weeks)) },
          { key: 'over', header: t.over, num: true, cell: (m) => <span className={m.weeksOver ? 'down' : undefined}>{t.weeksOverValue(m.weeksOver)}</span> },
        ]}
        rows={result.members}
        rowKey={(m) => m.memberId}
      />
    </details>
  );
}

function Examples({ result }: { result: ReplayResult }) {
  const t = useTexts(replayTexts);
  const f = useFormat();
  return (
    <details>
      <summary>{t.examples}</summary>
      <Table
        label={t.examples}
        columns={[
          {
            key: 'name',
            header: t.example.customer,
            cell: (e) => (
              <Link to="/accounts/$accountId" params={{ accountId: e.accountId }}>
                {e.name}
              </Link>
            ),
          },
          { key: 'fired', header: t.example.fired, cell: (e) => f.day(e.firedOn) },
          { key: 'times', header: t.example.times, num: true, cell: (e) => f.number(e.ctas) },
          { key: 'later', header: t.example.later, cell: (e) => (e.churnedOn ? t.churnedOn(f.day(e.churnedOn)) : '') },
        ]}
        rows={result.examples}
        rowKey={(e) => e.accountId}
      />
    </details>
  );
}

function Notes({ result }: { result: ReplayResult }) {
  const t = useTexts(replayTexts);
  const f = useFormat();
  const { closing } = result;
  const types = t.types as Record<string, string>;
  const lines = [
    result.exact ? t.exact : t.inexact,
    result.valuesFrom === null ? t.noValues : result.valueDays < result.spanDays ? t.values(f.days(result.valueDays), f.days(result.spanDays)) : '',
    ...(closing.given !== null
      ? [t.closingGiven(f.days(closing.given))]
      : closing.byType.map((c) => t.closing(types[c.type] ?? c.type, f.days(c.days), c.measured))),
    closing.really ? t.closingReal : '',
    result.slots.people ? t.slotsNow : '',
    result.ownerOfToday ? t.ownerOfToday(f.number(result.ownerOfToday)) : '',
    result.withoutOwner ? t.withoutOwner(f.number(result.withoutOwner)) : '',
    result.overlap.left ? t.left(result.overlap.left) : '',
  ].filter(Boolean);
  return (
    <details open>
      <summary>{t.notes}</summary>
      <ul className="sub list-disc pl-5 pt-1">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  );
}
