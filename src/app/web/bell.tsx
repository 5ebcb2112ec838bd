import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTexts } from '#platform/i18n/react.tsx';
import { IconButton } from '#platform/ui/button.tsx';
import { Drawer } from '#platform/ui/dialog.tsx';
import { SkeletonBlock } from '#platform/ui/states.tsx';
import { request } from './request.ts';
import { webTexts } from './texts.ts';

const Notifications = lazy(async () => ({ default: (await import('#actions/notifications/panel.tsx')).Notifications }));
// Beside the answers to the same path, so that what makes those old makes this old.
const unreadKey = [['GET /notifications', 'unread']];

export function Bell() {
  const t = useTexts(webTexts);
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const unread =
    useQuery({
      queryKey: unreadKey,
      queryFn: ({ signal }) => request<{ unread: number }>('GET', '/api/notifications?limit=1', { signal }),
    }).data?.unread ?? 0;
  return (
    <>
      <span className="bell">
        <IconButton label={t.bell(unread)} look="ghost" aria-haspopup="dialog" onClick={() => setOpen(true)}>
          <BellShape />
        </IconButton>
        {unread > 0 && (
          <span className="bell-count" aria-hidden>
            {unread > 99 ? '99+' : unread}
          </span>
        )}
      </span>
      <Drawer open={open} onClose={() => setOpen(false)} title={t.notifications}>
        <Suspense fallback={<SkeletonBlock />}>
          <Notifications onLeave={() => setOpen(false)} onRead={(left) => queries.setQueryData(unreadKey, { unread: left })} />
        </Suspense>
      </Drawer>
    </>
  );
}

function BellShape() {
  return (
    <svg
      width="18"
      height="18"
      viewBox="0 0 18 18"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
    >
      <path d="M4.5 7.5a4.5 4.5 0 0 1 9 0c0 4 1.5 5 1.5 5H3s1.5-1 1.5-5M7.5 15a1.6 1.6 0 0 0 3 0" />
    </svg>
  );
}
