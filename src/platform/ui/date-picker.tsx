import { lazy, Suspense } from 'react';
import type { FieldProps } from './fields.tsx';
import { Skeleton } from './states.tsx';

export type DatePickerProps = FieldProps & {
  /** 'YYYY-MM-DD' or null */
  value: string | null;
  onChange: (day: string | null) => void;
  min?: string;
  max?: string;
  disabled?: boolean;
};

const AriaDatePicker = lazy(() => import('./aria/date-picker.tsx'));

export function DatePicker(props: DatePickerProps) {
  return (
    <Suspense fallback={<Skeleton height={58} />}>
      <AriaDatePicker {...props} />
    </Suspense>
  );
}
