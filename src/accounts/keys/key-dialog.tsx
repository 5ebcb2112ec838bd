import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { apiClient, apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Form } from '#platform/ui/bare.tsx';
import { Button } from '#platform/ui/button.tsx';
import { CodeBlock } from '#platform/ui/copy.tsx';
import { DatePicker } from '#platform/ui/date-picker.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { Checkbox, RadioGroup, TextField } from '#platform/ui/fields.tsx';
import { fieldErrors } from '#platform/ui/problem.ts';
import { Notice } from '#platform/ui/states.tsx';
import { contract, scopes } from './contract.ts';
import { readCurl, segmentSnippet, trackCurl } from './snippets.ts';
import { keyTexts } from './texts.ts';

const api = apiQuery(contract);
const client = apiClient(contract);
type Made = Awaited<ReturnType<typeof client.create>>;
type Wish = { name: string; scope: (typeof scopes)[number]; source: string; history: boolean; expiresOn: string | null };

/** Makes a key, then shows it once with how to use it. */
export function KeyDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(keyTexts);
  const [made, setMade] = useState<Made | null>(null);
  return (
    <Dialog open onClose={onClose} title={made ? t.madeTitle : t.add} size="wide">
      {made ? <Shown made={made} onClose={onClose} /> : <Make onMade={setMade} onClose={onClose} />}
    </Dialog>
  );
}

function Make({ onMade, onClose }: { onMade: (made: Made) => void; onClose: () => void }) {
  const t = useTexts(keyTexts);
  const queries = useQueryClient();
  const [wish, setWish] = useState<Wish>({ name: '', scope: 'ingest', source: 'web-app', history: false, expiresOn: null });
  const create = useMutation(
    api.create.mutationOptions({
      onSuccess: async (made) => {
        onMade(made);
        await queries.invalidateQueries({ queryKey: api.key() });
      },
    }),
  );
  const errors = fieldErrors(create.error);
  const ingest = wish.scope === 'ingest';
  const send = () => create.mutate({ ...wish, source: wish.scope === 'read' ? null : wish.source || null, history: ingest && wish.history });
  return (
    <Form onSubmit={send}>
      <TextField
        label={t.name}
        value={wish.name}
        onChange={(name) => setWish({ ...wish, name })}
        placeholder={t.namePlaceholder}
        error={errors.name}
        autoComplete="off"
        required
      />
      <RadioGroup
        label={t.scope}
        value={wish.scope}
        onChange={(scope) => setWish({ ...wish, scope })}
        options={scopes.map((value) => ({ value, label: t.scopes[value], hint: t.scopeHints[value] }))}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        {wish.scope !== 'read' && (
          <TextField
            label={t.source}
            value={wish.source}
            onChange={(source) => setWish({ ...wish, source })}
            hint={t.sourceHint}
            error={errors.source}
            autoComplete="off"
          />
        )}
        <DatePicker
          label={t.expires}
          value={wish.expiresOn}
          onChange={(expiresOn) => setWish({ ...wish, expiresOn })}
          hint={t.expiresHint}
          error={errors.expiresOn}
        />
      </div>
      {ingest && <Checkbox label={t.history} hint={t.historyHint} checked={wish.history} onChange={(history) => setWish({ ...wish, history })} />}
      <DialogActions onClose={onClose} label={t.create} busy={create.isPending} />
    </Form>
  );
}

function Shown({ made, onClose }: { made: Made; onClose: () => void }) {
  const t = useTexts(keyTexts);
  const host = location.origin;
  return (
    <div className="stack !gap-4">
      <Notice tone="watch">{t.madeOnce}</Notice>
      <CodeBlock label={t.key} code={made.secret} />
      {made.scope === 'ingest' ? (
        <>
          <CodeBlock label={t.snippet} code={segmentSnippet(host, made.secret)} />
          <CodeBlock label={t.snippetCurl} code={trackCurl(host, made.secret)} />
        </>
      ) : (
        <CodeBlock label={t.snippetRead} code={readCurl(host, made.secret)} />
      )}
      <div className="actions">
        <Button look="primary" onClick={onClose}>
          {t.close}
        </Button>
      </div>
    </div>
  );
}
