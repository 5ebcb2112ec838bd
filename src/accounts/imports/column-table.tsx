import { useMutation, useQueryClient } from '@tanstack/react-query';
import { contract as attributeContract } from '#accounts/attributes/contract.ts';
import { apiQuery } from '#platform/http/client.ts';
import { useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { Table } from '#platform/ui/table.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { attributeKey, guessKind } from './attribute-guess.ts';
import { contract } from './contract.ts';
import type { Noun } from './mapping.ts';
import type { Inspection } from './mapping-step.tsx';
import { stepTexts } from './step-texts.ts';

type Props = { noun: Noun; seen: Inspection; columns: Record<string, string>; onChange: (header: string, key: string) => void };
type Row = { header: string; samples: string[] };
const api = apiQuery(contract);
const attributes = apiQuery(attributeContract);

/** Each column of the file with values from it and where it goes. */
export function ColumnTable({ noun, seen, columns, onChange }: Props) {
  const t = useTexts(stepTexts).columns;
  const rows = seen.header.map((header, i): Row => ({ header, samples: [...new Set(seen.samples.map((s) => s.cells[i] ?? '').filter(Boolean))].slice(0, 3) }));
  const mayAdd = useCan('attributes.write') && noun === 'accounts';
  return (
    <Table
      label={t.title}
      rows={rows}
      rowKey={(row) => row.header}
      columns={[
        { key: 'header', header: t.header, wrap: true, cell: (row) => <b>{row.header}</b> },
        {
          key: 'sample',
          header: t.sample,
          wrap: true,
          cell: (row) => <span className="sub">{row.samples.map((s) => (s.length > 24 ? `${s.slice(0, 24)}…` : s)).join(' / ')}</span>,
        },
        { key: 'field', header: t.field, cell: (row) => <FieldChoice noun={noun} seen={seen} columns={columns} header={row.header} onChange={onChange} /> },
        ...(mayAdd
          ? [{ key: 'add', header: '', cell: (row: Row) => !columns[row.header] && <AddAttribute row={row} onAdded={(key) => onChange(row.header, key)} /> }]
          : []),
      ]}
    />
  );
}

function FieldChoice({ noun, seen, columns, header, onChange }: Props & { header: string }) {
  const t = useTexts(stepTexts).columns;
  const language = useLanguage();
  const taken = new Set(Object.entries(columns).flatMap(([h, key]) => (h !== header && key ? [key] : [])));
  const groups = new Map<string, Inspection['fields']>();
  for (const field of seen.fields) {
    const name = field.group?.[language] ?? t.general;
    groups.set(name, [...(groups.get(name) ?? []), field]);
  }
  return (
    <select className="input" aria-label={`${header} ${t.field}`} value={columns[header]} onChange={(event) => onChange(header, event.target.value)}>
      <option value="">{t.skipColumn}</option>
      {[...groups].map(([name, fields]) => (
        <optgroup key={name} label={name}>
          {fields.map((field) => (
            <option key={field.key} value={field.key} disabled={taken.has(field.key)}>
              {field.label[language]}
              {field.mustMap ? ' *' : ''}
            </option>
          ))}
        </optgroup>
      ))}
      {noun === 'events' && <option value={`properties.${header.slice(0, 100)}`}>{t.propertyOf(header)}</option>}
    </select>
  );
}

/** A column we have no field for becomes an attribute of customers with one press. */
function AddAttribute({ row, onAdded }: { row: Row; onAdded: (key: string) => void }) {
  const t = useTexts(stepTexts).columns;
  const queries = useQueryClient();
  const add = useMutation(
    attributes.create.mutationOptions({
      meta: { toast: true },
      onSuccess: async (made) => {
        await queries.invalidateQueries({ queryKey: api.inspect.key() });
        await queries.invalidateQueries({ queryKey: attributes.key() });
        onAdded(`attributes.${made.key}`);
        toast(t.attributeAdded(made.name));
      },
    }),
  );
  return (
    <Button
      small
      busy={add.isPending}
      onClick={() => add.mutate({ name: row.header.slice(0, 120), key: attributeKey(row.header), kind: guessKind(row.samples), choices: [] })}
    >
      {t.addAttribute}
    </Button>
  );
}
