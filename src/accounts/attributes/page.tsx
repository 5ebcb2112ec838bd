import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { ListPage } from '#platform/ui/list-page.tsx';
import { Menu } from '#platform/ui/menu.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { contract } from './contract.ts';
import { AttributeDialog, type Attribute } from './dialog.tsx';
import { attributeTexts } from './texts.ts';

const api = apiQuery(contract);

export function AttributesPage() {
  const t = useTexts(attributeTexts);
  const list = useQuery(api.list.queryOptions());
  return (
    <ListPage<Attribute>
      words={t}
      permission="attributes.write"
      query={list}
      rows={list.data}
      rowKey={(a) => a.id}
      columns={[
        { key: 'name', header: t.name, cell: (a) => <b>{a.name}</b> },
        { key: 'key', header: t.key, cell: (a) => <code>{a.key}</code> },
        { key: 'kind', header: t.kind, cell: (a) => t.kinds[a.kind] },
        { key: 'choices', header: t.choices, wrap: true, cell: (a) => a.choices.join(' · ') || '—' },
        { key: 'topic', header: t.topic, cell: (a) => (a.topic ? t.topics[a.topic] : '—') },
        { key: 'status', header: t.status, cell: (a) => <Pill tone={a.archived ? 'unknown' : 'good'}>{a.archived ? t.archived : t.active}</Pill> },
      ]}
      menu={(one, edit) => <RowMenu attribute={one} all={list.data ?? []} onEdit={edit} />}
      dialog={(one, close) => <AttributeDialog attribute={one} onClose={close} />}
    />
  );
}

function RowMenu({ attribute: a, all, onEdit }: { attribute: Attribute; all: readonly Attribute[]; onEdit: () => void }) {
  const t = useTexts(attributeTexts);
  const queries = useQueryClient();
  const update = useMutation(api.update.mutationOptions({ onSuccess: () => queries.invalidateQueries() }));
  const at = all.indexOf(a);
  const swap = async (other: number) => {
    const order = [...all];
    [order[at], order[other]] = [order[other]!, order[at]!];
    for (const [position, one] of order.entries()) if (one.position !== position) await update.mutateAsync({ attributeId: one.id, position });
  };
  return (
    <Menu
      label={t.menu(a.name)}
      icon="⋯"
      small
      look="ghost"
      items={[
        { key: 'edit', label: t.edit, onAction: onEdit },
        ...(at > 0 ? [{ key: 'up', label: t.up, onAction: () => void swap(at - 1) }] : []),
        ...(at < all.length - 1 ? [{ key: 'down', label: t.down, onAction: () => void swap(at + 1) }] : []),
        { key: 'archive', label: a.archived ? t.unarchive : t.archive, onAction: () => update.mutate({ attributeId: a.id, archived: !a.archived }) },
      ]}
    />
  );
}
