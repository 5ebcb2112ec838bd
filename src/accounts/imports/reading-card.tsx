import { useTexts } from '#platform/i18n/react.tsx';
import { NumberField, Select } from '#platform/ui/fields.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { Notice } from '#platform/ui/states.tsx';
import type { Inspection } from './mapping-step.tsx';
import { stepTexts } from './step-texts.ts';

export type Reading = { encoding?: string; delimiter?: string; skipLines?: number; sheet?: string };

const encodings = [
  { value: 'utf-8', label: 'UTF-8' },
  { value: 'cp932', label: 'Shift_JIS（CP932）' },
  { value: 'utf-16le', label: 'UTF-16 LE' },
  { value: 'utf-16be', label: 'UTF-16 BE' },
  { value: 'euc-jp', label: 'EUC-JP' },
  { value: 'windows-1252', label: 'Windows-1252' },
];

/** What was found out about the file, open to correction; shown also when the file could not be read as found. */
export function ReadingCard({
  seen,
  reading,
  onChange,
  failed,
}: {
  seen: Inspection | undefined;
  reading: Reading;
  onChange: (reading: Reading) => void;
  failed: boolean;
}) {
  const t = useTexts(stepTexts).columns;
  const delimiters = [
    { value: ',', label: t.delimiters.comma },
    { value: '\t', label: t.delimiters.tab },
    { value: ';', label: t.delimiters.semicolon },
    { value: '|', label: t.delimiters.pipe },
  ];
  const excel = seen?.kind === 'xlsx';
  if (!seen && !failed) return null;
  return (
    <Card title={t.reading}>
      <div className="stack">
        <div className="grid3">
          {excel ? (
            <Select
              label={t.sheet}
              value={reading.sheet ?? seen.sheet ?? ''}
              options={seen.sheets.map((s) => ({ value: s, label: s }))}
              onChange={(sheet) => onChange({ ...reading, sheet, skipLines: undefined })}
            />
          ) : (
            <>
              <Select
                label={t.encoding}
                placeholder={seen ? undefined : '—'}
                value={reading.encoding ?? seen?.encoding ?? ''}
                options={encodings}
                onChange={(encoding) => onChange({ ...reading, encoding })}
              />
              <Select
                label={t.delimiter}
                placeholder={seen ? undefined : '—'}
                value={reading.delimiter ?? seen?.delimiter ?? ''}
                options={delimiters}
                onChange={(delimiter) => onChange({ ...reading, delimiter })}
              />
            </>
          )}
          <NumberField
            label={t.skip}
            value={reading.skipLines ?? seen?.skipLines ?? null}
            onChange={(n) => onChange({ ...reading, skipLines: n === null || n < 0 ? undefined : Math.floor(n) })}
          />
        </div>
        {seen?.warnings.map((w, i) => (
          <Notice key={i} tone="watch">
            {w.message}
          </Notice>
        ))}
      </div>
    </Card>
  );
}
