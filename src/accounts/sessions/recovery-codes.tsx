import { useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { CodeBlock } from '#platform/ui/copy.tsx';
import { Notice } from '#platform/ui/states.tsx';
import { sessionTexts } from './texts.ts';

/** Shown once. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const t = useTexts(sessionTexts);
  return (
    <div className="stack">
      <Notice tone="watch">{t.recoveryKeep}</Notice>
      <CodeBlock label={t.recoveryTitle} code={codes.join('\n')} />
      <div className="actions">
        <Button look="primary" onClick={onDone}>
          {t.recoveryDone}
        </Button>
      </div>
    </div>
  );
}
