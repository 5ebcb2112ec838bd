import { useState } from 'react';
import { useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Dialog } from '#platform/ui/dialog.tsx';
import { Chip } from '#platform/ui/pills.tsx';
import { Notice } from '#platform/ui/states.tsx';
import { checkCondition, isAll, isAny, isComparison, isHeld, isNot, needsHistory, type Comparison, type Condition } from './contract.ts';
import { isReady, LeafEditor } from './leaf-editor.tsx';
import { builderTexts } from './panel-texts.ts';
import { TreeEditor } from './tree-editor.tsx';
import { useFields, type Fields } from './use-fields.ts';

export { useFields, type Fields } from './use-fields.ts';

type Props = { condition: Condition; onChange: (condition: Condition) => void; canEdit?: boolean };

/** A condition as chips, one for each part that must hold; adding and changing in dialogs. */
export function ConditionChips({ condition, onChange, canEdit = true }: Props) {
  const t = useTexts(builderTexts);
  const fields = useFields();
  const [editing, setEditing] = useState<number | 'new' | 'tree' | null>(null);
  const parts = isAll(condition) ? condition.all : [condition];
  const put = (next: Condition[]) => onChange({ all: next });
  const part = typeof editing === 'number' ? parts[editing] : undefined;
  if (fields.isPending) return null;
  return (
    <>
      <div className="row !gap-2">
        {parts.map((c, i) => (
          <Chip
            key={i}
            on
            onClick={canEdit ? () => setEditing(isComparison(c) ? i : 'tree') : undefined}
            onRemove={canEdit ? () => put(parts.filter((_, n) => n !== i)) : undefined}
            removeLabel={t.remove(fields.say(c))}
          >
            {fields.say(c)}
          </Chip>
        ))}
        {canEdit && <Chip onClick={() => setEditing('new')}>{t.add}</Chip>}
        {canEdit && parts.length > 0 && (
          <Button small look="ghost" onClick={() => setEditing('tree')}>
            {t.advanced}
          </Button>
        )}
      </div>
      {needsHistory(condition) && <p className="sub">{t.slow}</p>}
      {editing === 'new' && <LeafDialog fields={fields} leaf={null} onClose={() => setEditing(null)} onSave={(c) => put([...parts, c])} />}
      {part && isComparison(part) && (
        <LeafDialog fields={fields} leaf={part} onClose={() => setEditing(null)} onSave={(c) => put(parts.map((p, n) => (n === editing ? c : p)))} />
      )}
      {editing === 'tree' && <TreeDialog fields={fields} condition={condition} onClose={() => setEditing(null)} onSave={onChange} />}
    </>
  );
}

function LeafDialog({ fields, leaf, onClose, onSave }: { fields: Fields; leaf: Comparison | null; onClose: () => void; onSave: (c: Condition) => void }) {
  const t = useTexts(builderTexts);
  const [draft, setDraft] = useState(leaf);
  const ready = isReady(draft, fields);
  return (
    <Dialog open onClose={onClose} title={leaf ? t.editTitle : t.addTitle}>
      <LeafEditor fields={fields} leaf={draft} onChange={setDraft} />
      {ready && <p className="sub">{fields.say(draft)}</p>}
      <div className="actions">
        <Button onClick={onClose}>{t.cancel}</Button>
        <Button
          look="primary"
          disabled={!ready}
          onClick={() => {
            if (draft) onSave(draft);
            onClose();
          }}
        >
          {leaf ? t.saveChange : t.save}
        </Button>
      </div>
    </Dialog>
  );
}

function TreeDialog({ fields, condition, onClose, onSave }: { fields: Fields; condition: Condition; onClose: () => void; onSave: (c: Condition) => void }) {
  const t = useTexts(builderTexts);
  const [draft, setDraft] = useState(condition);
  return (
    <Dialog open onClose={onClose} title={t.advancedTitle} size="wide">
      <ConditionEditor fields={fields} condition={draft} onChange={setDraft} />
      <div className="actions">
        <Button onClick={onClose}>{t.cancel}</Button>
        <Button
          look="primary"
          disabled={checkCondition(tidy(draft), fields.map).length > 0}
          onClick={() => {
            onSave(tidy(draft));
            onClose();
          }}
        >
          {t.apply}
        </Button>
      </div>
    </Dialog>
  );
}

/** The whole condition as a tree, with how it reads. */
export function ConditionEditor({ fields, condition, onChange }: { fields: Fields; condition: Condition; onChange: (c: Condition) => void }) {
  const t = useTexts(builderTexts);
  const tidied = tidy(condition);
  const issues = checkCondition(tidied, fields.map);
  return (
    <div className="stack">
      <TreeEditor fields={fields} condition={isAll(condition) || isAny(condition) ? condition : { all: [condition] }} onChange={onChange} />
      <Notice tone={issues.length ? 'watch' : undefined}>{issues.length ? issues[0]!.message : `${t.reading}: ${fields.say(tidied)}`}</Notice>
      {needsHistory(tidied) && <p className="sub">{t.slow}</p>}
    </div>
  );
}

/** Without the places that were never filled in, and groups that became empty. */
export function tidy(c: Condition): Condition {
  const keep = (parts: Condition[]) => parts.map(tidy).filter((p) => !isEmpty(p));
  if (isAll(c)) return { all: keep(c.all) };
  if (isAny(c)) return keep(c.any).length ? { any: keep(c.any) } : { all: [] };
  if (isNot(c)) return isEmpty(tidy(c.not)) ? { all: [] } : { ...c, not: tidy(c.not) };
  if (isHeld(c)) return isEmpty(tidy(c.held)) ? { all: [] } : { ...c, held: tidy(c.held) };
  return c.field ? c : { all: [] };
}

const isEmpty = (c: Condition) => isAll(c) && c.all.length === 0;
