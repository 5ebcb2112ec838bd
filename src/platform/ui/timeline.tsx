import type { ReactNode } from 'react';
import type { Tone } from './pills.tsx';

export type Moment = { key: string; when: ReactNode; title: ReactNode; body?: ReactNode; tone?: Tone };

export function Timeline({ label, moments }: { label: string; moments: readonly Moment[] }) {
  return (
    <ol className="timeline" aria-label={label}>
      {moments.map((moment) => (
        <li key={moment.key} data-tone={moment.tone}>
          <div>
            <b>{moment.when}</b> {moment.title}
          </div>
          {moment.body && <div className="sub">{moment.body}</div>}
        </li>
      ))}
    </ol>
  );
}
