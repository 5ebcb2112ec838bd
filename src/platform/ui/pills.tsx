import type { ReactNode } from 'react';
import { useTexts } from '#platform/i18n/react.tsx';
import { uiTexts } from './texts.ts';

export type Tone = 'good' | 'watch' | 'risk' | 'unknown';

/** Form as well as colour: a colour alone says nothing to one reader in twenty. */
export const signs: Record<Tone, string> = { good: '●', watch: '▲', risk: '■', unknown: '○' };

export function Pill({ tone, children }: { tone: Tone | 'info'; children: ReactNode }) {
  return (
    <span className={`pill ${tone}`}>
      {tone !== 'info' && <span aria-hidden>{signs[tone]}</span>}
      {children}
    </span>
  );
}

/** ■ 28: score if there is one, else the word. The word is always read aloud. */
export function HealthPill({ tone, score }: { tone: Tone; score?: number | null }) {
  const t = useTexts(uiTexts);
  const word = t.health[tone];
  if (score === null || score === undefined || tone === 'unknown') return <Pill tone={tone}>{word}</Pill>;
  return (
    <span className={`pill ${tone}`} title={word}>
      <span aria-hidden>{signs[tone]}</span>
      <span className="sr-only">{word}</span>
      {Math.round(score)}
    </span>
  );
}

/** First character of a name; the whole name is read aloud and shown on hover. */
export function Avatar({ name }: { name: string }) {
  return (
    <span className="avatar" role="img" aria-label={name} title={name}>
      <span aria-hidden>{[...name.trim()][0] ?? '?'}</span>
    </span>
  );
}

export function Chip({
  children,
  on,
  onClick,
  onRemove,
  removeLabel,
}: {
  children: ReactNode;
  on?: boolean;
  onClick?: () => void;
  onRemove?: () => void;
  removeLabel?: string;
}) {
  const className = `chip ${on ? 'on' : ''}`;
  if (onClick && !onRemove)
    return (
      <button type="button" className={className} aria-pressed={on} onClick={onClick}>
        {children}
      </button>
    );
  return (
    <span className={className}>
      {onClick ? (
        <button type="button" onClick={onClick}>
          {children}
        </button>
      ) : (
        children
      )}
      {onRemove && (
        <button type="button" aria-label={removeLabel} title={removeLabel} onClick={onRemove}>
          ×
        </button>
      )}
    </span>
  );
}
