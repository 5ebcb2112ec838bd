import { useQuery } from '@tanstack/react-query';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { IconButton } from '#platform/ui/button.tsx';
import { NumberField, Select } from '#platform/ui/fields.tsx';
import { HealthPill } from '#platform/ui/pills.tsx';
import { Table } from '#platform/ui/table.tsx';
import { colours } from '#health/scores/terms.ts';
import { assignmentRoles } from '#accounts/assignments/terms.ts';
import { cadenceTexts } from './cadence-texts.ts';
import { contract, type CadenceCell, type CadenceTable, type Summary } from './contract.ts';

const playbooks = apiQuery(contract);
type Row = CadenceTable['rows'][number];
type Props = { rows: Row[]; onChange: (rows: Row[]) => void; canEdit: boolean };

/** The table itself: a row a segment, a column a colour. */
export function CadenceGrid({ rows, onChange, canEdit }: Props) {
  const t = useTexts(cadenceTexts);
  const all = useQuery(playbooks.list.queryOptions());
  const live = ((all.data as Summary[] | undefined) ?? []).filter((p) => p.status === 'live');
  const indexed = rows.map((row, i) => ({ ...row, i }));
  const put = (i: number, colour: (typeof colours)[number], change: Partial<CadenceCell>) =>
    onChange(rows.map((row, n) => (n === i ? { ...row, cells: { ...row.cells, [colour]: { ...row.cells[colour], ...change } } } : row)));
  const move = (i: number, by: -1 | 1) => {
    const next = [...rows];
    [next[i], next[i + by]] = [next[i + by]!, next[i]!];
    onChange(next);
  };
  return (
    <Table
      wide
      label={t.title}
      columns={[
        {
          key: 'segment',
          header: t.segment,
          wrap: true,
          width: '170px',
          cell: (row: Row & { i: number }) => {
            const name = row.segmentName ?? t.else;
            return (
              <div className="stack !gap-1 min-w-[110px]">
                <b>{name}</b>
                {canEdit && row.segmentId && (
                  <span className="flex">
                    <IconButton small look="ghost" label={t.up(name)} disabled={row.i === 0} onClick={() => move(row.i, -1)}>
                      ↑
                    </IconButton>
                    <IconButton small look="ghost" label={t.down(name)} disabled={row.i >= rows.length - 2} onClick={() => move(row.i, 1)}>
                      ↓
                    </IconButton>
                    <IconButton small look="ghost" label={t.remove(name)} onClick={() => onChange(rows.filter((_, n) => n !== row.i))}>
                      ×
                    </IconButton>
                  </span>
                )}
                {row.i === 0 && rows.length > 1 && <span className="sub">{t.order}</span>}
              </div>
            );
          },
        },
        ...colours.map((colour) => ({
          key: colour,
          header: <HealthPill tone={colour} />,
          wrap: true,
          cell: (row: Row & { i: number }) => <Cell cell={row.cells[colour]} live={live} onChange={(change) => put(row.i, colour, change)} />,
        })),
      ]}
      rows={indexed}
      rowKey={(row) => row.segmentId ?? 'else'}
    />
  );
}

function Cell({ cell, live, onChange }: { cell: CadenceCell; live: readonly Summary[]; onChange: (change: Partial<CadenceCell>) => void }) {
  const t = useTexts(cadenceTexts);
  const f = useFormat();
  return (
    <div className="stack !gap-2 min-w-[190px] py-1">
      <NumberField
        label={t.every}
        unit={t.days}
        value={cell.everyDays}
        onChange={(n) => onChange({ everyDays: n === null ? null : Math.max(1, Math.min(730, Math.round(n))) })}
      />
      <Select
        label={t.playbook}
        value={cell.playbookId ?? ''}
        onChange={(id) => onChange({ playbookId: id || null, playbookName: live.find((p) => p.playbookId === id)?.name ?? null })}
        options={[
          { value: '', label: t.noPlaybook },
          // A retired one stays readable until another is chosen.
          ...(cell.playbookId && !live.some((p) => p.playbookId === cell.playbookId) ? [{ value: cell.playbookId, label: cell.playbookName ?? '' }] : []),
          ...live.map((p) => ({ value: p.playbookId, label: p.name })),
        ]}
      />
      <Select
        label={t.role}
        value={cell.ownerRole}
        onChange={(ownerRole) => onChange({ ownerRole })}
        options={assignmentRoles.map((value) => ({ value, label: t.roles[value] }))}
      />
      <span className="sub">{t.counts(f.number(cell.customers), f.number(cell.due))}</span>
    </div>
  );
}
