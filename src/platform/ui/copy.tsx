import { useState } from 'react';
import { useTexts } from '#platform/i18n/react.tsx';
import { Button } from './button.tsx';
import { uiTexts } from './texts.ts';

export function CopyButton({ text }: { text: string }) {
  const t = useTexts(uiTexts);
  const [done, setDone] = useState(false);
  const copy = () =>
    put(text).then(
      () => setDone(true),
      () => setDone(false),
    );
  return (
    <Button small onClick={() => void copy()}>
      <span aria-live="polite">{done ? t.copied : t.copy}</span>
    </Button>
  );
}

// Browsers hide the clipboard on plain http, which is how a first try on a company network is reached.
async function put(text: string) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (!done) throw new Error('not copied');
}

export function CodeBlock({ code, label }: { code: string; label: string }) {
  return (
    <div className="stack !gap-1">
      <div className="row spread">
        <span className="sub">{label}</span>
        <CopyButton text={code} />
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className="code" tabIndex={0} aria-label={label} role="region">
        {code}
      </pre>
    </div>
  );
}
