import type { Tone } from './pills.tsx';

/** One value on a track of 0..max. */
export function Bar({
  value,
  max = 100,
  label,
  tone = 'ai',
  width,
}: {
  value: number | null;
  max?: number;
  label: string;
  tone?: Tone | 'ai';
  width?: number | string;
}) {
  const share = value === null ? 0 : Math.max(0, Math.min(1, value / max));
  return (
    <span className="bar" role="img" aria-label={label} style={{ width, minWidth: 60 }}>
      <i className={`fill-${tone}`} style={{ width: `${share * 100}%` }} />
    </span>
  );
}

export type Part = { key: string; label: string; value: number; tone: Tone | 'ai' };

/** Parts of a whole in one bar, with a legend that carries the numbers. */
export function StackedBar({ parts, label, legend = true }: { parts: readonly Part[]; label: string; legend?: boolean }) {
  const total = parts.reduce((sum, part) => sum + part.value, 0);
  const sign = { good: '●', watch: '▲', risk: '■', unknown: '○', ai: '●' } as const;
  return (
    <div>
      <div className="bar" role="img" aria-label={`${label}: ${parts.map((part) => `${part.label} ${part.value}`).join(', ')}`}>
        {total > 0 &&
          parts
            .filter((part) => part.value > 0)
            .map((part) => <i key={part.key} className={`fill-${part.tone}`} style={{ width: `${(part.value / total) * 100}%` }} />)}
      </div>
      {legend && (
        <ul className="legend">
          {parts.map((part) => (
            <li key={part.key}>
              <span aria-hidden style={{ color: `var(--${{ good: 'good', watch: 'warn', risk: 'bad', unknown: 'none', ai: 'ai' }[part.tone]})` }}>
                {sign[part.tone]}
              </span>{' '}
              {part.label} {part.value.toLocaleString()}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
