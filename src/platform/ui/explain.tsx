import { lazy, Suspense, useRef, useState, type ReactNode } from 'react';
import { useTexts } from '#platform/i18n/react.tsx';
import { uiTexts } from './texts.ts';

const ExplainPopover = lazy(() => import('./aria/explain-popover.tsx'));

export type ExplainProps = {
  /** the figure itself */
  children: ReactNode;
  title: ReactNode;
  /** the arithmetic in words: 40 × 25% + 30 × 20% … */
  formula?: ReactNode;
  rows?: readonly (readonly [ReactNode, ReactNode])[];
  note?: ReactNode;
};

/** A figure that opens to what it is made of. */
export function Explain({ children, ...inside }: ExplainProps) {
  const t = useTexts(uiTexts);
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button ref={button} type="button" className="explain" aria-haspopup="dialog" aria-expanded={open} title={t.explain} onClick={() => setOpen(!open)}>
        {children}
      </button>
      {open && (
        <Suspense fallback={null}>
          <ExplainPopover {...inside} anchor={button} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
