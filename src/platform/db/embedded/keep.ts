import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './process-identity.ts';
import { type Embedded, type EmbeddedOptions, startEmbedded } from './start.ts';

const LOOK_EVERY_MS = 500;
const AFTER_FAILURE_MS = 5_000;

/** Starts Postgres again whenever it dies without us, until the returned function is called. */
export function keepRunning(options: EmbeddedOptions, embedded: Embedded): () => Promise<void> {
  let keeping = true;
  let pid = embedded.pid;
  const loop = async () => {
    while (keeping) {
      await sleep(LOOK_EVERY_MS, undefined, { ref: false });
      if (!keeping || isAlive(pid)) continue;
      try {
        options.log('Postgres died; starting it again.');
        const again = await startEmbedded(options);
        pid = again.pid;
        // Its old port was taken meanwhile: our connections cannot follow, a new start can.
        if (again.url !== embedded.url) {
          options.log('Postgres came back on another port; stopping, please start again.');
          process.kill(process.pid, 'SIGTERM');
        }
      } catch (error) {
        options.log((error as Error).message);
        await sleep(AFTER_FAILURE_MS, undefined, { ref: false });
      }
    }
  };
  const done = loop();
  return async () => {
    keeping = false;
    // Only a start under way is worth waiting for; the timer itself does not hold the process.
    await Promise.race([done, sleep(LOOK_EVERY_MS + 50)]);
  };
}
