import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { z } from 'zod';
import { apiQuery } from '#platform/http/client.ts';
import { useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Checkbox, TextField } from '#platform/ui/fields.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { fieldErrors } from '#platform/ui/problem.ts';
import { FormProblem, Loaded, Notice } from '#platform/ui/states.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { ColumnTable } from './column-table.tsx';
import { isMapped } from './mapping.ts';
import { contract, type importDetail, type inspection } from './contract.ts';
import { importTexts } from './page-texts.ts';
import { stepTexts } from './step-texts.ts';
import { ReadingCard, type Reading } from './reading-card.tsx';

export type Inspection = z.infer<typeof inspection>;
type Detail = z.infer<typeof importDetail>;
const api = apiQuery(contract);

/** The second step: how the file is read, and what its columns mean. */
export function MappingStep({ made, onDone }: { made: Detail; onDone: () => void }) {
  const saved = made.mapping;
  const [reading, setReading] = useState<Reading>({ encoding: saved?.encoding, delimiter: saved?.delimiter, skipLines: saved?.skipLines, sheet: saved?.sheet });
  const [source, setSource] = useState<string | null>(saved?.source ?? null);
  const wish = { importId: made.importId, ...reading, ...(source && isSource(source) ? { source } : {}) };
  const seen = useQuery({ ...api.inspect.queryOptions({ input: wish }), placeholderData: (before: Inspection | undefined) => before, retry: false });
  return (
    <>
      <ReadingCard seen={seen.data} reading={reading} onChange={setReading} failed={seen.error !== null} />
      <Loaded query={seen}>{() => <Columns made={made} seen={seen.data!} reading={reading} source={source} onSource={setSource} onDone={onDone} />}</Loaded>
    </>
  );
}

const isSource = (text: string) => /^[a-z0-9][a-z0-9_-]{0,62}$/.test(text);

type Props = { made: Detail; seen: Inspection; reading: Reading; source: string | null; onSource: (source: string) => void; onDone: () => void };

function Columns({ made, seen, reading, source, onSource, onDone }: Props) {
  const t = useTexts(stepTexts);
  const words = useTexts(importTexts);
  const language = useLanguage();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [edited, setEdited] = useState<Record<string, string>>(made.mapping?.columns ?? {});
  const [history, setHistory] = useState(made.history);
  const [owners, setOwners] = useState(made.mapping?.unknownOwners ?? null);
  const columns = Object.fromEntries(seen.header.map((h) => [h, edited[h] ?? seen.suggestion.columns[h] ?? '']));
  const name = source ?? seen.suggestion.source;
  const mapped = Object.values(columns);
  const missing = seen.fields.filter((f) => !isMapped({ ...f, standIn: f.standIn ?? undefined }, mapped));
  const standIn = seen.fields.find((f) => f.standIn && !mapped.includes(f.key) && mapped.includes(f.standIn));
  const refresh = () => queries.invalidateQueries({ queryKey: api.key() });
  const preview = useMutation(
    api.preview.mutationOptions({
      onSuccess: async () => {
        await refresh();
        onDone();
      },
    }),
  );
  const discard = useMutation(
    api.discard.mutationOptions({
      meta: { toast: true },
      onSuccess: async () => {
        toast(words.report.discarded);
        await navigate({ to: '/imports' });
        await refresh();
      },
    }),
  );
  const start = () => {
    const { rows, gone } = made.mapping ?? seen.suggestion;
    const unknownOwners = hasOwners ? leaveOwners : undefined;
    preview.mutate({ importId: made.importId, history, mapping: { source: name, columns, rows, gone, unknownOwners, ...reading } as never });
  };
  const hasOwners = seen.fields.some((f) => f.kind === 'member' && Object.values(columns).includes(f.key));
  const leaveOwners = owners ?? seen.suggestion.unknownOwners ?? 'leave';
  const dated = made.noun === 'contracts' || made.noun === 'events';
  return (
    <>
      <Card>
        <div className="stack">
          <TextField
            label={t.columns.source}
            hint={t.columns.sourceHint}
            required
            value={name}
            onChange={onSource}
            error={fieldErrors(preview.error)['mapping.source']}
          />
          {seen.remembered && <Notice tone="good">{t.columns.remembered}</Notice>}
          {hasOwners && (
            <Checkbox
              label={t.columns.owners}
              hint={t.columns.ownersHint}
              checked={leaveOwners === 'leave'}
              onChange={(yes) => setOwners(yes ? 'leave' : 'refuse')}
            />
          )}
          {dated && <Checkbox label={t.columns.history} hint={t.columns.historyHint} checked={history} onChange={setHistory} />}
        </div>
      </Card>
      <Card title={t.columns.title} aside={t.columns.mapped(Object.values(columns).filter(Boolean).length, seen.header.length)} flush>
        <ColumnTable noun={made.noun} seen={seen} columns={columns} onChange={(header, key) => setEdited({ ...edited, [header]: key })} />
      </Card>
      <div className="stack">
        {(made.noun === 'accounts' || made.noun === 'contacts') && <p className="sub">{t.columns.blankHint}</p>}
        {standIn && <Notice>{t.columns.standIn(standIn.label[language], seen.fields.find((f) => f.key === standIn.standIn)!.label[language])}</Notice>}
        {missing.length > 0 && <Notice tone="watch">{t.columns.missing(missing.map((f) => f.label[language]).join(language === 'ja' ? '」「' : ', '))}</Notice>}
        <FormProblem error={preview.error} />
        <div className="actions">
          <Button busy={discard.isPending} onClick={() => discard.mutate({ importId: made.importId })}>
            {t.columns.cancel}
          </Button>
          <Button look="primary" busy={preview.isPending} disabled={missing.length > 0 || !isSource(name)} onClick={start}>
            {t.columns.next}
          </Button>
        </div>
      </div>
    </>
  );
}
