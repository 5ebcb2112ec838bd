import { useEffect, useRef, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import { composing } from '#platform/ui/keys.ts';

type Option = { key: string; label: ReactNode };
type Props = {
  label: string;
  hint?: string;
  options: readonly Option[];
  chosen?: string;
  onChoose: (key: string) => void;
  /** takes number keys, and the focus when it appears */ focus?: boolean;
  busy?: boolean;
  first?: Ref<HTMLButtonElement>;
};

/** One tap from a short list; with `focus` also one number key. */
export function Choices({ label, hint, options, chosen, onChoose, focus, busy, first }: Props) {
  const group = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    if (focus) group.current?.querySelector('button')?.focus();
  }, [focus]);
  const numbered = focus || first !== undefined;
  const byKey = (event: KeyboardEvent) => {
    const native = event.nativeEvent;
    if (!numbered || busy || composing(native) || native.ctrlKey || native.metaKey || native.altKey) return;
    const option = options[Number(event.key) - 1];
    if (!option) return;
    event.preventDefault();
    onChoose(option.key);
  };
  return (
    <fieldset ref={group} className="field" onKeyDown={byKey}>
      <legend>{label}</legend>
      <div className="row !gap-2">
        {options.map((option, i) => (
          <button
            key={option.key}
            ref={i === 0 ? first : undefined}
            type="button"
            className={`chip ${chosen === option.key ? 'on' : ''}`}
            aria-pressed={chosen === undefined ? undefined : chosen === option.key}
            aria-disabled={busy || undefined}
            onClick={() => !busy && onChoose(option.key)}
          >
            {numbered && i < 9 && <kbd aria-hidden>{i + 1}</kbd>} {option.label}
          </button>
        ))}
      </div>
      {hint && <span className="hint">{hint}</span>}
    </fieldset>
  );
}
