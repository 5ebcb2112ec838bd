import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { ListPage } from '#platform/ui/list-page.tsx';
import { Menu } from '#platform/ui/menu.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { contract } from './contract.ts';
import { ProductDialog, type Product } from './dialog.tsx';
import { productTexts } from './texts.ts';

const api = apiQuery(contract);

export function ProductsPage() {
  const t = useTexts(productTexts);
  const products = useQuery(api.list.queryOptions());
  return (
    <ListPage<Product>
      words={t}
      permission="products.write"
      query={products}
      rows={products.data}
      rowKey={(one) => String(one.productNo)}
      columns={[
        { key: 'name', header: t.name, cell: (one) => <b>{one.name}</b> },
        { key: 'key', header: t.key, cell: (one) => <code>{one.key}</code> },
        { key: 'daily', header: t.daily, cell: (one) => (one.embeddedDaily ? '✓' : '') },
        { key: 'status', header: t.status, cell: (one) => <Pill tone={one.archived ? 'unknown' : 'good'}>{one.archived ? t.archived : t.active}</Pill> },
      ]}
      menu={(one, edit) => <RowMenu product={one} onEdit={edit} />}
      dialog={(one, close) => <ProductDialog product={one} onClose={close} />}
    />
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
