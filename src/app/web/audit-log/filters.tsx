import { contract } from '#accounts/audit-log/contract.ts';
import { useQuery } from '@tanstack/react-query';
import { apiQuery } from '#platform/http/client.ts';
import { useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { DatePicker } from '#platform/ui/date-picker.tsx';
import { Select, TextField } from '#platform/ui/fields.tsx';
import { actionLabel, nounLabel } from './labels.ts';
import { auditTexts } from './texts.ts';

const api = apiQuery(contract);
export type Filter = { q: string; actorId: string; action: string; noun: string; from: string; to: string };

export function Filters({ filter, onChange }: { filter: Partial<Filter>; onChange: (change: Partial<Filter>) => void }) {
  const t = useTexts(auditTexts);
  const language = useLanguage();
  const facets = useQuery({ ...api.facets.queryOptions(), staleTime: 60_000 });
  const { actors = [], actions = [], nouns = [] } = facets.data ?? {};
  const choice = (label: string, key: 'actorId' | 'action' | 'noun', all: string, options: { value: string; label: string }[]) => (
    <Select
      label={label}
      hideLabel
      value={filter[key] ?? ''}
      onChange={(value) => onChange({ [key]: value || undefined })}
      options={[{ value: '', label: all }, ...withChosen(options, filter[key])]}
    />
  );
  return (
    <div className="row items-end p-3">
      <TextField label={t.search} hideLabel placeholder={t.search} type="search" value={filter.q ?? ''} onChange={(q) => onChange({ q: q || undefined })} />
      {choice(
        t.who,
        'actorId',
        t.allWho,
        actors.map(({ id, name }) => ({ value: id, label: name })),
      )}
      {choice(
        t.what,
        'action',
        t.allWhat,
        actions.map((value) => ({ value, label: actionLabel(value, language) })),
      )}
      {choice(
        t.which,
        'noun',
        t.allNouns,
        nouns.map((value) => ({ value, label: nounLabel(value, language) })),
      )}
      <div className="row">
        <DatePicker label={t.from} hideLabel value={filter.from ?? null} onChange={(from) => onChange({ from: from ?? undefined })} />
        <span aria-hidden>–</span>
        <DatePicker label={t.to} hideLabel value={filter.to ?? null} onChange={(to) => onChange({ to: to ?? undefined })} />
      </div>
    </div>
  );
}

/** A value from the address stays selectable before the choices have come. */
function withChosen(options: { value: string; label: string }[], chosen: string | undefined) {
  return !chosen || options.some((option) => option.value === chosen) ? options : [...options, { value: chosen, label: chosen }];
}
