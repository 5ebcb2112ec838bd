import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { ConfirmDialog } from '#platform/ui/dialog.tsx';
import { useDone } from '#platform/ui/done.ts';
import { Card } from '#platform/ui/layout.tsx';
import { Menu } from '#platform/ui/menu.tsx';
import { ShowMore } from '#platform/ui/more.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { EmptyState, Loaded } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { contract } from './contract.ts';
import { ContactDialog, DepartureDialog, type Contact } from './dialogs.tsx';
import { contactTexts } from './texts.ts';

const api = apiQuery(contract);

/** Days since a person of ours was last in touch with each contact, by contact id. */
export type Touches = ReadonlyMap<string, { lastOn: string; daysAgo: number }>;
type Props = { accountId: string; touches: Touches | undefined };
// Contact lost with who decides is worth a colour; the default metric of the scorecard uses the same days.
const longAgo = 60;

/** Everyone we know at an account. */
export function ContactsPanel({ accountId, touches }: Props) {
  const t = useTexts(contactTexts);
  const mayWrite = useCan('contacts.write');
  const [open, setOpen] = useState<Contact | 'new' | null>(null);
  const list = useInfiniteQuery(
    api.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ accountId, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
    }),
  );
  const add = (
    <Button small look="primary" onClick={() => setOpen('new')}>
      {t.add}
    </Button>
  );
  return (
    <Card title={t.title} aside={mayWrite && add} flush>
      <Table<Contact>
        label={t.title}
        columns={[
          { key: 'name', header: t.name, cell: (c) => <Name contact={c} /> },
          { key: 'post', header: t.post, wrap: true, cell: (c) => [c.department, c.title].filter(Boolean).join(' ') || '—' },
          { key: 'roles', header: t.role, wrap: true, cell: (c) => <Roles contact={c} /> },
          { key: 'last', header: t.last, cell: (c) => <LastTouch contact={c} touches={touches} /> },
          { key: 'email', header: t.email, cell: (c) => (c.email ? <a href={`mailto:${c.email}`}>{c.email}</a> : '—') },
          { key: 'phone', header: t.phone, cell: (c) => (c.phone ? <a href={`tel:${c.phone}`}>{c.phone}</a> : '—') },
          { key: 'menu', header: '', num: true, cell: (c) => mayWrite && <RowMenu contact={c} onEdit={() => setOpen(c)} /> },
        ]}
        rows={list.data?.pages.flatMap((page) => page.items)}
        rowKey={(c) => c.contactId}
        query={list}
        empty={
          <EmptyState title={t.none} actions={mayWrite && add}>
            {t.noneHint}
          </EmptyState>
        }
        foot={<ShowMore query={list} />}
      />
      {open && <ContactDialog accountId={accountId} contact={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </Card>
  );
}

/** The first few, beside the health of an account. */
export function ContactsCard({ accountId, touches, all }: Props & { all: ReactNode }) {
  const t = useTexts(contactTexts);
  const f = useFormat();
  const list = useQuery(api.list.queryOptions({ input: { accountId, limit: 6 } }));
  const items = list.data?.items ?? [];
  return (
    <Card title={list.data?.nextCursor ? t.title : t.count(f.number(items.length))} aside={all}>
      <Loaded query={list} lines={3}>
        {() =>
          items.length === 0 ? (
            <EmptyState title={t.none}>{t.noneHint}</EmptyState>
          ) : (
            <ul className="stack !gap-2">
              {items.map((c) => (
                <li key={c.contactId} className="row spread !flex-nowrap items-baseline">
                  <Name contact={c} post />
                  <span className="sub text-right">
                    <Roles contact={c} /> · <LastTouch contact={c} touches={touches} />
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}

function Name({ contact: c, post }: { contact: Contact; post?: boolean }) {
  const t = useTexts(contactTexts);
  const f = useFormat();
  return (
    <span>
      <b>{c.name}</b>
      {post && c.title && ` ${c.title}`}
      {!post && c.kana && <span className="sub block">{c.kana}</span>}
      {c.status !== 'active' && (
        <>
          {' '}
          <Pill tone="watch">
            {t.statuses[c.status]} {f.dayShort(c.statusOn)}
          </Pill>
          {c.successorName && <span className="sub"> {t.successorOf(c.successorName)}</span>}
        </>
      )}
    </span>
  );
}

function Roles({ contact: c }: { contact: Contact }) {
  const t = useTexts(contactTexts);
  return <>{c.roles.map((role) => t.roles[role as keyof typeof t.roles] ?? role).join(t.separator) || '—'}</>;
}

function LastTouch({ contact: c, touches }: { contact: Contact; touches: Touches | undefined }) {
  const t = useTexts(contactTexts);
  const f = useFormat();
  if (!touches) return null;
  const touch = touches.get(c.contactId);
  if (!touch) return <span className="text-ink-2">{t.lastNone}</span>;
  const lost = touch.daysAgo >= longAgo && c.status === 'active' && c.roles.includes('decision_maker');
  return (
    <span title={f.day(touch.lastOn)}>{lost ? <span className="text-bad">{t.daysNone(f.days(touch.daysAgo))}</span> : f.daysFromNow(-touch.daysAgo)}</span>
  );
}

function RowMenu({ contact: c, onEdit }: { contact: Contact; onEdit: () => void }) {
  const t = useTexts(contactTexts);
  const f = useFormat();
  const [open, setOpen] = useState<'depart' | 'remove' | null>(null);
  const close = () => setOpen(null);
  const back = useMutation(api.status.mutationOptions(useDone(t.saved, close)));
  const remove = useMutation(api.remove.mutationOptions(useDone(t.removed, close)));
  const { accountId, contactId } = c;
  return (
    <>
      <Menu
        label={t.menu(c.name)}
        icon="⋯"
        small
        look="ghost"
        items={[
          { key: 'edit', label: t.edit, onAction: onEdit },
          c.status === 'active'
            ? { key: 'depart', label: t.depart, onAction: () => setOpen('depart') }
            : { key: 'back', label: t.back, onAction: () => back.mutate({ accountId, contactId, status: 'active' }) },
          { key: 'remove', label: t.remove, danger: true, onAction: () => setOpen('remove') },
        ]}
      />
      {open === 'depart' && <DepartureDialog contact={c} today={f.dayOf(new Date())} onClose={() => setOpen(null)} />}
      <ConfirmDialog
        open={open === 'remove'}
        onClose={() => setOpen(null)}
        onConfirm={() => remove.mutate({ accountId, contactId })}
        title={t.removeTitle(c.name)}
        confirmLabel={t.remove}
        danger
        busy={remove.isPending}
      >
        {t.removeText}
      </ConfirmDialog>
    </>
  );
}
