import { useState, type KeyboardEvent } from 'react';
import { useTexts } from '#platform/i18n/react.tsx';
import { Field, type FieldProps } from './fields.tsx';
import { composing } from './keys.ts';
import { Chip } from './pills.tsx';
import { uiTexts } from './texts.ts';

type Props = FieldProps & { value: readonly string[]; onChange: (tags: string[]) => void; suggestions?: readonly string[]; placeholder?: string };

/** Several short words. Enter, comma or 、 adds one; Backspace in the empty field takes the last away. */
export function TagField({ value, onChange, suggestions, placeholder, ...field }: Props) {
  const t = useTexts(uiTexts);
  const [typed, setTyped] = useState('');
  const add = (text: string) => {
    const words = text
      .split(/[,、，]/)
      .map((word) => word.trim())
      .filter((word) => word !== '' && !value.includes(word));
    if (words.length > 0) onChange([...value, ...new Set(words)]);
    setTyped('');
  };
  const onKey = (event: KeyboardEvent) => {
    if (composing(event.nativeEvent)) return;
    if (event.key === 'Enter' && typed.trim()) {
      event.preventDefault();
      add(typed);
    } else if (event.key === 'Backspace' && typed === '' && value.length > 0) onChange(value.slice(0, -1));
  };
  return (
    <Field {...field}>
      {(wiring) => (
        <div className="input tag-input">
          {value.map((tag) => (
            <Chip key={tag} on onRemove={() => onChange(value.filter((other) => other !== tag))} removeLabel={t.remove(tag)}>
              {tag}
            </Chip>
          ))}
          <input
            {...wiring}
            className="inner-input"
            list={suggestions ? `${wiring.id}list` : undefined}
            placeholder={value.length === 0 ? placeholder : undefined}
            value={typed}
            onKeyDown={onKey}
            onBlur={() => add(typed)}
            onChange={(event) => (/[,、，]$/.test(event.target.value) ? add(event.target.value) : setTyped(event.target.value))}
          />
          {suggestions && (
            <datalist id={`${wiring.id}list`}>
              {suggestions
                .filter((one) => !value.includes(one))
                .map((one) => (
                  <option key={one} value={one} />
                ))}
            </datalist>
          )}
        </div>
      )}
    </Field>
  );
}
