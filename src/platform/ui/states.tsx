import type { ReactNode } from 'react';
import { useTexts } from '#platform/i18n/react.tsx';
import { Button } from './button.tsx';
import { PageHeader } from './layout.tsx';
import { problemText, requestId } from './problem.ts';
import { uiTexts } from './texts.ts';

/** Says what is not there and what to do next. */
export function EmptyState({ title, children, actions }: { title: ReactNode; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="state">
      <strong>{title}</strong>
      {children && <div className="text-[13px]">{children}</div>}
      {actions && <div className="row justify-center pt-2">{actions}</div>}
    </div>
  );
}

export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useTexts(uiTexts);
  const id = requestId(error);
  return (
    <div className="state" role="alert">
      <strong>{t.error.title}</strong>
      <div className="text-[13px]">{problemText(error, t)}</div>
      {id && <div className="sub">{t.error.request(id)}</div>}
      {onRetry && <Button onClick={onRetry}>{t.retry}</Button>}
    </div>
  );
}

export function Skeleton({ width = '100%', height = 14 }: { width?: number | string; height?: number | string }) {
  return <span className="skeleton" style={{ width, height }} aria-hidden />;
}

/** Grey lines where content will be. */
export function SkeletonBlock({ lines = 4 }: { lines?: number }) {
  const t = useTexts(uiTexts);
  return (
    <div className="stack p-3" role="status" aria-label={t.loading}>
      {Array.from({ length: lines }, (_, i) => (
        <Skeleton key={i} width={`${92 - ((i * 17) % 40)}%`} />
      ))}
    </div>
  );
}

type QueryLike = { isPending: boolean; error: unknown; refetch?: () => unknown };

/** Loading, error or the children: around anything that hangs on one query. `title` heads a page whose own heading would have come with the data. */
export function Loaded({ query, lines, title, children }: { query: QueryLike; lines?: number; title?: string; children: () => ReactNode }) {
  if (query.error)
    return (
      <>
        {title && <PageHeader title={title} />}
        <ErrorState error={query.error} onRetry={query.refetch && (() => void query.refetch?.())} />
      </>
    );
  if (query.isPending) return <SkeletonBlock lines={lines} />;
  return children();
}

/** Above the buttons of a form or dialog: why the last try was refused. */
export function FormProblem({ error }: { error: unknown }) {
  const t = useTexts(uiTexts);
  return error ? <Notice tone="risk">{problemText(error, t)}</Notice> : null;
}

/** `value` 0..1; without a value it only says that something runs. */
export function Progress({ label, value, detail }: { label: string; value?: number | null; detail?: ReactNode }) {
  const known = value !== null && value !== undefined;
  return (
    <div className="stack !gap-1">
      <div className="row spread sub">
        <span>{label}</span>
        <span>{detail ?? (known ? `${Math.floor(value * 100)}%` : '')}</span>
      </div>
      <progress className="progress" aria-label={label} max={1} value={known ? value : undefined} />
    </div>
  );
}

export function Notice({ tone, children }: { tone?: 'good' | 'watch' | 'risk'; children: ReactNode }) {
  return (
    <div className={`notice ${tone ?? ''}`} role={tone === 'risk' ? 'alert' : 'note'}>
      {children}
    </div>
  );
}
