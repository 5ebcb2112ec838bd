import { useState } from 'react';
import { useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { Button, IconButton } from '#platform/ui/button.tsx';
import { Combobox } from '#platform/ui/combobox.tsx';
import { Dialog } from '#platform/ui/dialog.tsx';
import type { Fields } from '#rules/conditions/panel.tsx';
import { defaultColumns } from './contract.ts';
import { pageTexts } from './page-texts.ts';
import { useColumnName } from './table.tsx';

type Props = { fields: Fields; columns: string[]; onApply: (columns: string[]) => void; onClose: () => void };

/** Which columns, in which order. The customer and its health always stand first. */
export function ColumnsDialog({ fields, columns, onApply, onClose }: Props) {
  const t = useTexts(pageTexts);
  const language = useLanguage();
  const name = useColumnName(fields);
  const [draft, setDraft] = useState(columns);
  const move = (i: number, by: number) => {
    const next = [...draft];
    [next[i], next[i + by]] = [next[i + by]!, next[i]!];
    setDraft(next);
  };
  const free = ['usage', ...fields.list.filter((f) => f.column || f.key === 'attention').map((f) => f.key)].filter(
    (key) => !['name', 'score', 'colour', ...draft].includes(key),
  );
  const search = async (typed: string) =>
    free
      .map((key) => ({ id: key, label: name(key), sub: fields.map.get(key)?.name[language] }))
      .filter((c) => `${c.label} ${c.sub ?? ''}`.toLowerCase().includes(typed.trim().toLowerCase()))
      .slice(0, 80);
  return (
    <Dialog open onClose={onClose} title={t.columnsTitle}>
      <p className="sub">{t.columnsHint}</p>
      <ol className="stack !gap-1">
        {draft.map((key, i) => (
          <li key={key} className="row spread rounded-md border border-line px-3 py-1">
            <span>{name(key)}</span>
            <span className="row !gap-1">
              <IconButton small look="ghost" label={`${name(key)}: ${t.up}`} disabled={i === 0} onClick={() => move(i, -1)}>
                ↑
              </IconButton>
              <IconButton small look="ghost" label={`${name(key)}: ${t.down}`} disabled={i === draft.length - 1} onClick={() => move(i, 1)}>
                ↓
              </IconButton>
              <IconButton small look="ghost" label={`${name(key)}: ${t.drop}`} onClick={() => setDraft(draft.filter((k) => k !== key))}>
                ×
              </IconButton>
            </span>
          </li>
        ))}
      </ol>
      <Combobox key={draft.length} label={t.addColumn} value={null} onChange={(choice) => choice && setDraft([...draft, choice.id])} search={search} />
      <div className="actions">
        <Button look="ghost" onClick={() => setDraft(defaultColumns)}>
          {t.reset}
        </Button>
        <Button onClick={onClose}>{t.cancel}</Button>
        <Button
          look="primary"
          onClick={() => {
            onApply(draft);
            onClose();
          }}
        >
          {t.apply}
        </Button>
      </div>
    </Dialog>
  );
}
