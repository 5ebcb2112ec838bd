import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Session } from '#platform/ui/session.tsx';
import type { Theme } from '#platform/ui/theme.ts';
import { request } from './request.ts';

const key = ['me'];

/** GET /api/me: before the first visit `setup` is true; without a session there is no member. */
type Me = { setup: boolean; member: Session['member'] | null; organisation: Session['organisation'] | null; permissions: Session['permissions'] };

export function useMe() {
  return useQuery({ queryKey: key, queryFn: ({ signal }) => request<Me>('GET', '/api/me', { signal }), staleTime: 60_000 });
}

export type OwnSettings = { language?: 'ja' | 'en'; theme?: Theme };

/** Keeps a setting of the member: seen at once, taken back if the server refuses. */
export function useOwnSettings() {
  const queries = useQueryClient();
  return async (settings: OwnSettings) => {
    const before = queries.getQueryData<Me>(key);
    if (before?.member) queries.setQueryData(key, { ...before, member: { ...before.member, ...shown(settings) } });
    try {
      await request('PATCH', '/api/me', { body: settings });
    } catch (error) {
      queries.setQueryData(key, before);
      throw error;
    }
  };
}

/** As /api/me would give it back. */
function shown({ language, theme }: OwnSettings): Partial<Session['member']> {
  return { ...(language ? { language } : {}), ...(theme ? { theme: theme === 'system' ? null : theme } : {}) };
}
