import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Card, Page, PageHeader } from '#platform/ui/layout.tsx';
import { Menu } from '#platform/ui/menu.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { EmptyState } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { contract } from './contract.ts';
import { ProductDialog, type Product } from './dialog.tsx';
import { productTexts } from './texts.ts';

const api = apiQuery(contract);

export function ProductsPage() {
  const t = useTexts(productTexts);
  const mayWrite = useCan('products.write');
  const [open, setOpen] = useState<Product | 'new' | null>(null);
  const products = useQuery(api.list.queryOptions());
  const add = (
    <Button look="primary" onClick={() => setOpen('new')}>
      {t.add}
    </Button>
  );
  return (
    <Page>
      <PageHeader title={t.title} sub={t.sub} actions={mayWrite && add} />
      <Card flush>
        <Table
          label={t.title}
          columns={[
            { key: 'name', header: t.name, cell: (one) => <b>{one.name}</b> },
            { key: 'key', header: t.key, cell: (one) => <code>{one.key}</code> },
            { key: 'daily', header: t.daily, cell: (one) => (one.embeddedDaily ? '✓' : '') },
            { key: 'status', header: t.status, cell: (one) => <Pill tone={one.archived ? 'unknown' : 'good'}>{one.archived ? t.archived : t.active}</Pill> },
            { key: 'actions', header: '', num: true, cell: (one) => mayWrite && <RowMenu product={one} onEdit={() => setOpen(one)} /> },
          ]}
          rows={products.data}
          rowKey={(one) => String(one.productNo)}
          query={products}
          empty={
            <EmptyState title={t.none} actions={mayWrite && add}>
              {t.noneHint}
            </EmptyState>
          }
        />
      </Card>
      {open && <ProductDialog product={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </Page>
  );
}

function RowMenu({ product, onEdit }: { product: Product; onEdit: () => void }) {
  const t = useTexts(productTexts);
  const queries = useQueryClient();
  const change = useMutation(
    api.update.mutationOptions({
      meta: { toast: true },
      onSuccess: () => {
        toast(t.saved);
        return queries.invalidateQueries({ queryKey: api.key() });
      },
    }),
  );
  return (
    <Menu
      label={t.actions(product.name)}
      icon="⋯"
      look="ghost"
      small
      items={[
        { key: 'edit', label: t.change, onAction: onEdit },
        {
          key: 'archive',
          label: product.archived ? t.restore : t.archive,
          onAction: () => change.mutate({ productNo: product.productNo, archived: !product.archived }),
        },
      ]}
    />
  );
}
