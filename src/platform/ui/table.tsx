import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTexts } from '#platform/i18n/react.tsx';
import { useKeys } from './keys.ts';
import { ErrorState, Skeleton } from './states.tsx';
import { uiTexts } from './texts.ts';

export type Column<Row> = {
  key: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  num?: boolean;
  wrap?: boolean;
  sortable?: boolean;
  width?: string;
};
export type Sort = { key: string; direction: 'asc' | 'desc' };
type QueryLike = { isPending: boolean; error: unknown; refetch?: () => unknown };

export type TableProps<Row> = {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  /** what a checkbox of the row is called */
  rowName?: (row: Row) => string;
  /** Enter on the row marked with J/K goes there */
  rowHref?: (row: Row) => string;
  /** what further keys do to the row marked with J/K: { e: (row) => … } */
  rowKeys?: Record<string, (row: Row) => void>;
  query?: QueryLike;
  empty?: ReactNode;
  sort?: Sort | null;
  onSort?: (sort: Sort) => void;
  selected?: ReadonlySet<string>;
  onSelect?: (selected: Set<string>) => void;
  foot?: ReactNode;
  maxHeight?: string;
  /** a grid that must be compared across: on a phone it scrolls sideways instead of becoming cards */
  wide?: boolean;
};

export function Table<Row>(props: TableProps<Row>) {
  const { label, columns, rows, query, foot, maxHeight, wide } = props;
  const pick = Boolean(props.onSelect);
  if (query?.error) return <ErrorState error={query.error} onRetry={query.refetch && (() => void query.refetch?.())} />;
  const waiting = !rows && (query?.isPending ?? true);
  if (!waiting && rows?.length === 0 && props.empty) return <>{props.empty}</>;
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="table-scroll" role="region" aria-label={label} tabIndex={0} style={maxHeight ? { maxHeight } : undefined}>
        {/* The roles are said again, since a phone shows rows as cards and then would not know them. */}
        <table className={wide ? 'table' : 'table cards'} role="table" aria-busy={waiting || undefined}>
          <Head {...props} />
          {waiting ? <Waiting columns={columns.length + (pick ? 1 : 0)} /> : <Body {...props} rows={rows ?? []} />}
        </table>
      </div>
      {foot}
    </>
  );
}

function Head<Row>({ columns, sort, onSort, rows, rowKey, selected, onSelect }: TableProps<Row>) {
  const t = useTexts(uiTexts);
  const all = Boolean(rows?.length) && rows!.every((row) => selected?.has(rowKey(row)));
  return (
    <thead>
      <tr>
        {onSelect && (
          <th className="pick" scope="col">
            <input
              type="checkbox"
              aria-label={t.selectAll}
              checked={all}
              ref={(box) => {
                if (box) box.indeterminate = !all && Boolean(selected?.size);
              }}
              onChange={() => onSelect(all ? new Set() : new Set(rows?.map(rowKey)))}
            />
          </th>
        )}
        {columns.map((column) => (
          <HeadCell key={column.key} column={column} sort={sort} onSort={onSort} />
        ))}
      </tr>
    </thead>
  );
}

function HeadCell<Row>({ column, sort, onSort }: { column: Column<Row>; sort?: Sort | null; onSort?: (sort: Sort) => void }) {
  const on = sort?.key === column.key ? sort.direction : null;
  const className = column.num ? 'num' : undefined;
  const style = column.width ? { width: column.width, minWidth: column.width } : undefined;
  if (column.header === '') return <td style={style} />;
  if (!column.sortable || !onSort)
    return (
      <th scope="col" className={className} style={style}>
        {column.header}
      </th>
    );
  return (
    <th scope="col" className={className} style={style} aria-sort={on === 'asc' ? 'ascending' : on === 'desc' ? 'descending' : 'none'}>
      <button type="button" onClick={() => onSort({ key: column.key, direction: on === 'asc' ? 'desc' : 'asc' })}>
        {column.header} <span aria-hidden>{on === 'asc' ? '↑' : on === 'desc' ? '↓' : ''}</span>
      </button>
    </th>
  );
}

function Body<Row>({ columns, rows, rowKey, rowName, rowHref, rowKeys, selected, onSelect }: TableProps<Row> & { rows: readonly Row[] }) {
  const t = useTexts(uiTexts);
  const [active, setActive] = useState(-1);
  const body = useRef<HTMLTableSectionElement>(null);
  const navigate = useNavigate();
  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelect?.(next);
  };
  const move = (by: number) => setActive((now) => Math.max(0, Math.min(rows.length - 1, now + by)));
  const further = Object.entries(rowKeys ?? {}).map(([key, act]) => [key, () => rows[active] && act(rows[active])] as const);
  useKeys(
    {
      ...Object.fromEntries(further),
      j: () => move(1),
      k: () => move(-1),
      Enter: (event) => {
        const row = rows[active];
        if (!row || (event.target as Element).closest('a, button, summary')) return;
        if (rowKeys?.Enter) rowKeys.Enter(row);
        else if (rowHref) void navigate({ to: rowHref(row) });
        else return;
        event.preventDefault();
      },
      x: () => {
        const row = rows[active];
        if (row && onSelect) toggle(rowKey(row));
      },
    },
    Boolean(rowHref || rowKeys || onSelect),
  );
  useEffect(() => {
    body.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <tbody ref={body}>
      {rows.map((row, i) => {
        const id = rowKey(row);
        return (
          <tr key={id} role="row" data-active={i === active || undefined}>
            {onSelect && (
              <td className="pick" role="cell">
                <input type="checkbox" aria-label={t.selectRow(rowName?.(row) ?? id)} checked={selected?.has(id) ?? false} onChange={() => toggle(id)} />
              </td>
            )}
            {columns.map((column) => (
              <td
                key={column.key}
                role="cell"
                className={[column.num ? 'num' : '', column.wrap ? 'wrap' : ''].join(' ').trim() || undefined}
                data-label={typeof column.header === 'string' ? column.header : undefined}
              >
                {column.cell(row)}
              </td>
            ))}
          </tr>
        );
      })}
    </tbody>
  );
}

function Waiting({ columns }: { columns: number }) {
  const t = useTexts(uiTexts);
  return (
    <tbody>
      {Array.from({ length: 8 }, (_, r) => (
        <tr key={r}>
          {Array.from({ length: columns }, (_, c) => (
            <td key={c}>
              <Skeleton width={`${50 + ((r * 13 + c * 29) % 45)}%`} />
              {r === 0 && c === 0 && <span className="sr-only">{t.loading}</span>}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}
