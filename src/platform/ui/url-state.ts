import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

/** The page's state in the address (?q=…&sort=…): shareable, survives a reload. Undefined removes a key. */
export function useUrlState<T extends Record<string, unknown>>(): [Partial<T>, (next: Partial<T>, options?: { replace?: boolean }) => void] {
  const search = useSearch({ strict: false }) as Partial<T>;
  const navigate = useNavigate();
  const set = useCallback(
    (next: Partial<T>, options?: { replace?: boolean }) => {
      void navigate({ to: '.', search: ((now: Partial<T>) => ({ ...now, ...next })) as never, replace: options?.replace ?? true });
    },
    [navigate],
  );
  return [search, set];
}

/** A path parameter such as accountId of /accounts/$accountId. */
export function usePathParam(name: string): string {
  const params = useParams({ strict: false }) as Record<string, string | undefined>;
  const value = params[name];
  if (value === undefined) throw new Error(`no path parameter ${name}`);
  return value;
}
