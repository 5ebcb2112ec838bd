import { useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { Combobox } from '#platform/ui/combobox.tsx';
import { Checkbox, Select } from '#platform/ui/fields.tsx';
import { checkCondition, operatorsOf, type Comparison, type Field, type Operator } from './contract.ts';
import { builderTexts } from './panel-texts.ts';
import type { Fields } from './use-fields.ts';
import { ValueInput } from './value-input.tsx';

type Props = { fields: Fields; leaf: Comparison | null; onChange: (leaf: Comparison) => void; past?: boolean };

/** One comparison: which field, asked how, with what value. `past` offers only fields whose past is kept. */
export function LeafEditor({ fields, leaf, onChange, past }: Props) {
  const t = useTexts(builderTexts);
  const language = useLanguage();
  const field = leaf && fields.map.get(leaf.field);
  const offered = past ? fields.list.filter((f) => f.hasHistory && f.type !== 'segment') : fields.list;
  const operators = field ? operatorsOf(field).filter((o) => !past || (o !== 'rose' && o !== 'fell')) : [];
  const search = async (typed: string) => {
    const wanted = typed.trim().toLowerCase();
    const found = offered.filter((f) => `${f.name.ja} ${f.name.en} ${f.key}`.toLowerCase().includes(wanted));
    return found.slice(0, 80).map((f) => ({ id: f.key, label: f.name[language], sub: t.groups[f.group] }));
  };
  const mayBeUnknown = field && leaf && !['known', 'unknown'].includes(leaf.operator) && field.type !== 'segment';
  return (
    <div className="stack">
      <div className="grid gap-3 sm:grid-cols-2">
        <Combobox
          label={t.field}
          placeholder={t.fieldHint}
          value={field ? { id: field.key, label: field.name[language] } : null}
          onChange={(choice) => choice && onChange(startLeaf(fields.map.get(choice.id)!))}
          search={search}
        />
        {field && leaf && (
          <Select
            label={t.operator}
            value={leaf.operator}
            onChange={(operator) => onChange(withOperator(leaf, operator as Operator))}
            options={operators.map((o) => ({ value: o, label: t.operators[o] ?? o }))}
          />
        )}
      </div>
      {field && leaf && (
        <ValueInput
          key={`${leaf.field} ${leaf.operator}`}
          field={field}
          leaf={leaf}
          onChange={(value) => onChange(value === undefined ? without(leaf) : { ...leaf, value })}
        />
      )}
      {mayBeUnknown && (
        <Checkbox label={t.orUnknown} checked={leaf.orUnknown ?? false} onChange={(on) => onChange(on ? { ...leaf, orUnknown: true } : withoutUnknown(leaf))} />
      )}
    </div>
  );
}

const without = ({ value: _value, ...rest }: Comparison): Comparison => rest;
const withoutUnknown = ({ orUnknown: _orUnknown, ...rest }: Comparison): Comparison => rest;
const listed: Operator[] = ['in', 'notIn', 'hasAny', 'hasAll', 'hasNone'];
const counted: Operator[] = ['nextDays', 'pastDays', 'olderThan', 'furtherThan'];

function startLeaf(field: Field): Comparison {
  return withOperator({ field: field.key, operator: 'known' }, operatorsOf(field)[0]!);
}

/** What was typed stays where the new operator takes the same kind of value. */
function withOperator(leaf: Comparison, operator: Operator): Comparison {
  const base = { field: leaf.field, operator };
  const same = (family: Operator[]) => family.includes(leaf.operator) && family.includes(operator);
  if (
    leaf.value !== undefined &&
    (same(listed) ||
      same(counted) ||
      same(['gt', 'gte', 'lt', 'lte', 'eq', 'ne']) ||
      same(['contains', 'notContains', 'starts', 'eq', 'ne']) ||
      same(['on', 'before', 'after']) ||
      same(['rose', 'fell']))
  )
    return { ...base, value: leaf.value };
  if (operator === 'is') return { ...base, value: true };
  if (counted.includes(operator)) return { ...base, value: operator === 'nextDays' ? 90 : 30 };
  if (operator === 'rose' || operator === 'fell') return { ...base, value: { unit: 'absolute', days: 28 } };
  return base;
}

/** Complete and right: may be applied. */
export const isReady = (leaf: Comparison | null, fields: Fields): leaf is Comparison => leaf !== null && checkCondition(leaf, fields.map).length === 0;
