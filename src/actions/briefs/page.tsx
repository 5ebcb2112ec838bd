import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { contract as healthContract, type Health } from '#health/scores/contract.ts';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Card, Fact, Facts, Page, PageHeader } from '#platform/ui/layout.tsx';
import { HealthPill } from '#platform/ui/pills.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { Loaded } from '#platform/ui/states.tsx';
import { usePathParam } from '#platform/ui/url-state.ts';
import { Ask, type Brief } from './ask.tsx';
import { contract } from './contract.ts';
import { Goals, Open, People, Touches } from './parts.tsx';
import { briefTexts } from './texts.ts';

const api = apiQuery(contract);
const healths = apiQuery(healthContract);

/** One page to read before a meeting, and to take along on paper. */
export function BriefPage() {
  const accountId = usePathParam('accountId');
  const t = useTexts(briefTexts);
  const query = useQuery(api.get.queryOptions({ input: { accountId } }));
  return (
    <Page>
      <Loaded query={query} lines={14} title={t.name}>
        {() => <Inside brief={query.data!} />}
      </Loaded>
    </Page>
  );
}

function Inside({ brief: b }: { brief: Brief }) {
  const t = useTexts(briefTexts);
  const f = useFormat();
  return (
    <>
      <PageHeader
        name={t.title(b.name)}
        crumbs={<Link to={`/accounts/${b.accountId}`}>{t.toAccount}</Link>}
        title={
          <>
            {t.title(b.name)} <HealthPill tone={b.health.colour ?? 'unknown'} score={b.health.score} />
          </>
        }
        sub={t.made(f.day(b.day))}
        actions={
          <Button look="primary" className="no-print" onClick={() => print()}>
            {t.print}
          </Button>
        }
      />
      <div className="gap-4 *:mb-4 *:break-inside-avoid md:columns-2 print:columns-2 print:gap-2 print:*:mb-2">
        <Meeting brief={b} />
        <Questions brief={b} />
        <Who brief={b} />
        <Journey brief={b} />
        <Moved brief={b} />
        <Relationship brief={b} />
        <Goals brief={b} />
        <Open brief={b} />
        <People brief={b} />
        <Touches brief={b} />
      </div>
    </>
  );
}

function Questions({ brief }: { brief: Brief }) {
  const t = useTexts(briefTexts);
  return (
    <Card title={t.ask}>
      <ul className="stack !gap-1.5 text-[13px]">
        {brief.ask.map((one) => (
          <li key={one}>□ {t.questions[one]}</li>
        ))}
      </ul>
      <p className="sub no-print pt-2">{t.askHint}</p>
    </Card>
  );
}

function Meeting({ brief }: { brief: Brief }) {
  const t = useTexts(briefTexts);
  const f = useFormat();
  return (
    <Card title={t.meeting}>
      <div className="stack">
        {brief.meetings.map((one) => (
          <div key={`${one.startsAt}${one.title}`} className="stack !gap-1">
            <b>{one.title}</b>
            <Facts>
              <Fact term={one.allDay ? f.dayNoYear(f.dayOf(one.startsAt)) : f.moment(one.startsAt)}>{one.allDay ? t.allDay : (one.location ?? '')}</Fact>
              <Fact term={t.host}>{one.host}</Fact>
              <Fact term={t.theirs}>{one.people.map(t.honorific).join(t.separator)}</Fact>
            </Facts>
          </div>
        ))}
        <Ask brief={brief} about="meeting" />
      </div>
    </Card>
  );
}

type Row = readonly [ReactNode, ReactNode];
const known = (rows: readonly Row[]) => rows.filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false);

/** An attribute as a row, its value as people write it. */
function useLine() {
  const f = useFormat();
  return ({ name, kind, value }: Brief['news'][number]): readonly [string, string] => {
    if (kind === 'money') return [name, f.moneyShort(value)];
    if (kind === 'date') return [name, f.dayShort(value)];
    return [name, kind === 'number' ? f.number(Number(value), 6) : value];
  };
}

function Who({ brief }: { brief: Brief }) {
  const t = useTexts(briefTexts);
  const line = useLine();
  const f = useFormat();
  const { who } = brief;
  const lines = (title: string, found: Brief['news'], about: 'news' | 'reputation') => (
    <div className="stack !gap-1">
      {found.length > 0 && <b className="text-[13px]">{title}</b>}
      <Facts rows={found.map(line)} />
      <Ask brief={brief} about={about} />
    </div>
  );
  return (
    <Card title={t.who}>
      <div className="stack">
        {who.description && <p className="whitespace-pre-wrap text-[13px]">{who.description}</p>}
        <Ask brief={brief} about="business" />
        <Facts
          rows={known([
            [t.industry, who.industry],
            [t.employees, who.employees !== null && t.people_(f.number(who.employees))],
            [t.region, who.region],
            [t.website, who.website],
            [t.parent, who.parent],
            [t.partner, who.partner],
            [t.tags, who.tags.join(t.separator)],
            ...who.facts.map(line),
          ])}
        />
        {lines(t.news, brief.news, 'news')}
        {lines(t.reputation, brief.reputation, 'reputation')}
      </div>
    </Card>
  );
}

function Journey({ brief }: { brief: Brief }) {
  const t = useTexts(briefTexts);
  const f = useFormat();
  const j = brief.journey;
  const days = (text: string | null, day: string | null) => [text, day && f.dayShort(day)].filter(Boolean).join(' · ');
  const onboarding = j.onboardingDoneOn ? t.done(f.dayShort(j.onboardingDoneOn)) : j.onboardingDueOn ? t.dueBy(f.dayShort(j.onboardingDueOn)) : null;
  return (
    <Card title={t.journey}>
      <div className="stack">
        <Facts
          rows={known([
            [t.phase, j.phase && [t.phases[j.phase] ?? j.phase, j.phaseSince && t.since(f.dayShort(j.phaseSince))].filter(Boolean).join(' · ')],
            [t.onboarding, onboarding],
            [t.tenure, j.tenureMonths !== null && days(t.months(Math.floor(j.tenureMonths / 12), j.tenureMonths % 12), j.firstContractOn)],
            [t.products, j.products.join(t.separator)],
            [t.mrr, j.mrr !== null && f.moneyShort(j.mrr)],
            [t.seats, j.seats !== null && f.number(j.seats)],
            [t.renewal, j.renewalOn && [f.dayShort(j.renewalOn), j.autoRenew && t.auto].filter(Boolean).join(' · ')],
            [t.notice, j.noticeOn && f.dayShort(j.noticeOn)],
            [t.churned, j.churnedOn && f.dayShort(j.churnedOn)],
          ])}
        />
        <Ask brief={brief} about="renewal" />
      </div>
    </Card>
  );
}

function Moved({ brief }: { brief: Brief }) {
  const t = useTexts(briefTexts);
  const line = useLine();
  const f = useFormat();
  const language = useLanguage();
  const may = useCan('health.read');
  const health = useQuery(healths.account.queryOptions({ input: { accountId: brief.accountId, days: 30 }, enabled: may })).data as Health | undefined;
  const moved = (health?.measures ?? [])
    .filter((m) => m.on && m.change28 !== null && Math.abs(m.change28) >= 5)
    .sort((a, b) => Math.abs(b.change28!) - Math.abs(a.change28!))
    .slice(0, 5);
  const { change28 } = brief.health;
  return (
    <Card title={t.health} aside={change28 !== null && t.change(f.change(Math.round(change28)))}>
      <div className="stack">
        {health && moved.length === 0 && <div className="sub">{t.still}</div>}
        <Facts rows={moved.map((m) => [(language === 'en' && m.nameEn) || m.name, t.change(f.change(Math.round(m.change28!)))])} />
        <Ask brief={brief} about="health" />
        <Facts rows={brief.satisfaction.map(line)} />
        <Ask brief={brief} about="satisfaction" />
      </div>
    </Card>
  );
}

function Relationship({ brief }: { brief: Brief }) {
  const t = useTexts(briefTexts);
  const line = useLine();
  const f = useFormat();
  const r = brief.relationship;
  return (
    <Card title={t.relationship}>
      <div className="stack">
        <Facts
          rows={known([
            ...r.owners.map((one) => [t.roles[one.role], `${one.name} · ${t.since(f.dayShort(one.since))}`] as const),
            [t.touchModel, r.touchModel && t.touchModels[r.touchModel]],
            [t.segments, r.segments.join(t.separator)],
            [t.touches90, t.touchesOf(r.touches90, r.started90)],
          ])}
        />
        {(['fit', 'seminars'] as const).map((about) => (
          <div key={about} className="stack !gap-1">
            <Facts rows={brief[about].map(line)} />
            <Ask brief={brief} about={about} />
          </div>
        ))}
      </div>
    </Card>
  );
}
