import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormat, useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Drawer } from '#platform/ui/dialog.tsx';
import { useDone } from '#platform/ui/done.ts';
import { Extra } from '#platform/ui/extra.tsx';
import { Fact, Facts } from '#platform/ui/layout.tsx';
import { Menu } from '#platform/ui/menu.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { Loaded, Notice } from '#platform/ui/states.tsx';
import { useFields } from '#rules/conditions/panel.tsx';
import { factsSaid } from '#rules/rules/contract.ts';
import { CloseDialog, EscalateDialog, MergeDialog, PriorityDialog, ReassignDialog, SnoozeDialog } from './act-dialogs.tsx';
import { Comments } from './comments.tsx';
import { detailTexts } from './detail-texts.ts';
import { CtaDialog } from './edit-dialog.tsx';
import { Files } from './files.tsx';
import { History } from './history.tsx';
import { Due, Marks, Rank, TypePill } from './parts.tsx';
import { actTexts, ctaTexts } from './texts.ts';
import { ctasApi, useStatus, type CtaKey, type CtaRow } from './use-ctas.ts';

type Open = 'done' | 'wont_do' | 'snooze' | 'escalate' | 'reassign' | 'merge' | 'edit' | 'priority' | null;

/** One CTA with everything about it, coming in from the side. */
export function CtaDrawer({ of, onClose, onGo }: { of: CtaKey; onClose: () => void; onGo: (to: CtaKey) => void }) {
  const cta = useQuery(ctasApi.get.queryOptions({ input: of }));
  return (
    <Drawer open onClose={onClose} title={cta.data?.title ?? 'CTA'}>
      <Loaded query={cta} lines={10}>
        {() => <Inside cta={cta.data!} onClose={onClose} onGo={onGo} />}
      </Loaded>
    </Drawer>
  );
}

function Inside({ cta, onClose, onGo }: { cta: CtaRow; onClose: () => void; onGo: (to: CtaKey) => void }) {
  const mayWrite = useCan('ctas.write');
  return (
    <div className="stack !gap-5">
      <div className="row !gap-2">
        <TypePill type={cta.type} />
        <Link to={`/accounts/${cta.accountId}`} onClick={onClose} className="font-semibold">
          {cta.accountName}
        </Link>
        <Marks cta={cta} />
      </div>
      <Standing cta={cta} onGo={onGo} />
      {mayWrite && <Acts cta={cta} onGo={onGo} />}
      <Why cta={cta} />
      <About cta={cta} />
      <Extra place="cta" accountId={cta.accountId} ctaId={cta.ctaId} />
      <Comments cta={cta} mayWrite={mayWrite} />
      <Files cta={cta} mayWrite={mayWrite} />
      <History cta={cta} />
    </div>
  );
}

/** How it stands where that needs saying: escalated, or closed and with what outcome. */
function Standing({ cta, onGo }: { cta: CtaRow; onGo: (to: CtaKey) => void }) {
  const t = useTexts(ctaTexts);
  const d = useTexts(detailTexts);
  const f = useFormat();
  if (cta.escalatedTo)
    return (
      <Notice tone="watch">
        <b>{t.escalatedTo(cta.escalatedToName ?? '', f.dayShort(cta.escalatedUntil))}</b>
        <div>{cta.escalationReason}</div>
      </Notice>
    );
  if (!cta.closedAt) return null;
  return (
    <Notice tone="good">
      <b>
        {t.statuses[cta.status]}
        {cta.outcome && `: ${t.outcomes[cta.outcome] ?? cta.outcome}`}
      </b>
      {cta.outcomeNote && <div className="whitespace-pre-wrap">{cta.outcomeNote}</div>}
      <div className="sub">{d.closedBy(cta.closedByName ?? cta.ruleName ?? d.system, f.moment(cta.closedAt))}</div>
      {cta.mergedInto && (
        <Button small onClick={() => onGo({ accountId: cta.accountId, ctaId: cta.mergedInto! })}>
          {d.mergedInto}
        </Button>
      )}
    </Notice>
  );
}

function Acts({ cta, onGo }: { cta: CtaRow; onGo: (to: CtaKey) => void }) {
  const t = useTexts(actTexts);
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const one = { accountId: cta.accountId, ctaId: cta.ctaId };
  const start = useStatus(cta.closedAt ? t.reopened : t.started);
  const options = { meta: { toast: true } };
  const wake = useMutation(ctasApi.snooze.mutationOptions({ ...useDone(t.awake), ...options }));
  const release = useMutation(ctasApi.release.mutationOptions({ ...useDone(t.released), ...options }));
  const useless = useMutation(ctasApi.useless.mutationOptions({ ...useDone(cta.useless ? t.saved : t.uselessThanks), ...options }));
  const uselessItem = { key: 'useless', label: cta.useless ? t.uselessUndo : t.useless, onAction: () => useless.mutate({ ...one, useless: !cta.useless }) };
  if (cta.closedAt)
    return (
      <div className="row !gap-2">
        {!cta.mergedInto && (
          <Button busy={start.isPending} onClick={() => start.mutate({ ...one, status: 'open' })}>
            {t.reopen}
          </Button>
        )}
        <Button look="ghost" onClick={uselessItem.onAction}>
          {uselessItem.label}
        </Button>
      </div>
    );
  return (
    <div className="row !gap-2">
      <Button look="primary" onClick={() => setOpen('done')}>
        {t.finish}
      </Button>
      {cta.status === 'open' && (
        <Button busy={start.isPending} onClick={() => start.mutate({ ...one, status: 'doing' })}>
          {t.start}
        </Button>
      )}
      {cta.snoozedUntil ? (
        <Button busy={wake.isPending} onClick={() => wake.mutate({ ...one, until: null })}>
          {t.wake}
        </Button>
      ) : (
        <Button onClick={() => setOpen('snooze')}>{t.snooze}</Button>
      )}
      {cta.escalatedTo ? (
        <Button busy={release.isPending} onClick={() => release.mutate(one)}>
          {t.release}
        </Button>
      ) : (
        <Button onClick={() => setOpen('escalate')}>{t.escalate}</Button>
      )}
      <Menu
        label={t.more}
        icon="⋯"
        look="ghost"
        items={[
          { key: 'edit', label: t.edit, onAction: () => setOpen('edit') },
          { key: 'priority', label: t.setPriority, onAction: () => setOpen('priority') },
          { key: 'reassign', label: t.reassign, onAction: () => setOpen('reassign') },
          { key: 'merge', label: t.merge, onAction: () => setOpen('merge') },
          uselessItem,
          { key: 'drop', label: t.drop, onAction: () => setOpen('wont_do') },
        ]}
      />
      {(open === 'done' || open === 'wont_do') && <CloseDialog ctas={[{ ...one, type: cta.type }]} status={open} onClose={close} />}
      {open === 'snooze' && <SnoozeDialog ctas={[one]} onClose={close} />}
      {open === 'reassign' && <ReassignDialog ctas={[one]} onClose={close} />}
      {open === 'priority' && <PriorityDialog ctas={[one]} onClose={close} />}
      {open === 'escalate' && <EscalateDialog cta={cta} onClose={close} />}
      {open === 'merge' && <MergeDialog cta={cta} onClose={close} onMerged={onGo} />}
      {open === 'edit' && <CtaDialog cta={cta} onClose={close} />}
    </div>
  );
}

/** The facts that made it, as sentences; by hand, the note says why. */
function Why({ cta }: { cta: CtaRow }) {
  const t = useTexts(ctaTexts);
  const sentences = factsSaid(cta.facts, useFields().reading);
  const f = useFormat();
  if (!sentences.length && !cta.note) return null;
  return (
    <section>
      <h3 className="pb-1">{t.why}</h3>
      {sentences.length > 0 && (
        <ul className="list-disc pl-5 text-[13px]">
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {cta.ruleName && (
        <div className="sub pt-1">
          {t.rule(cta.ruleName)} · {f.day(cta.firedOn)}
        </div>
      )}
      {cta.note && <p className="pt-1 text-[13px] whitespace-pre-wrap">{cta.note}</p>}
    </section>
  );
}

function About({ cta }: { cta: CtaRow }) {
  const t = useTexts(ctaTexts);
  const f = useFormat();
  const language = useLanguage();
  return (
    <Facts>
      <Fact term={t.status}>{t.statuses[cta.status]}</Fact>
      <Fact term={t.owner}>{cta.ownerName ?? <Pill tone="watch">{t.noOwner}</Pill>}</Fact>
      <Fact term={t.due}>
        <Due cta={cta} /> {cta.dueOn && <span className="sub">{f.dayShort(cta.dueOn)}</span>}
      </Fact>
      <Fact term={t.priority}>{t.priorities[cta.priority]}</Fact>
      <Fact term={t.reason}>{cta.reasonName[language]}</Fact>
      {cta.riskCategory && <Fact term={t.category}>{t.categories[cta.riskCategory]}</Fact>}
      {cta.rankParts && (
        <Fact term={t.rank}>
          <Rank cta={cta} /> <span className="sub">{t.slots[cta.slot]}</span>
        </Fact>
      )}
      {cta.productName && <Fact term={t.product}>{cta.productName}</Fact>}
      {cta.contractName && <Fact term={t.contract}>{cta.contractName}</Fact>}
      {cta.contactName && <Fact term={t.contact}>{t.person(cta.contactName)}</Fact>}
      {cta.mrr !== null && <Fact term="MRR">{f.moneyShort(cta.mrr)}</Fact>}
      {cta.renewalOn && <Fact term={t.renewal}>{f.dayShort(cta.renewalOn)}</Fact>}
    </Facts>
  );
}
