import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { EmptyState, Loaded } from '#platform/ui/states.tsx';
import { pageTexts } from './page-texts.ts';
import { Due, Marks, TypePill } from './parts.tsx';
import { actTexts, ctaTexts } from './texts.ts';
import { ctasApi, keyOf, type CtaKey, type CtaRow } from './use-ctas.ts';

export { CtaDrawer } from './detail.tsx';
export { type CtaKey, type CtaRow } from './use-ctas.ts';

const Drawer = lazy(() => import('./detail.tsx').then((m) => ({ default: m.CtaDrawer })));
const Create = lazy(() => import('./edit-dialog.tsx').then((m) => ({ default: m.CtaDialog })));

/** The open CTAs of a customer, on its page. */
export function AccountCtas({ accountId, accountName }: { accountId: string; accountName: string }) {
  const t = useTexts(pageTexts);
  const acts = useTexts(actTexts);
  const mayWrite = useCan('ctas.write');
  const [shown, setShown] = useState<CtaKey | null>(null);
  const [creating, setCreating] = useState(false);
  const list = useQuery(ctasApi.list.queryOptions({ input: { accountId, asleep: 'show', limit: 20 } }));
  const add = mayWrite && (
    <Button small look="ghost" onClick={() => setCreating(true)}>
      {acts.create}
    </Button>
  );
  return (
    <Card title={t.panelTitle} aside={add}>
      <Loaded query={list} lines={3}>
        {() =>
          list.data!.items.length === 0 ? (
            <EmptyState title={t.panelNone}>{t.panelNoneHint}</EmptyState>
          ) : (
            <ul className="stack list-none">
              {list.data!.items.map((cta) => (
                <li key={keyOf(cta)}>
                  <CtaLine cta={cta} onOpen={() => setShown(cta)} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <Suspense fallback={null}>
        {shown && <Drawer key={shown.ctaId} of={{ accountId: shown.accountId, ctaId: shown.ctaId }} onClose={() => setShown(null)} onGo={setShown} />}
        {creating && <Create account={{ id: accountId, label: accountName }} onClose={() => setCreating(false)} />}
      </Suspense>
    </Card>
  );
}

/** A CTA in two lines: what, and by whom until when. */
export function CtaLine({ cta, onOpen, aside }: { cta: CtaRow; onOpen: () => void; aside?: ReactNode }) {
  const words = useTexts(ctaTexts);
  const language = useLanguage();
  return (
    <div className="flex items-start justify-between gap-3 text-[13px]">
      <div className="min-w-0">
        <div className="row !gap-2">
          <TypePill type={cta.type} />
          <button type="button" className="text-left font-semibold hover:underline" onClick={onOpen}>
            {cta.title}
          </button>
          <Marks cta={cta} />
        </div>
        <div className="sub">
          {cta.ruleName ? words.rule(cta.ruleName) : cta.reasonName[language]} · {words.statuses[cta.status]} · {cta.ownerName ?? words.noOwner}
        </div>
      </div>
      <div className="text-right whitespace-nowrap">
        <Due cta={cta} />
        {aside}
      </div>
    </div>
  );
}

/** Closed CTAs in the words of the customer's timeline. */
export function useCtaMoment() {
  const words = useTexts(ctaTexts);
  return (moment: { kind: string; event: string; title: string; detail: Record<string, unknown> }) => {
    if (moment.kind !== 'cta') return null;
    const { outcome, note, by } = moment.detail as Partial<Record<'outcome' | 'note' | 'by', string>>;
    const status = words.statuses[moment.event as 'done'] ?? moment.event;
    const title = (
      <>
        CTA {status} <b className="font-semibold">{moment.title}</b>
      </>
    );
    return {
      title,
      body: [outcome && words.outcomes[outcome], note, by].filter(Boolean).join(' · ') || undefined,
      tone: moment.event === 'done' ? ('good' as const) : undefined,
    };
  };
}
