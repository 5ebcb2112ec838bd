import { useState, type ReactNode } from 'react';
import type { Permission } from '../auth/permissions.ts';
import { Button } from './button.tsx';
import { Card, Page, PageHeader } from './layout.tsx';
import { useCan } from './session.tsx';
import { EmptyState } from './states.tsx';
import { Table, type TableProps } from './table.tsx';

type Props<Row> = Pick<TableProps<Row>, 'columns' | 'rows' | 'rowKey' | 'query'> & {
  words: { title: string; sub: string; add: string; none: string; noneHint?: string };
  /** who may add and change */
  permission: Permission;
  /** what can be done with a row, at its end */
  menu: (row: Row, edit: () => void) => ReactNode;
  /** the form, of a row or (null) of a new one */
  dialog: (row: Row | null, close: () => void) => ReactNode;
};

/** A page of a few things that are kept by name: a table of them, and a form to add and change one. */
export function ListPage<Row>({ words, permission, menu, dialog, columns, ...table }: Props<Row>) {
  const mayWrite = useCan(permission);
  const [open, setOpen] = useState<{ row: Row | null } | null>(null);
  const add = mayWrite && (
    <Button look="primary" onClick={() => setOpen({ row: null })}>
      {words.add}
    </Button>
  );
  const actions = { key: 'menu', header: '', num: true, cell: (row: Row) => mayWrite && menu(row, () => setOpen({ row })) };
  return (
    <Page>
      <PageHeader title={words.title} sub={words.sub} actions={add} />
      <Card flush>
        <Table
          {...table}
          label={words.title}
          columns={[...columns, actions]}
          empty={
            <EmptyState title={words.none} actions={add}>
              {words.noneHint}
            </EmptyState>
          }
        />
      </Card>
      {open && dialog(open.row, () => setOpen(null))}
    </Page>
  );
}
