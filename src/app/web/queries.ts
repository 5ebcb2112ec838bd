import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { pickLanguage, textsIn } from '#platform/i18n/texts.ts';
import { problemText } from '#platform/ui/problem.ts';
import { showFirstRefused } from '#platform/ui/refused.ts';
import { uiTexts } from '#platform/ui/texts.ts';
import { toast } from '#platform/ui/toast.tsx';

// Refusals of a form's content are shown in the form itself.
const shownInForms = [400, 409, 422];

const statusOf = (error: unknown) => (error as { status?: number } | null)?.status;

/** The cache of everything asked, with what every screen needs done when an answer is an error. */
export function makeQueries(): QueryClient {
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: (error) => signOutIfEnded(queries, error) }),
    mutationCache: new MutationCache({
      onError: (error, _variables, _result, mutation) => {
        signOutIfEnded(queries, error);
        if (shownInForms.includes(statusOf(error) ?? 0) && !mutation.meta?.toast) return showFirstRefused();
        toast(problemText(error, textsIn(uiTexts, pickLanguage(document.documentElement.lang))), { tone: 'risk' });
      },
    }),
    defaultOptions: { queries: { staleTime: 15_000, retry: (failures, error) => failures < 2 && (statusOf(error) ?? 500) >= 500 } },
  });
  return queries;
}

/** Asks again who is here; the shell then leads to the sign-in page. */
function signOutIfEnded(queries: QueryClient, error: unknown) {
  if (statusOf(error) === 401) void queries.invalidateQueries({ queryKey: ['me'] });
}
