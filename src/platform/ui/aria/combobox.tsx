import { useEffect, useRef, useState } from 'react';
import { Button, ComboBox, FieldError, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components';
import { useTexts } from '#platform/i18n/react.tsx';
import type { Choice, ComboboxProps } from '../combobox.tsx';
import { uiTexts } from '../texts.ts';

export default function AriaCombobox({ label, hint, error, required, hideLabel, value, onChange, search, placeholder, disabled }: ComboboxProps) {
  const t = useTexts(uiTexts);
  const [typed, setTyped] = useState(value?.label ?? '');
  const { found, waiting } = useFound(search, typed === value?.label ? '' : typed);
  useEffect(() => setTyped(value?.label ?? ''), [value?.id, value?.label]);
  const type = (text: string) => {
    setTyped(text);
    if (text === '' && value) onChange(null);
  };
  // What was pressed may have left the list by now, and so may what is chosen already.
  const seen = useRef(new Map<string, Choice>());
  for (const one of found) seen.current.set(one.id, one);
  const choose = (key: string | null) => {
    const choice = key === null ? null : key === value?.id ? value : (seen.current.get(key) ?? null);
    // Also called on leaving: what was typed without choosing is no value.
    setTyped(choice?.label ?? '');
    if (choice?.id !== value?.id) onChange(choice);
  };
  return (
    <ComboBox
      className="field"
      items={found}
      value={value?.id ?? null}
      onChange={(key) => choose(key as string | null)}
      inputValue={typed}
      onInputChange={type}
      defaultFilter={() => true}
      menuTrigger="focus"
      allowsEmptyCollection
      isRequired={required}
      isInvalid={Boolean(error)}
      isDisabled={disabled}
    >
      <Label className={`label ${hideLabel ? 'sr-only' : ''}`}>
        {label}
        {required && <span className="must">{t.required}</span>}
      </Label>
      <div className="input date-group">
        <Input className="inner-input" placeholder={placeholder} />
        <Button className="btn ghost small icon">
          <span aria-hidden>▾</span>
        </Button>
      </div>
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="error">{error}</FieldError>
      <Popover className="popover" style={{ minWidth: 'var(--trigger-width)' }}>
        <ListBox<Choice> className="menu" renderEmptyState={() => <div className="sub p-2">{waiting ? t.loading : t.noMatch}</div>}>
          {(choice) => (
            <ListBoxItem id={choice.id} textValue={choice.label} className="menu-item">
              <span>
                <Text slot="label">{choice.label}</Text>
                {choice.sub && (
                  <Text slot="description" className="sub block">
                    {choice.sub}
                  </Text>
                )}
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

function useFound(search: ComboboxProps['search'], typed: string) {
  const [state, setState] = useState<{ found: readonly Choice[]; waiting: boolean }>({ found: [], waiting: true });
  const ask = useRef(search);
  ask.current = search;
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(
      () => {
        ask.current(typed, stop.signal).then(
          (found) => !stop.signal.aborted && setState({ found, waiting: false }),
          () => !stop.signal.aborted && setState({ found: [], waiting: false }),
        );
      },
      typed ? 150 : 0,
    );
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [typed]);
  return state;
}
