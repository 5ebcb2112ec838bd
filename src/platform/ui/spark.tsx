import { line } from 'd3-shape';
import type { Tone } from './pills.tsx';

const strokes: Record<Tone | 'ai', string> = {
  good: 'var(--good-fill)',
  watch: 'var(--warn-fill)',
  risk: 'var(--bad-fill)',
  unknown: 'var(--none-fill)',
  ai: 'var(--ai)',
};

/** A small line of the last weeks. Null breaks the line; `label` is read aloud. */
export function Sparkline({
  values,
  label,
  tone = 'ai',
  width = 84,
  height = 22,
}: {
  values: readonly (number | null)[];
  label: string;
  tone?: Tone | 'ai';
  width?: number;
  height?: number;
}) {
  const known = values.filter((v): v is number => v !== null);
  if (known.length < 2) return <span className="sub">—</span>;
  const low = Math.min(...known);
  const high = Math.max(...known);
  // Two straight lines of arithmetic: a scale library would weigh 10 kB on the first screen.
  const x = (i: number) => 1 + (i * (width - 2)) / (values.length - 1);
  const y = (v: number) => height - 3 - ((v - low) * (height - 6)) / (high - low || 1);
  const path = line<number | null>()
    .defined((v) => v !== null)
    .x((_, i) => x(i))
    .y((v) => y(v ?? 0));
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} className="inline-block align-middle">
      <path d={path([...values]) ?? ''} fill="none" stroke={strokes[tone]} strokeWidth={1.5} strokeLinejoin="round" />
    </svg>
  );
}
