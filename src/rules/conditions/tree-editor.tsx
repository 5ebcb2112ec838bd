import { useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { NumberField, Select } from '#platform/ui/fields.tsx';
import { isAll, isAny, isComparison, isHeld, isNot, type Comparison, type Condition } from './contract.ts';
import { LeafEditor } from './leaf-editor.tsx';
import { builderTexts } from './panel-texts.ts';
import type { Fields } from './use-fields.ts';

/** A place in the tree still to be filled in. */
export const blank: Comparison = { field: '', operator: 'known' };

type Props = { fields: Fields; condition: Condition; onChange: (condition: Condition) => void; onRemove?: () => void; past?: boolean; depth?: number };

/** A condition as a tree: groups with all, any, not and "for n days", as deep as five. */
export function TreeEditor({ fields, condition, onChange, onRemove, past = false, depth = 0 }: Props) {
  const t = useTexts(builderTexts);
  const remove = onRemove && (
    <Button small look="ghost" onClick={onRemove}>
      {t.drop}
    </Button>
  );
  if (isComparison(condition))
    return (
      <div className="rounded-md border border-line p-3">
        <LeafEditor fields={fields} leaf={condition.field ? condition : null} onChange={onChange} past={past} />
        <div className="flex justify-end">{remove}</div>
      </div>
    );
  if (isNot(condition) || isHeld(condition)) {
    const inner = isNot(condition) ? condition.not : condition.held;
    return (
      <div className="stack rounded-md border-l-2 border-line-strong pl-3">
        <div className="row spread">
          <strong className="text-[13px]">{isNot(condition) ? t.not : t.held}</strong>
          {remove}
        </div>
        {isHeld(condition) && <NumberField label={t.heldDays} value={condition.days} onChange={(days) => onChange({ ...condition, days: days ?? 2 })} />}
        <TreeEditor
          fields={fields}
          condition={inner}
          past={past || isHeld(condition)}
          depth={depth + 1}
          onChange={(c) => onChange(isNot(condition) ? { ...condition, not: c } : { ...condition, held: c })}
        />
      </div>
    );
  }
  const parts = isAll(condition) ? condition.all : condition.any;
  const put = (next: Condition[]) => onChange(isAny(condition) ? { any: next } : { all: next });
  return (
    <div className={`stack ${depth ? 'rounded-md border-l-2 border-line-strong pl-3' : ''}`}>
      <div className="row spread">
        <div className="min-w-56">
          <Select
            label={t.group}
            hideLabel
            value={isAny(condition) ? 'any' : 'all'}
            onChange={(word) => onChange(word === 'any' ? { any: parts } : { all: parts })}
            options={[
              { value: 'all', label: t.all },
              { value: 'any', label: t.any },
            ]}
          />
        </div>
        {remove}
      </div>
      {parts.map((part, i) => (
        <TreeEditor
          key={i}
          fields={fields}
          condition={part}
          past={past}
          depth={depth + 1}
          onChange={(c) => put(parts.map((p, n) => (n === i ? c : p)))}
          onRemove={() => put(parts.filter((_, n) => n !== i))}
        />
      ))}
      <div className="row">
        <Button small onClick={() => put([...parts, blank])}>
          {t.add}
        </Button>
        {depth < 4 && (
          <>
            <Button small look="ghost" onClick={() => put([...parts, { any: [blank] }])}>
              {t.addGroup}
            </Button>
            <Button small look="ghost" onClick={() => put([...parts, { not: blank }])}>
              {t.addNot}
            </Button>
            {!past && (
              <Button small look="ghost" onClick={() => put([...parts, { held: blank, days: 14 }])}>
                {t.addHeld}
              </Button>
            )}
          </>
        )}
      </div>
    </div>
  );
}
