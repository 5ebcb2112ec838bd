import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

/** Which answers grow old when a topic has changed: those to these paths of the API. */
const stale: Record<string, RegExp> = {
  notifications: /^\w+ \/notifications/,
  ctas: /^\w+ \/(ctas|today|slots|team|tasks|playbook)/,
};
const askAgainMs = 60_000;
const connectAgainMs = 5 * 60_000;
// Many changes at once are asked for once.
const gatherMs = 300;

/**
 * One stream of changes for the whole page; what is on the screen is asked for again when it has changed. Only the page
 * one looks at has one, since a browser opens six connections at most; a page one comes back to asks for what it missed.
 */
export function useLive(): void {
  const queries = useQueryClient();
  useEffect(() => (typeof EventSource === 'undefined' ? undefined : keepLive(queries)), [queries]);
}

function keepLive(queries: QueryClient): () => void {
  const changed = gathered((topics) => topics.forEach((topic) => refresh(queries, topic)));
  let source: EventSource | null = null;
  let polling: ReturnType<typeof setInterval> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let seen = false;

  const close = () => {
    source?.close();
    source = null;
    clearInterval(polling);
    clearTimeout(retry);
    polling = undefined;
  };
  const poll = (again: boolean) => {
    polling ??= setInterval(() => changed('resync'), askAgainMs);
    if (!again) return;
    source?.close();
    clearTimeout(retry);
    retry = setTimeout(open, connectAgainMs);
  };
  const open = () => {
    close();
    source = new EventSource('/api/live');
    source.addEventListener('message', ({ data }: MessageEvent<string>) => {
      clearInterval(polling);
      polling = undefined;
      if (data !== 'hello') return changed(data);
      // The first answers came a moment ago; after an interruption something may have been missed.
      if (seen) changed('resync');
      seen = true;
    });
    source.addEventListener('bye', () => poll(true));
    source.addEventListener('error', () => poll(source?.readyState === EventSource.CLOSED));
  };
  const look = () => (document.visibilityState === 'visible' ? open() : close());
  look();
  document.addEventListener('visibilitychange', look);
  return () => {
    document.removeEventListener('visibilitychange', look);
    close();
  };
}

function gathered(tell: (topics: string[]) => void): (topic: string) => void {
  const topics = new Set<string>();
  return (topic) => {
    if (topics.size === 0)
      setTimeout(() => {
        tell([...topics]);
        topics.clear();
      }, gatherMs);
    topics.add(topic);
  };
}

function refresh(queries: QueryClient, topic: string): void {
  const paths = topic === 'resync' ? Object.values(stale) : [stale[topic]].filter((path) => path !== undefined);
  void queries.invalidateQueries({
    predicate: ({ queryKey: [first] }) => {
      const about = String(Array.isArray(first) ? first[0] : first);
      return paths.some((path) => path.test(about));
    },
  });
}
