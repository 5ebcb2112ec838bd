import { useTexts } from '#platform/i18n/react.tsx';
import { Button } from './button.tsx';
import { uiTexts } from './texts.ts';

/** Cursor pagination: the next page is added below. Takes a useInfiniteQuery result. */
export function ShowMore({ query }: { query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown } }) {
  const t = useTexts(uiTexts);
  if (!query.hasNextPage) return null;
  return (
    <div className="flex justify-center p-3">
      <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {query.isFetchingNextPage ? t.loading : t.more}
      </Button>
    </div>
  );
}
