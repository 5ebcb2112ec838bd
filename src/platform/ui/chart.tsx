import { lazy, Suspense } from 'react';
import { Skeleton } from './states.tsx';

export type Series = { name: string; values: readonly (number | null)[]; kind?: 'line' | 'bar' | 'area'; color?: string; stack?: string };
export type Mark = { at: string; label: string; tone?: 'risk' | 'none' };
export type ChartProps = {
  /** read aloud, and the caption of the table for screen readers */
  label: string;
  /** one per value: days or categories, already formatted */
  x: readonly string[];
  series: readonly Series[];
  marks?: readonly Mark[];
  height?: number;
  min?: number;
  max?: number;
  unit?: string;
  legend?: boolean;
};

const EChart = lazy(() => import('./chart-canvas.tsx'));

/** Lines, bars and areas over one axis. The same numbers are there as a table for screen readers. */
export function Chart(props: ChartProps) {
  return (
    <figure className="m-0">
      <Suspense fallback={<Skeleton height={props.height ?? 220} />}>
        <EChart {...props} />
      </Suspense>
      <div className="sr-only">
        <table>
          <caption>{props.label}</caption>
          <thead>
            <tr>
              <td />
              {props.series.map((one) => (
                <th key={one.name} scope="col">
                  {one.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {props.x.map((at, i) => (
              <tr key={`${at}${i}`}>
                <th scope="row">{at}</th>
                {props.series.map((one) => (
                  <td key={one.name}>{one.values[i] ?? '—'}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
