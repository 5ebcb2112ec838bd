import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { apiClient, apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { useDone } from '#platform/ui/done.ts';
import { NumberField } from '#platform/ui/fields.tsx';
import { Card, Page, PageHeader } from '#platform/ui/layout.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { EmptyState, FormProblem, Loaded } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { slotsContract } from './contract.ts';
import { slotsTexts } from './slots-texts.ts';

const api = apiQuery(slotsContract);
const client = apiClient(slotsContract);
type Slots = Awaited<ReturnType<typeof client.get>>;
type Load = Awaited<ReturnType<typeof client.load>>[number];
const weeksShown = 8;

/** 対応枠と負荷: how much new work a person takes a week, and how much each has. */
export function SlotsPage() {
  const t = useTexts(slotsTexts);
  const slots = useQuery(api.get.queryOptions());
  return (
    <Page>
      <PageHeader title={t.title} sub={t.sub} />
      <LoadCard />
      <Loaded query={slots} lines={8}>
        {() => <SlotsForm key={JSON.stringify(slots.data)} slots={slots.data!} />}
      </Loaded>
    </Page>
  );
}

function LoadCard() {
  const t = useTexts(slotsTexts);
  const f = useFormat();
  const load = useQuery(api.load.queryOptions({ input: { weeks: weeksShown } }));
  const bad = (n: number) => <span className={n > 0 ? 'text-bad font-semibold' : 'sub'}>{f.number(n)}</span>;
  const name = (one: Load) => one.name ?? t.nobody;
  return (
    <Card title={t.load} aside={t.loadSub(weeksShown)} flush>
      <Table
        label={t.load}
        rows={load.data}
        rowKey={(one) => one.memberId ?? 'none'}
        query={load}
        empty={<EmptyState title={t.none}>{t.noneHint}</EmptyState>}
        foot={<Legend />}
        columns={[
          { key: 'name', header: t.member, cell: (one) => <b>{name(one)}</b> },
          { key: 'week', header: t.thisWeek, num: true, cell: (one) => t.used(f.number(one.weeks.at(-1)?.in ?? 0), f.number(one.perWeek)) },
          { key: 'weeks', header: t.weeks, cell: (one) => <Weeks load={one} name={name(one)} /> },
          { key: 'open', header: t.open, num: true, cell: (one) => f.number(one.open) },
          { key: 'overdue', header: t.overdue, num: true, cell: (one) => bad(one.overdue) },
          { key: 'overflow', header: t.overflow, num: true, cell: (one) => f.number(one.overflow) },
          { key: 'escalated', header: t.escalated, num: true, cell: (one) => f.number(one.escalated) },
          {
            key: 'work',
            header: '',
            cell: (one) => (
              <Link to="/ctas" search={{ tab: 'team', whose: one.memberId ?? 'none' } as never}>
                {t.work}
              </Link>
            ),
          },
        ]}
      />
    </Card>
  );
}

function Legend() {
  const t = useTexts(slotsTexts);
  const fills = { in: 'fill-ai', outside: 'fill-unknown', overflow: 'fill-watch' } as const;
  return (
    <ul className="legend px-4 pb-3">
      {(['in', 'outside', 'overflow'] as const).map((slot) => (
        <li key={slot} className="flex items-center gap-1.5">
          <span aria-hidden className={`inline-block size-2.5 ${fills[slot]}`} />
          {t.legend[slot]}
        </li>
      ))}
    </ul>
  );
}

/** A bar for each week: in the slots, outside them, and beyond them in a lighter tone. */
function Weeks({ load, name }: { load: Load; name: string }) {
  const t = useTexts(slotsTexts);
  const f = useFormat();
  const most = Math.max(load.perWeek, ...load.weeks.map((w) => w.in + w.outside + w.overflow), 1);
  const height = (n: number) => ({ height: `${(n / most) * 28}px` });
  return (
    <div
      className="flex h-7 items-end gap-1"
      role="img"
      aria-label={`${t.weekLabel(name)}: ${load.weeks.map((w) => t.weekValue(f.dayShort(w.week), w.in, w.outside, w.overflow)).join(' / ')}`}
    >
      {load.weeks.map((w) => (
        <span key={w.week} className="bg-sunken flex h-7 w-4 flex-col justify-end" title={t.weekValue(f.dayShort(w.week), w.in, w.outside, w.overflow)}>
          <span className="fill-watch block" style={height(w.overflow)} />
          <span className="fill-unknown block" style={height(w.outside)} />
          <span className="fill-ai block" style={height(w.in)} />
        </span>
      ))}
    </div>
  );
}

function SlotsForm({ slots }: { slots: Slots }) {
  const t = useTexts(slotsTexts);
  const f = useFormat();
  const mayWrite = useCan('slots.write');
  const [defaults, setDefaults] = useState<Record<string, number | null>>(() => Object.fromEntries(slots.defaults.map((d) => [d.touchModel, d.perWeek])));
  const [own, setOwn] = useState<Record<string, number | null>>(() => Object.fromEntries(slots.members.map((m) => [m.memberId, m.own])));
  const save = useMutation(api.put.mutationOptions(useDone(t.saved)));
  const changedDefaults = slots.defaults.flatMap((d) => {
    const perWeek = defaults[d.touchModel];
    return perWeek != null && perWeek !== d.perWeek ? [{ touchModel: d.touchModel, perWeek }] : [];
  });
  const changedMembers = slots.members.flatMap((m) => (own[m.memberId] === m.own ? [] : [{ memberId: m.memberId, perWeek: own[m.memberId] ?? null }]));
  const dirty = changedDefaults.length + changedMembers.length > 0;
  return (
    <>
      <Card title={t.defaults} aside={t.defaultsSub}>
        <div className="grid gap-3 min-[480px]:grid-cols-2 lg:grid-cols-5">
          {slots.defaults.map((d) => (
            <NumberField
              key={d.touchModel}
              label={t.touchModels[d.touchModel]}
              unit={t.perWeekUnit}
              disabled={!mayWrite}
              value={defaults[d.touchModel] ?? null}
              onChange={(n) => setDefaults({ ...defaults, [d.touchModel]: n })}
            />
          ))}
        </div>
      </Card>
      <Card title={t.members} aside={t.membersSub} flush>
        <Table
          label={t.members}
          rows={slots.members}
          rowKey={(m) => m.memberId}
          columns={[
            { key: 'name', header: t.member, cell: (m) => <b>{m.name}</b> },
            { key: 'accounts', header: t.accounts, num: true, cell: (m) => t.companies(f.number(m.accounts)) },
            { key: 'touch', header: t.touch, cell: (m) => (m.touchModel ? t.touchModels[m.touchModel] : '—') },
            { key: 'perWeek', header: t.perWeek, num: true, cell: (m) => f.number(m.perWeek) },
            {
              key: 'own',
              header: t.own,
              width: '150px',
              cell: (m) => (
                <NumberField
                  hideLabel
                  label={t.ownOf(m.name)}
                  unit={t.perWeekUnit}
                  disabled={!mayWrite}
                  value={own[m.memberId] ?? null}
                  onChange={(n) => setOwn({ ...own, [m.memberId]: n })}
                />
              ),
            },
          ]}
        />
      </Card>
      <FormProblem error={save.error} />
      {mayWrite && (
        <div className="actions">
          <Button look="primary" busy={save.isPending} disabled={!dirty} onClick={() => save.mutate({ defaults: changedDefaults, members: changedMembers })}>
            {t.save}
          </Button>
        </div>
      )}
    </>
  );
}
