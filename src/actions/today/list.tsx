import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { CtaKey } from '#actions/ctas/panel.tsx';
import { useTexts } from '#platform/i18n/react.tsx';
import { useKeys } from '#platform/ui/keys.ts';
import { Card } from '#platform/ui/layout.tsx';
import { Chip } from '#platform/ui/pills.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { EmptyState } from '#platform/ui/states.tsx';
import { ctaTypes } from '#rules/rules/terms.ts';
import { TodayRow, typeOf, type Item } from './row.tsx';
import { todayTexts } from './texts.ts';

const Drawer = lazy(() => import('#actions/ctas/panel.tsx').then((m) => ({ default: m.CtaDrawer })));
const Acts = lazy(() => import('./acts.tsx'));
export type Act = 'done' | 'snooze' | 'record';
const types = [...ctaTypes, 'task'] as const;

/** The lines of the day, worked through by keyboard: J K move, Enter opens, E S N act. */
export function TodayList({ items, total, overflow, snoozed }: { items: Item[]; total: number; overflow: { count: number; items: Item[] }; snoozed: number }) {
  const t = useTexts(todayTexts);
  const navigate = useNavigate();
  const mayAct = useCan('ctas.write');
  const [type, setType] = useState<(typeof types)[number] | null>(null);
  const [at, setAt] = useState(0);
  const [opened, setOpened] = useState<CtaKey | null>(null);
  const [act, setAct] = useState<{ kind: Act; item: Item } | null>(null);
  const shown = type ? items.filter((one) => typeOf(one) === type) : items;
  const lines = [...shown, ...overflow.items];
  const now = lines[Math.min(at, lines.length - 1)];
  const move = (by: number) => setAt(Math.max(0, Math.min(lines.length - 1, Math.min(at, lines.length - 1) + by)));
  const begin = (kind: Act) => now && setAct({ kind, item: now });
  useKeys({ j: () => move(1), k: () => move(-1) });
  useKeys(
    {
      Enter: (event) => {
        if (!now || (event.target as HTMLElement).closest('a, button')) return;
        event.preventDefault();
        if (now.ctaId) setOpened({ accountId: now.accountId, ctaId: now.ctaId });
        else void navigate({ to: `/accounts/${now.accountId}` });
      },
    },
    lines.length > 0,
  );
  // The letter that opens a dialog must not be typed into it.
  const key = (kind: Act) => (event: KeyboardEvent) => {
    event.preventDefault();
    begin(kind);
  };
  useKeys({ e: key('done'), s: key('snooze'), n: key('record') }, mayAct);
  const line = (item: Item, i: number) => (
    <TodayRow
      key={item.id}
      item={item}
      selected={lines[i] === now}
      onSelect={() => setAt(i)}
      onOpen={item.ctaId ? () => setOpened({ accountId: item.accountId, ctaId: item.ctaId! }) : undefined}
      onDone={mayAct ? () => setAct({ kind: 'done', item }) : undefined}
    />
  );
  return (
    <div className="stack">
      <Card title={<span title={t.order}>{t.list}</span>} aside={snoozed > 0 && t.snoozed(snoozed)} flush>
        <div className="row border-line border-b px-3.5 py-2.5 !gap-2">
          <Chip on={!type} onClick={() => setType(null)}>
            {t.every} {total}
          </Chip>
          {types.map((one) => {
            const n = items.filter((i) => typeOf(i) === one).length;
            return n ? (
              <Chip key={one} on={type === one} onClick={() => setType(one)}>
                {t.types[one]} {n}
              </Chip>
            ) : null;
          })}
        </div>
        {shown.length === 0 ? (
          <EmptyState title={type ? t.noneOfType : t.none}>{!type && t.noneHint}</EmptyState>
        ) : (
          <ol aria-label={t.list} className="today-list">
            {shown.map(line)}
          </ol>
        )}
        <More n={total - items.length} />
        <div className="sub border-line border-t px-3.5 py-2 max-sm:hidden">{t.keys}</div>
      </Card>
      {overflow.count > 0 && (
        <Card title={t.overflow(overflow.count)} aside={t.overflowHint} flush>
          <ol aria-label={t.overflow(overflow.count)}>{overflow.items.map((item, i) => line(item, shown.length + i))}</ol>
          <More n={overflow.count - overflow.items.length} show="overflow" />
        </Card>
      )}
      {opened && (
        <Suspense fallback={null}>
          <Drawer key={opened.ctaId} of={opened} onClose={() => setOpened(null)} onGo={setOpened} />
        </Suspense>
      )}
      {act && (
        <Suspense fallback={null}>
          <Acts {...act} onClose={() => setAct(null)} />
        </Suspense>
      )}
    </div>
  );
}

/** What is not listed is said, and where it is. */
function More({ n, show }: { n: number; show?: 'overflow' }) {
  const t = useTexts(todayTexts);
  return n > 0 ? (
    <div className="sub border-line border-t px-3.5 py-2">
      {t.more(n)}{' '}
      <Link to="/ctas" search={{ show } as never}>
        {t.toCtas}
      </Link>
    </div>
  ) : null;
}
