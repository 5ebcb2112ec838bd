import { lazy, Suspense, type ReactNode } from 'react';
import type { FieldProps } from './fields.tsx';
import { Skeleton } from './states.tsx';

export type Choice = { id: string; label: string; sub?: ReactNode };

export type ComboboxProps = FieldProps & {
  value: Choice | null;
  onChange: (choice: Choice | null) => void;
  /** called with what was typed ('' on opening), debounced; abort when the next one starts */
  search: (typed: string, signal: AbortSignal) => Promise<readonly Choice[]>;
  placeholder?: string;
  disabled?: boolean;
};

const AriaCombobox = lazy(() => import('./aria/combobox.tsx'));

/** One choice out of many, found by typing. For a dozen fixed choices use Select. */
export function Combobox(props: ComboboxProps) {
  return (
    <Suspense fallback={<Skeleton height={58} />}>
      <AriaCombobox {...props} />
    </Suspense>
  );
}
