import { useSyncExternalStore, type ReactNode } from 'react';
import { useTexts } from '#platform/i18n/react.tsx';
import { Button, IconButton } from './button.tsx';
import { uiTexts } from './texts.ts';

type Toast = { id: number; tone: 'good' | 'risk'; text: ReactNode; action?: { label: string; run: () => void } };

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();
const SHOWN_MS = 6_000;

function set(next: readonly Toast[]) {
  toasts = next;
  for (const listener of listeners) listener();
}

/** A short word about what was just done. Errors stay until closed, since they are read late or not at all. */
export function toast(text: ReactNode, options: { tone?: 'good' | 'risk'; action?: Toast['action'] } = {}) {
  const id = ++lastId;
  const tone = options.tone ?? 'good';
  set([...toasts, { id, tone, text, action: options.action }]);
  if (tone === 'good') setTimeout(() => dismiss(id), SHOWN_MS);
}

function dismiss(id: number) {
  set(toasts.filter((one) => one.id !== id));
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export function Toasts() {
  const t = useTexts(uiTexts);
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div className="toasts" role="status" aria-live="polite" data-react-aria-top-layer>
      {shown.map(({ id, tone, text, action }) => (
        <div key={id} className={`toast ${tone}`}>
          <span>{text}</span>
          <span className="row !gap-1">
            {action && (
              <Button
                small
                onClick={() => {
                  action.run();
                  dismiss(id);
                }}
              >
                {action.label}
              </Button>
            )}
            <IconButton label={t.close} look="ghost" small onClick={() => dismiss(id)}>
              ✕
            </IconButton>
          </span>
        </div>
      ))}
    </div>
  );
}
