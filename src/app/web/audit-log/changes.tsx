import { useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { changeLines } from './labels.ts';
import { auditTexts } from './texts.ts';

const shownAtOnce = 3;

/** The changed fields of one entry: the first few at once, the rest on demand. */
export function Changes({ changes, noun, names }: { changes: unknown; noun: string; names: Record<string, string> }) {
  const t = useTexts(auditTexts);
  const language = useLanguage();
  const lines = changeLines(changes, language, noun, names);
  const line = ({ field, before, after }: (typeof lines)[number]) => (
    <div key={field}>
      <span className="sub">{field}</span> {before !== null && <span className="text-ink-2">{before} → </span>}
      {after}
    </div>
  );
  const rest = lines.slice(shownAtOnce);
  return (
    <div className="text-[13px]">
      {lines.slice(0, shownAtOnce).map(line)}
      {rest.length > 0 && (
        <details>
          <summary className="sub">{t.more(rest.length)}</summary>
          {rest.map(line)}
        </details>
      )}
    </div>
  );
}
