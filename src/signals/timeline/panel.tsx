import { useInfiniteQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { z } from 'zod';
import { ActivityMenu, activityTexts } from '#signals/activities/panel.tsx';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { ShowMore } from '#platform/ui/more.tsx';
import { Chip, type Tone } from '#platform/ui/pills.tsx';
import { EmptyState, Loaded } from '#platform/ui/states.tsx';
import { Timeline } from '#platform/ui/timeline.tsx';
import { contract, timelineKind, type moment } from './contract.ts';
import { timelineTexts } from './texts.ts';

type Moment = Omit<z.infer<typeof moment>, 'at'> & { at: string };
type Detail = Partial<
  Record<
    | 'mrr'
    | 'wasMrr'
    | 'startsOn'
    | 'endsOn'
    | 'wasEndsOn'
    | 'cancelledOn'
    | 'note'
    | 'before'
    | 'role'
    | 'on'
    | 'successor'
    | 'department'
    | 'jobTitle'
    | 'body'
    | 'activityId'
    | 'direction'
    | 'by',
    string
  >
> & {
  contacts?: string[];
  members?: string[];
  automatic?: boolean;
  history?: boolean;
  undone?: boolean;
};
const api = apiQuery(contract);

type Words = { title: ReactNode; body?: string; tone?: Tone };
/** Says moments of stages to the right; null leaves one to the panel. */
export type SayMore = (moment: { kind: string; event: string; title: string; detail: Record<string, unknown> }) => Words | null;

/** Everything that happened with an account, newest first, by kind. */
export function TimelinePanel({ accountId, aside, sayMore }: { accountId: string; aside?: ReactNode; sayMore?: SayMore }) {
  const t = useTexts(timelineTexts);
  const [kind, setKind] = useState<Moment['kind'] | undefined>();
  const words = useWords(accountId, sayMore);
  const list = useInfiniteQuery(
    api.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ accountId, kind, cursor, limit: 50 }),
      initialPageParam: undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
    }),
  );
  const moments = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card title={t.title} aside={aside}>
      <div className="row pb-4 !gap-2">
        {([undefined, ...timelineKind.options] as const).map((one) => (
          <Chip key={one ?? 'all'} on={kind === one} onClick={() => setKind(one)}>
            {t.kinds[one ?? 'all']}
          </Chip>
        ))}
      </div>
      <Loaded query={list} lines={8}>
        {() =>
          moments.length === 0 ? (
            <EmptyState title={t.none}>{t.noneHint}</EmptyState>
          ) : (
            <Timeline label={t.title} moments={moments.map((m) => words(m as Moment))} />
          )
        }
      </Loaded>
      <ShowMore query={list} />
    </Card>
  );
}

/** A moment in the reader's words. */
function useWords(accountId: string, sayMore?: SayMore) {
  const t = useTexts(timelineTexts);
  const a = useTexts(activityTexts);
  const f = useFormat();
  return (m: Moment) => {
    const d = m.detail as Detail;
    const made = (title: ReactNode, body: (string | false | null | undefined)[] = [], tone?: Tone) => ({
      key: m.key,
      when: f.moment(m.at),
      title,
      body: body.filter(Boolean).join(' · ') || undefined,
      tone,
    });
    const more = sayMore?.(m);
    if (more) return { key: m.key, when: f.moment(m.at), ...more };
    if (m.kind === 'activity') {
      const people = [d.members?.join(a.separator), d.contacts?.length ? a.with(d.contacts.join(a.separator)) : '']
        .filter(Boolean)
        .join(d.direction === 'reactive' ? ' ← ' : ' → ');
      const label = `${a.kinds[m.event as keyof typeof a.kinds]}${d.direction ? f.inBrackets(a.directions[d.direction as keyof typeof a.directions]) : ''}`;
      const title = (
        <>
          {label} <b className="font-semibold">{m.title}</b> <ActivityMenu accountId={accountId} activityId={d.activityId!} />
        </>
      );
      return made(title, [people, d.body, d.automatic && a.automatic, d.history && a.history]);
    }
    if (m.kind === 'contract') {
      const body =
        m.event === 'lines'
          ? [t.mrrChange(f.money(d.wasMrr), f.money(d.mrr))]
          : [
              t.period(f.dayShort(d.startsOn), d.endsOn ? f.dayShort(d.endsOn) : t.openEnded),
              d.mrr && t.mrr(f.money(d.mrr)),
              d.wasEndsOn && t.endChange(f.dayShort(d.wasEndsOn), f.dayShort(d.endsOn)),
              d.cancelledOn && t.cancelledOn(f.dayShort(d.cancelledOn)),
            ];
      const down = m.event === 'cancelled' || (m.event === 'lines' && BigInt(d.mrr!) < BigInt(d.wasMrr!));
      return made(t.contract[m.event as keyof typeof t.contract](m.title), m.event === 'deleted' ? [] : body, down ? 'risk' : undefined);
    }
    if (m.kind === 'assignment') {
      const role = t.roles[d.role as keyof typeof t.roles];
      return made(m.event === 'opened' ? t.opened(role, m.title, d.before ?? null) : t.closed(role, m.title), [d.note && t.note(d.note)]);
    }
    if (m.kind === 'contact') {
      const gone = m.event === 'left' || m.event === 'transferred';
      return made(
        t.contact[m.event as keyof typeof t.contact](m.title),
        [d.department, d.jobTitle, gone && f.dayShort(d.on), d.successor && t.successor(d.successor)],
        gone ? 'watch' : undefined,
      );
    }
    return made(t.imported(t.import[m.event as keyof typeof t.import] ?? m.event), [m.title, d.by, d.undone && t.undone]);
  };
}
