import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Menu } from '#platform/ui/menu.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { Loaded } from '#platform/ui/states.tsx';
import { useUrlState } from '#platform/ui/url-state.ts';
import { CloseDialog } from './act-dialogs.tsx';
import { pageTexts } from './page-texts.ts';
import { Due, TypePill } from './parts.tsx';
import { actTexts, ctaTexts } from './texts.ts';
import { ctasApi, keyOf, readKey, useStatus, type CtaKey, type CtaRow } from './use-ctas.ts';
import { whoseFilter, WhoseSelect } from './whose.tsx';

const columns = ['open', 'doing', 'done', 'wont_do'] as const;
type ColumnKey = (typeof columns)[number];

/** Columns by status. Dropping a card on another column changes its status; closing asks for the outcome. */
export function BoardView({ onOpen }: { onOpen: (key: CtaKey) => void }) {
  const t = useTexts(pageTexts);
  const acts = useTexts(actTexts);
  const mayWrite = useCan('ctas.write');
  const [url, setUrl] = useUrlState<{ whose: string }>();
  const [closing, setClosing] = useState<{ key: CtaKey; status: 'done' | 'wont_do' } | null>(null);
  const whose = url.whose ?? 'mine';
  const counts = useQuery(ctasApi.counts.queryOptions({ input: whoseFilter(whose) })).data;
  const move = useStatus(acts.saved);
  // Whoever moves a card by keyboard goes with it: the card in the new column is another element.
  const [followed, setFollowed] = useState<string | null>(null);
  const drop = (status: ColumnKey, key: CtaKey) => {
    setFollowed(keyOf(key));
    if (status === 'done' || status === 'wont_do') setClosing({ key, status });
    // Not all of the row: what came of it is not for a CTA that is open again.
    else move.mutate({ accountId: key.accountId, ctaId: key.ctaId, status });
  };
  const countOf = { open: counts?.open, doing: counts?.doing, done: counts?.done, wont_do: counts?.wontDo };
  return (
    <>
      <div className="row spread">
        <WhoseSelect mine={t.tabs.mine} value={whose} onChange={(next) => setUrl({ whose: next === 'mine' ? undefined : next })} />
        {mayWrite && <span className="sub hidden sm:block">{t.moveHint}</span>}
      </div>
      <div className="grid items-start gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {columns.map((status) => (
          <Column
            key={status}
            status={status}
            whose={whose}
            count={countOf[status]}
            onOpen={onOpen}
            follow={{ key: followed, done: () => setFollowed(null) }}
            onDrop={mayWrite ? (key, to = status) => drop(to, key) : undefined}
          />
        ))}
      </div>
      {closing && <CloseDialog ctas={[closing.key]} status={closing.status} onClose={() => setClosing(null)} />}
    </>
  );
}

type Follow = { key: string | null; done: () => void };
type ColumnProps = {
  status: ColumnKey;
  whose: string;
  count?: number;
  follow: Follow;
  onOpen: (key: CtaKey) => void;
  onDrop?: (key: CtaKey, to?: ColumnKey) => void;
};

function Column({ status, whose, count, follow, onOpen, onDrop }: ColumnProps) {
  const t = useTexts(pageTexts);
  const words = useTexts(ctaTexts);
  const f = useFormat();
  const [over, setOver] = useState(false);
  const closed = status === 'done' || status === 'wont_do';
  const list = useQuery(ctasApi.list.queryOptions({ input: { ...whoseFilter(whose), status, sort: closed ? 'closed' : 'due', limit: 30 } }));
  const shown = list.data?.items.length ?? 0;
  return (
    <section
      className={`card ${over ? 'outline-ai outline-2' : ''}`}
      aria-label={words.statuses[status]}
      onDragOver={(event) => {
        if (!onDrop) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const key = readKey(event.dataTransfer.getData('text/plain'));
        if (key && !list.data?.items.some((cta) => cta.ctaId === key.ctaId)) onDrop?.(key);
      }}
    >
      <header>
        <h2>{words.statuses[status]}</h2>
        <span className="sub">
          {count !== undefined && t.open(f.number(count))} {closed && t.health28}
        </span>
      </header>
      <div className="body stack !gap-2">
        <Loaded query={list} lines={4}>
          {() => (
            <>
              {shown === 0 && <p className="sub">{t.emptyColumn}</p>}
              {list.data!.items.map((cta) => (
                <BoardCard
                  key={keyOf(cta)}
                  cta={cta}
                  status={status}
                  onFocused={follow.key === keyOf(cta) ? follow.done : undefined}
                  onOpen={onOpen}
                  onMove={onDrop && ((to) => onDrop(cta, to))}
                />
              ))}
              {!closed && count !== undefined && count > shown && <p className="sub">{t.more(f.number(count - shown))}</p>}
            </>
          )}
        </Loaded>
      </div>
    </section>
  );
}

type CardProps = { cta: CtaRow; status: ColumnKey; onFocused?: () => void; onOpen: (key: CtaKey) => void; onMove?: (to: ColumnKey) => void };

/** A card: Enter opens it; dragged, by its menu, or with Alt and ← → it goes to another column. */
function BoardCard({ cta, status, onFocused, onOpen, onMove }: CardProps) {
  const t = useTexts(pageTexts);
  const words = useTexts(ctaTexts);
  const others = columns.filter((one) => one !== status);
  const beside = (by: -1 | 1) => columns[columns.indexOf(status) + by];
  const button = useRef<HTMLButtonElement>(null);
  // Only where it has just come: a card that is about to leave is followed too, and has the focus already.
  useEffect(() => {
    if (!onFocused) return;
    button.current?.focus();
    onFocused();
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return (
    <div
      className="border-line bg-surface hover:bg-sunken relative rounded-md border text-[13px]"
      draggable={onMove !== undefined}
      onDragStart={(event) => event.dataTransfer.setData('text/plain', keyOf(cta))}
    >
      <button
        ref={button}
        type="button"
        className="flex w-full flex-col items-start gap-1 p-2.5 text-left"
        onClick={() => onOpen(cta)}
        onKeyDown={(event) => {
          const to = event.altKey ? ({ ArrowLeft: beside(-1), ArrowRight: beside(1) } as Record<string, ColumnKey | undefined>)[event.key] : undefined;
          if (!to || !onMove) return;
          event.preventDefault();
          onMove(to);
        }}
      >
        <TypePill type={cta.type} />
        <b>{cta.title}</b>
        <span>{cta.accountName}</span>
        <span className="row sub w-full !gap-2">
          {cta.closedAt ? words.outcomes[cta.outcome ?? ''] : <Due cta={cta} />}
          <span>{cta.ownerName ?? words.noOwner}</span>
        </span>
      </button>
      {onMove && (
        <span className="absolute top-1 right-1">
          <Menu
            label={t.moveCard(cta.title)}
            icon="⋯"
            look="ghost"
            small
            items={others.map((to) => ({ key: to, label: t.moveTo(words.statuses[to]), onAction: () => onMove(to) }))}
          />
        </span>
      )}
    </div>
  );
}
