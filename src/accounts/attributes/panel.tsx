import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { DatePicker } from '#platform/ui/date-picker.tsx';
import { MoneyField, NumberField, Select, TextField } from '#platform/ui/fields.tsx';
import { useSession } from '#platform/ui/session.tsx';
import type { AttributeKind } from './logic.ts';
import { attributeTexts } from './texts.ts';

type Definition = { key: string; name: string; kind: AttributeKind; choices: readonly string[] };
type Value = string | number | boolean | null | undefined;
type Values = Record<string, string | number | boolean | null>;

/** A field for each attribute, by its kind. */
export function AttributeFields({
  definitions,
  values,
  onChange,
  errors,
}: {
  definitions: readonly Definition[];
  values: Values;
  onChange: (values: Values) => void;
  errors: Record<string, string>;
}) {
  if (definitions.length === 0) return null;
  return (
    <div className="grid2">
      {definitions.map((d) => (
        <AttributeField
          key={d.key}
          definition={d}
          value={values[d.key]}
          onChange={(value) => onChange({ ...values, [d.key]: value })}
          error={errors[`attributes.${d.key}`]}
        />
      ))}
    </div>
  );
}

function AttributeField({
  definition: d,
  value,
  onChange,
  error,
}: {
  definition: Definition;
  value: Value;
  onChange: (value: string | number | boolean | null) => void;
  error?: string;
}) {
  const t = useTexts(attributeTexts);
  const { currency } = useSession().organisation;
  const shared = { label: d.name, error };
  if (d.kind === 'number') return <NumberField {...shared} value={typeof value === 'number' ? value : null} onChange={onChange} />;
  if (d.kind === 'money')
    return (
      <MoneyField
        {...shared}
        currency={currency}
        value={typeof value === 'number' ? String(value) : null}
        onChange={(minor) => onChange(minor === null ? null : Number(minor))}
      />
    );
  if (d.kind === 'date') return <DatePicker {...shared} value={typeof value === 'string' ? value : null} onChange={onChange} />;
  if (d.kind === 'text') return <TextField {...shared} value={typeof value === 'string' ? value : ''} onChange={onChange} />;
  const options =
    d.kind === 'boolean'
      ? [
          { value: 'true', label: t.yes },
          { value: 'false', label: t.no },
        ]
      : d.choices.map((choice) => ({ value: choice, label: choice }));
  const chosen = value === null || value === undefined ? '' : String(value);
  return (
    <Select
      {...shared}
      value={chosen}
      placeholder={t.unset}
      onChange={(next) => onChange(next === '' ? null : d.kind === 'boolean' ? next === 'true' : next)}
      options={options}
    />
  );
}

/** An attribute's value in the reader's words. */
export function AttributeValue({ kind, value }: { kind: AttributeKind; value: Value }) {
  const t = useTexts(attributeTexts);
  const f = useFormat();
  if (value === null || value === undefined) return <>—</>;
  if (kind === 'number') return <>{f.number(Number(value), 6)}</>;
  if (kind === 'money') return <>{f.money(String(value))}</>;
  if (kind === 'date') return <>{f.day(String(value))}</>;
  if (kind === 'boolean') return <>{value ? t.yes : t.no}</>;
  return <>{String(value)}</>;
}
