import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { DatePicker } from '#platform/ui/date-picker.tsx';
import { Checkbox, MoneyField, NumberField, RadioGroup, Select, TextField } from '#platform/ui/fields.tsx';
import { useSession } from '#platform/ui/session.tsx';
import type { Comparison, Field } from './contract.ts';
import { builderTexts } from './panel-texts.ts';
import { conditionsApi } from './use-fields.ts';

type Props = { field: Field; value: unknown; onChange: (value: unknown) => void };
const dayCounts = ['nextDays', 'pastDays', 'olderThan', 'furtherThan'];

/** The value of a comparison, in the form its operator asks for. */
export function ValueInput({ field, leaf, onChange }: { field: Field; leaf: Comparison; onChange: (value: unknown) => void }) {
  const t = useTexts(builderTexts);
  const { operator, value } = leaf;
  if (['known', 'unknown', 'overdue'].includes(operator)) return null;
  if (operator === 'rose' || operator === 'fell') return <Move field={field} value={value} onChange={onChange} />;
  if (operator === 'is') return <YesNo field={field} value={value} onChange={onChange} />;
  if (dayCounts.includes(operator)) return <NumberField label={t.days} unit={t.day} value={typeof value === 'number' ? value : null} onChange={onChange} />;
  if (operator === 'between') return <Between field={field} value={value} onChange={onChange} />;
  if (['in', 'notIn', 'hasAny', 'hasAll', 'hasNone'].includes(operator)) return <Many field={field} value={value} onChange={onChange} />;
  if (field.type === 'date') return <DatePicker label={t.value} value={typeof value === 'string' ? value : null} onChange={onChange} />;
  if (field.type === 'text') return <TextField label={t.value} value={typeof value === 'string' ? value : ''} onChange={onChange} />;
  return <Amount field={field} label={t.value} value={value} onChange={onChange} />;
}

function YesNo({ field, value, onChange }: Props) {
  const t = useTexts(builderTexts);
  const language = useLanguage();
  const options = [
    { value: 'true', label: field.phrases?.yes?.[language] ?? t.yes },
    { value: 'false', label: field.phrases?.no?.[language] ?? t.no },
  ];
  return <RadioGroup label={t.value} value={String(value ?? 'true')} onChange={(v) => onChange(v === 'true')} options={options} />;
}

function Amount({ field, label, value, onChange }: Props & { label: string }) {
  const language = useLanguage();
  const { organisation } = useSession();
  const number = typeof value === 'number' ? value : null;
  if (field.type === 'money')
    return (
      <MoneyField
        label={label}
        currency={organisation.currency}
        value={number === null ? null : String(number)}
        onChange={(v) => onChange(v === null ? undefined : Number(v))}
      />
    );
  if (field.share)
    return (
      <NumberField
        label={label}
        unit="%"
        value={number === null ? null : Math.round(number * 1e6) / 1e4}
        onChange={(v) => onChange(v === null ? undefined : v / 100)}
      />
    );
  return <NumberField label={label} unit={field.unit?.[language] || undefined} value={number} onChange={(v) => onChange(v ?? undefined)} />;
}

function Between({ field, value, onChange }: Props) {
  const t = useTexts(builderTexts);
  const [from, to] = Array.isArray(value) ? (value as unknown[]) : [undefined, undefined];
  if (field.type === 'date')
    return (
      <div className="grid3">
        <DatePicker label={t.fromDay} value={(from as string) ?? null} onChange={(v) => onChange([v, to])} />
        <DatePicker label={t.toDay} value={(to as string) ?? null} onChange={(v) => onChange([from, v])} />
      </div>
    );
  return (
    <div className="grid3">
      <Amount field={field} label={t.from} value={from} onChange={(v) => onChange([v, to])} />
      <Amount field={field} label={t.to} value={to} onChange={(v) => onChange([from, v])} />
    </div>
  );
}

function Move({ field, value, onChange }: Props) {
  const t = useTexts(builderTexts);
  const move = { by: undefined as number | undefined, unit: 'absolute', days: 28, ...(value as object) };
  const set = (change: object) => onChange({ ...move, ...change });
  return (
    <div className="grid3">
      {move.unit === 'percent' ? (
        <NumberField label={t.by} unit="%" value={move.by ?? null} onChange={(by) => set({ by: by ?? undefined })} />
      ) : (
        <Amount field={field} label={t.by} value={move.by} onChange={(by) => set({ by })} />
      )}
      <Select
        label={t.unit}
        value={move.unit}
        onChange={(unit) => set({ unit, by: undefined })}
        options={[
          { value: 'absolute', label: t.absolute },
          { value: 'percent', label: t.percent },
        ]}
      />
      <NumberField label={t.over} unit={t.day} value={move.days} onChange={(days) => set({ days: days ?? undefined })} />
    </div>
  );
}

function Many({ field, value, onChange }: Props) {
  const t = useTexts(builderTexts);
  const language = useLanguage();
  const values = Array.isArray(value) ? (value as string[]) : [];
  const open = !field.choices;
  const used = useQuery({ ...conditionsApi.values.queryOptions({ input: { key: field.key, q: '' } }), enabled: open });
  const [typed, setTyped] = useState(values.join('、'));
  const me = field.type === 'member' ? [{ value: '@me', name: t.me }] : [];
  const known = open
    ? (used.data ?? []).map((v) => ({ value: v.value, name: v.value }))
    : field.choices!.map((c) => ({ value: c.value, name: c.name[language] }));
  const pick = (next: string[]) => {
    setTyped(next.join('、'));
    onChange(next);
  };
  return (
    <div className="stack">
      {open && (
        <TextField
          label={t.values}
          value={typed}
          onChange={(text) => {
            setTyped(text);
            onChange(
              text
                .split(/[、,，]/)
                .map((v) => v.trim())
                .filter(Boolean),
            );
          }}
        />
      )}
      <CheckList choices={[...me, ...known]} values={values} onChange={pick} />
    </div>
  );
}

function CheckList({ choices, values, onChange }: { choices: { value: string; name: string }[]; values: string[]; onChange: (values: string[]) => void }) {
  const t = useTexts(builderTexts);
  const [filter, setFilter] = useState('');
  const shown = choices.filter((c) => c.name.toLowerCase().includes(filter.toLowerCase()));
  return (
    <fieldset className="field">
      <legend>{t.choose}</legend>
      {choices.length > 12 && <TextField label={t.search} hideLabel placeholder={t.search} value={filter} onChange={setFilter} />}
      {choices.length === 0 && <span className="sub">{t.none}</span>}
      <div className="grid max-h-56 grid-cols-1 gap-1 overflow-y-auto sm:grid-cols-2">
        {shown.slice(0, 200).map((c) => (
          <Checkbox
            key={c.value}
            label={c.name}
            checked={values.includes(c.value)}
            onChange={(on) => onChange(on ? [...values, c.value] : values.filter((v) => v !== c.value))}
          />
        ))}
      </div>
    </fieldset>
  );
}
