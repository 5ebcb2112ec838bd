import pg from 'pg';
import type { Logger } from 'pino';
import { liveChannel, type LiveHub, type LiveMessage } from './live.ts';

const lookEveryMs = 30_000;
const retryMs = [500, 1_000, 2_000, 5_000, 10_000];

/**
 * The one connection of this process that listens for what changed, in whichever process it did. When it was lost the
 * pages are told to ask for everything again, since what was announced meanwhile has gone by.
 */
export async function listenLive(url: string, hub: LiveHub, log: Pick<Logger, 'warn'>): Promise<{ stop(): Promise<void> }> {
  let client: pg.Client | null = null;
  let stopped = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString: url, application_name: 'banso-live', connectionTimeoutMillis: 10_000, keepAlive: true });
    next.on('notification', ({ payload }) => hub.deliver(JSON.parse(payload ?? '{}') as LiveMessage));
    // A connection that is lost may say so twice, and once more while it is being closed.
    let lost = false;
    const again = (error?: Error) => {
      if (lost || stopped) return;
      lost = true;
      client = null;
      clearTimeout(timer);
      if (failures === 0) log.warn({ err: error }, 'live updates lost their connection');
      next.end().catch(() => {});
      timer = setTimeout(() => void connect(), retryMs[Math.min(failures++, retryMs.length - 1)]);
    };
    next.on('error', again);
    next.on('end', () => again());
    try {
      await next.connect();
      await next.query(`listen ${liveChannel}`);
    } catch (error) {
      return again(error as Error);
    }
    if (stopped) return void next.end().catch(() => {});
    client = next;
    if (failures > 0) hub.deliver({ topic: 'resync' });
    failures = 0;
    look(next, again);
  }

  // A connection that a firewall has dropped says nothing by itself.
  function look(on: pg.Client, lost: (error: Error) => void): void {
    timer = setTimeout(() => {
      on.query('select 1').then(() => look(on, lost), lost);
    }, lookEveryMs);
    timer.unref();
  }

  await connect();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}
