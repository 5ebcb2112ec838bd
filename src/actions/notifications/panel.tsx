import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { ShowMore } from '#platform/ui/more.tsx';
import { EmptyState, Loaded } from '#platform/ui/states.tsx';
import { contract } from './contract.ts';
import { notificationTexts } from './texts.ts';

const api = apiQuery(contract);

/** The open bell. What it shows counts as read. */
export function Notifications({ onLeave, onRead }: { onLeave: () => void; onRead: (unread: number) => void }) {
  const t = useTexts(notificationTexts);
  const language = useLanguage();
  const f = useFormat();
  const list = useInfiniteQuery(
    api.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ limit: 20, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
    }),
  );
  useReadOnSight(list.data?.pages[0]?.unread, list.data?.pages[0]?.items[0]?.createdAt, onRead);
  return (
    <Loaded query={list}>
      {() => {
        const items = list.data?.pages.flatMap((page) => page.items) ?? [];
        if (items.length === 0) return <EmptyState title={t.none}>{t.noneHint}</EmptyState>;
        return (
          <>
            <ul className="flex flex-col">
              {items.map((one) => (
                <li key={one.id} className="border-line border-b py-2.5 last:border-0">
                  <div className="sub">
                    {f.moment(one.createdAt)} {!one.read && <b className="text-ai">· {t.unread}</b>}
                  </div>
                  {one.link ? (
                    <Link to={one.link} onClick={onLeave} className="font-semibold">
                      {one.title[language]}
                    </Link>
                  ) : (
                    <b>{one.title[language]}</b>
                  )}
                  {one.body && <div className="sub">{one.body[language]}</div>}
                </li>
              ))}
            </ul>
            <ShowMore query={list} />
            <p className="sub mt-3">
              <Link to="/settings/notifications" onClick={onLeave}>
                {t.settings}
              </Link>
            </p>
          </>
        );
      }}
    </Loaded>
  );
}

function useReadOnSight(unread: number | undefined, newest: string | undefined, onRead: (unread: number) => void) {
  const { mutate } = useMutation(api.read.mutationOptions({ onSuccess: (left) => onRead(left.unread) }));
  useEffect(() => {
    if (unread && newest) mutate({ upTo: newest });
  }, [unread, newest, mutate]);
}
