import type { ReactNode } from 'react';
import { useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { ShowMore } from '#platform/ui/more.tsx';
import { Table, type Column } from '#platform/ui/table.tsx';
import type { Fields } from '#rules/conditions/panel.tsx';
import { Cell, HealthCell, isFigure, NameCell } from './cell.tsx';
import type { ListRow } from './contract.ts';
import { pageTexts } from './page-texts.ts';
import type { ListState } from './presets.ts';
import type { useList } from './use-list.ts';

type Props = {
  list: ReturnType<typeof useList>;
  state: ListState;
  fields: Fields;
  empty: ReactNode;
  onSort: (sort: ListState['sort']) => void;
  selected: ReadonlySet<string>;
  onSelect?: (selected: Set<string>) => void;
};

const sortKeys: Record<string, string> = { health: 'score' };

/** What a column is called in this table. */
export function useColumnName(fields: Fields): (column: string) => string {
  const t = useTexts(pageTexts);
  const language = useLanguage();
  return (column) => t.head[column] ?? fields.map.get(column)?.name[language] ?? column;
}

export function ListTable({ list, state, fields, empty, onSort, selected, onSelect }: Props) {
  const t = useTexts(pageTexts);
  const name = useColumnName(fields);
  const columns: Column<ListRow>[] = [
    { key: 'name', header: name('name'), sortable: true, cell: (row) => <NameCell row={row} /> },
    { key: 'health', header: name('health'), sortable: true, cell: (row) => <HealthCell row={row} /> },
    ...state.columns
      .filter((column) => column === 'usage' || fields.map.has(column))
      .map((column): Column<ListRow> => {
        const field = fields.map.get(column);
        return {
          key: column,
          header: name(column),
          num: isFigure(column, field),
          sortable: column !== 'usage' && column !== 'attention' && (field?.sortable ?? false),
          cell: (row) => <Cell row={row} column={column} field={field} />,
        };
      }),
  ];
  const shown = Object.entries(sortKeys).find(([, field]) => field === state.sort.field)?.[0] ?? state.sort.field;
  return (
    <Table
      label={t.title}
      columns={columns}
      rows={list.rows}
      rowKey={(row) => row.accountId}
      rowName={(row) => row.name}
      rowHref={(row) => `/accounts/${row.accountId}`}
      query={list.pages}
      empty={empty}
      sort={{ key: shown, direction: state.sort.direction }}
      onSort={({ key, direction }) => onSort({ field: sortKeys[key] ?? key, direction })}
      selected={selected}
      onSelect={onSelect}
      foot={<ShowMore query={list.pages} />}
    />
  );
}
