import { createContext, useContext, type ReactNode } from 'react';
import type { Permission } from '#platform/auth/permissions.ts';

/** Who is here: the answer of GET /api/me. */
export type Session = {
  member: { id: string; name: string; email: string; role: string; language: string | null; theme: 'light' | 'dark' | null };
  organisation: { name: string; timeZone: string; fiscalMonth: number; currency: string; language: string };
  permissions: readonly Permission[];
};

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** Only below the shell; sign-in and setup pages have no session. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession outside of the shell');
  return session;
}

/** Whether to show a button. The server decides again. */
export function useCan(permission: Permission): boolean {
  return useContext(SessionContext)?.permissions.includes(permission) ?? false;
}
