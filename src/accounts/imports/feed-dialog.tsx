import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { useDone } from '#platform/ui/done.ts';
import { NumberField, RadioGroup, Select, TextField } from '#platform/ui/fields.tsx';
import { fieldErrors } from '#platform/ui/problem.ts';
import { FormProblem, Notice } from '#platform/ui/states.tsx';
import { contract } from './contract.ts';
import type { Feed } from './feeds-page.tsx';
import { feedTexts } from './feed-texts.ts';
import { importTerms } from './terms.ts';

const api = apiQuery(contract);

/** A feed uses the columns of an import that a person has done once: what is automatic has been looked at before. */
export function FeedDialog({ feed, onClose }: { feed: Feed | null; onClose: () => void }) {
  const t = useTexts(feedTexts);
  const nouns = useTexts(importTerms);
  const done = useQuery(api.list.queryOptions({ input: { limit: 100 } }));
  const usable = (done.data?.items ?? []).filter(
    (i, n, all) => i.status === 'done' && all.findIndex((o) => o.status === 'done' && o.source === i.source && o.noun === i.noun) === n,
  );
  const [model, setModel] = useState('');
  const chosen = usable.find((i) => i.importId === model) ?? usable[0];
  const detail = useQuery({ ...api.find.queryOptions({ input: { importId: chosen?.importId ?? '' } }), enabled: !feed && chosen !== undefined });
  const [fields, setFields] = useState({
    name: feed?.name ?? '',
    kind: feed?.kind ?? ('folder' as const),
    location: feed?.location ?? '',
    atHour: feed?.atHour ?? 5,
    staleAfterDays: feed?.staleAfterDays ?? 2,
  });
  const set = (change: Partial<typeof fields>) => setFields({ ...fields, ...change });
  const after = useDone(t.saved, onClose, api.feeds.key());
  const add = useMutation(api.addFeed.mutationOptions(after));
  const change = useMutation(api.changeFeed.mutationOptions(after));
  const error = add.error ?? change.error;
  const errors = fieldErrors(error);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (feed) change.mutate({ feedId: feed.feedId, ...fields, location: fields.location === feed.location ? undefined : fields.location });
    else if (detail.data?.mapping) add.mutate({ ...fields, noun: detail.data.noun, mapping: detail.data.mapping });
  };
  const kept = feed?.kind === 'https' && fields.location === feed.location && feed.location.includes('***');
  const none = !feed && done.data !== undefined && usable.length === 0;
  return (
    <Dialog open onClose={onClose} title={feed ? t.edit : t.add}>
      <form className="stack" onSubmit={save}>
        {none && <Notice tone="watch">{t.noMapping}</Notice>}
        {!feed && usable.length > 0 && (
          <Select
            label={t.mapping}
            hint={t.mappingHint}
            value={chosen!.importId}
            onChange={setModel}
            options={usable.map((i) => ({ value: i.importId, label: `${nouns[i.noun]}: ${t.from(i.source)}` }))}
          />
        )}
        <TextField label={t.name} required value={fields.name} onChange={(name) => set({ name })} error={errors.name} />
        <RadioGroup
          label={t.where}
          inline
          value={fields.kind}
          onChange={(kind) => set({ kind })}
          options={[
            { value: 'folder', label: t.folder },
            { value: 'https', label: t.https },
          ]}
        />
        <TextField
          label={fields.kind === 'folder' ? t.folder : t.https}
          hint={fields.kind === 'folder' ? t.folderHint : kept ? t.httpsKept : t.httpsHint}
          required
          value={fields.location}
          onChange={(location) => set({ location })}
          error={errors.location}
        />
        <div className="grid2">
          <Select
            label={t.when}
            value={String(fields.atHour)}
            onChange={(hour) => set({ atHour: Number(hour) })}
            options={Array.from({ length: 24 }, (_, n) => ({ value: String(n), label: t.hour(n) }))}
          />
          <NumberField
            label={t.staleDays}
            hint={t.staleDaysHint}
            value={fields.staleAfterDays}
            onChange={(n) => set({ staleAfterDays: n ?? 2 })}
            error={errors.staleAfterDays}
          />
        </div>
        {Object.keys(errors).length === 0 && <FormProblem error={error} />}
        <DialogActions onClose={onClose} label={t.save} disabled={none} busy={add.isPending || change.isPending} />
      </form>
    </Dialog>
  );
}
