import type { LiveHub } from './live.ts';

const heartbeatMs = 20_000;
// Who may listen is asked at the beginning only, so a stream does not last: the page opens another, and is asked again.
const longestMs = 5 * 60_000;

/** Server-sent events for one page of a member: `data:` is the topic that changed. */
export function liveStream(hub: LiveHub, memberId: string, options: { heartbeat?: number; longest?: number } = {}): Response {
  const encoder = new TextEncoder();
  let stop = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let open = true;
      const send = (text: string) => open && controller.enqueue(encoder.encode(text));
      const close = () => {
        if (!open) return;
        stop();
        controller.close();
      };
      const beat = setInterval(() => send(': \n\n'), options.heartbeat ?? heartbeatMs);
      const end = setTimeout(close, options.longest ?? longestMs);
      let detach = () => {};
      stop = () => {
        open = false;
        clearInterval(beat);
        clearTimeout(end);
        detach();
      };
      send('retry: 2000\ndata: hello\n\n');
      detach = hub.attach(memberId, {
        tell: (topic) => send(`data: ${topic}\n\n`),
        end(why) {
          if (why === 'replaced') send('event: bye\ndata: replaced\n\n');
          close();
        },
      });
    },
    cancel: () => stop(),
  });
  const headers = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' };
  return new Response(body, { headers });
}
