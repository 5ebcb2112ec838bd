import { useMemo } from 'react';
import { useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { Select, TextField } from '#platform/ui/fields.tsx';
import { organisationTexts } from './texts.ts';

export type Organisation = { name: string; timeZone: string; fiscalMonth: number; currency: string; language: 'ja' | 'en' };
type Props = { value: Organisation; onChange: (value: Organisation) => void; errors: Record<string, string>; zoneNote?: string; disabled?: boolean };

/** The fields of the organisation, at the first visit and in the settings. */
export function OrganisationFields({ value, onChange, errors, zoneNote, disabled }: Props) {
  const t = useTexts(organisationTexts);
  const language = useLanguage();
  const zones = useMemo(() => zoneOptions(value.timeZone), [value.timeZone]);
  const currencies = useMemo(() => currencyOptions(language), [language]);
  const set = (change: Partial<Organisation>) => onChange({ ...value, ...change });
  return (
    <>
      <TextField
        label={t.name}
        value={value.name}
        onChange={(name) => set({ name })}
        error={errors.name}
        autoComplete="organization"
        required
        disabled={disabled}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Select
          label={t.timeZone}
          value={value.timeZone}
          onChange={(timeZone) => set({ timeZone })}
          options={zones}
          hint={zoneNote ?? t.timeZoneHint}
          error={errors.timeZone}
          disabled={disabled}
        />
        <Select
          label={t.fiscalMonth}
          value={String(value.fiscalMonth)}
          onChange={(month) => set({ fiscalMonth: Number(month) })}
          options={Array.from({ length: 12 }, (_, i) => ({ value: String(i + 1), label: t.month(i + 1) }))}
          error={errors.fiscalMonth}
          disabled={disabled}
        />
        <Select
          label={t.currency}
          value={value.currency}
          onChange={(currency) => set({ currency })}
          options={currencies}
          hint={t.currencyHint}
          error={errors.currency}
          disabled={disabled}
        />
        <Select
          label={t.language}
          value={value.language}
          onChange={(next) => set({ language: next })}
          options={[
            { value: 'ja', label: '日本語' },
            { value: 'en', label: 'English' },
          ]}
          hint={t.languageHint}
          error={errors.language}
          disabled={disabled}
        />
      </div>
    </>
  );
}

function zoneOptions(chosen: string) {
  const all = Intl.supportedValuesOf('timeZone');
  return (all.includes(chosen) ? all : [chosen, ...all]).map((zone) => ({ value: zone, label: zone }));
}

/** The usual ones first. */
function currencyOptions(language: string) {
  const names = new Intl.DisplayNames(language, { type: 'currency' });
  const usual = ['JPY', 'USD', 'EUR', 'GBP', 'CNY', 'KRW', 'SGD', 'TWD'];
  const codes = [...usual, ...Intl.supportedValuesOf('currency').filter((code) => !usual.includes(code))];
  return codes.map((code) => ({ value: code, label: `${code} ${names.of(code) ?? ''}` }));
}
