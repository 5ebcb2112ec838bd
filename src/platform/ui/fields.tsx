import { useId, useState, type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, type TextareaHTMLAttributes } from 'react';
import { useTexts } from '#platform/i18n/react.tsx';
import { minorDigits } from '#platform/i18n/format.ts';
import { toMinor, toPlain, readNumber } from './numbers.ts';
import { uiTexts } from './texts.ts';

export type FieldProps = { label: ReactNode; hint?: ReactNode; error?: string | null; required?: boolean; hideLabel?: boolean };

type Wiring = { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true; 'aria-required'?: true };

/** Label, hint and error around any control; hands the control its id and aria wiring. */
export function Field({ label, hint, error, required, hideLabel, children }: FieldProps & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId();
  const t = useTexts(uiTexts);
  const described = [hint ? `${id}h` : '', error ? `${id}e` : ''].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={id} className={hideLabel ? 'sr-only' : undefined}>
        {label}
        {required && <span className="must">{t.required}</span>}
      </label>
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
        'aria-required': required ? true : undefined,
      })}
      {hint && (
        <span id={`${id}h`} className="hint">
          {hint}
        </span>
      )}
      {error && (
        <span id={`${id}e`} className="error" role="alert">
          {error}
        </span>
      )}
    </div>
  );
}

type Own<T> = Omit<T, 'onChange' | 'value' | 'required' | 'id'>;
type Value<V> = { value: V; onChange: (value: V) => void };

export function TextField({
  label,
  hint,
  error,
  required,
  hideLabel,
  value,
  onChange,
  unit,
  ...rest
}: FieldProps & Value<string> & Own<InputHTMLAttributes<HTMLInputElement>> & { unit?: string }) {
  return (
    <Field {...{ label, hint, error, required, hideLabel }}>
      {(wiring) => (
        <Unit unit={unit}>
          <input {...rest} {...wiring} className="input" value={value} onChange={(event) => onChange(event.target.value)} />
        </Unit>
      )}
    </Field>
  );
}

function Unit({ unit, children }: { unit?: string; children: ReactNode }) {
  if (!unit) return children;
  return (
    <span className="affix">
      {children}
      <span>{unit}</span>
    </span>
  );
}

export function TextArea({
  label,
  hint,
  error,
  required,
  hideLabel,
  value,
  onChange,
  ...rest
}: FieldProps & Value<string> & Own<TextareaHTMLAttributes<HTMLTextAreaElement>>) {
  return (
    <Field {...{ label, hint, error, required, hideLabel }}>
      {(wiring) => <textarea {...rest} {...wiring} className="input" value={value} onChange={(event) => onChange(event.target.value)} />}
    </Field>
  );
}

/** Takes full-width digits and thousands separators; gives null when empty, NaN never. */
export function NumberField({
  value,
  onChange,
  error,
  ...rest
}: FieldProps & Value<number | null> & { unit?: string; placeholder?: string; disabled?: boolean }) {
  const t = useTexts(uiTexts);
  const [text, setText] = useState(value === null ? '' : String(value));
  const read = readNumber(text);
  const stale = read !== 'bad' && read !== value;
  const change = (next: string) => {
    setText(next);
    const number = readNumber(next);
    if (number !== 'bad') onChange(number);
  };
  return (
    <TextField
      {...rest}
      inputMode="decimal"
      value={stale ? (value === null ? '' : String(value)) : text}
      onChange={change}
      error={error ?? (read === 'bad' ? t.notANumber : null)}
    />
  );
}

/** `value` is minor units as text ('480000'), as the API gives and takes it. */
export function MoneyField({
  value,
  onChange,
  currency,
  unit,
  error,
  ...rest
}: FieldProps & Value<string | null> & { currency: string; unit?: string; placeholder?: string }) {
  const t = useTexts(uiTexts);
  const digits = minorDigits(currency);
  const [text, setText] = useState(toPlain(value, digits));
  const minor = toMinor(text, digits);
  const change = (next: string) => {
    setText(next);
    const read = toMinor(next, digits);
    if (read !== 'bad') onChange(read);
  };
  return (
    <TextField
      {...rest}
      inputMode="decimal"
      unit={unit ?? (currency === 'JPY' ? t.yen : currency)}
      value={minor !== 'bad' && minor !== value ? toPlain(value, digits) : text}
      onChange={change}
      error={error ?? (minor === 'bad' ? t.notAnAmount : null)}
    />
  );
}

export type Option<V extends string = string> = { value: V; label: string; disabled?: boolean };

export function Select<V extends string>({
  label,
  hint,
  error,
  required,
  hideLabel,
  value,
  onChange,
  options,
  placeholder,
  ...rest
}: FieldProps & Value<V> & Own<SelectHTMLAttributes<HTMLSelectElement>> & { options: readonly Option<V>[]; placeholder?: string }) {
  return (
    <Field {...{ label, hint, error, required, hideLabel }}>
      {(wiring) => (
        <select {...rest} {...wiring} className="input" value={value} onChange={(event) => onChange(event.target.value as V)}>
          {placeholder !== undefined && <option value="">{placeholder}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

type Toggle = { label: ReactNode; hint?: ReactNode; checked: boolean; onChange: (checked: boolean) => void; disabled?: boolean };

export function Checkbox({ label, hint, checked, onChange, disabled }: Toggle) {
  return (
    <label className="check">
      <input type="checkbox" checked={checked} disabled={disabled} onChange={(event) => onChange(event.target.checked)} />
      <span>
        {label}
        {hint && <span className="sub block">{hint}</span>}
      </span>
    </label>
  );
}

export function Switch({ label, hint, checked, onChange, disabled }: Toggle) {
  return (
    <label className="check">
      <input type="checkbox" role="switch" className="switch" checked={checked} disabled={disabled} onChange={(event) => onChange(event.target.checked)} />
      <span>
        {label}
        {hint && <span className="sub block">{hint}</span>}
      </span>
    </label>
  );
}

export function RadioGroup<V extends string>({
  label,
  hint,
  error,
  value,
  onChange,
  options,
  inline,
}: FieldProps & Value<V> & { options: readonly (Option<V> & { hint?: ReactNode })[]; inline?: boolean }) {
  const name = useId();
  return (
    <fieldset className="field" aria-invalid={error ? true : undefined}>
      <legend>{label}</legend>
      <div className={inline ? 'row' : 'flex flex-col gap-2'}>
        {options.map((option) => (
          <label key={option.value} className="check">
            <input type="radio" name={name} checked={value === option.value} disabled={option.disabled} onChange={() => onChange(option.value)} />
            <span>
              {option.label}
              {option.hint && <span className="sub block">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
      {hint && <span className="hint">{hint}</span>}
      {error && (
        <span className="error" role="alert">
          {error}
        </span>
      )}
    </fieldset>
  );
}
