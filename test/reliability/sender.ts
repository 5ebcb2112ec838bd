import { setTimeout as sleep } from 'node:timers/promises';

/** Sends numbered events as an SDK does: a batch is tried again, with another timestamp, until it is acknowledged. */
export interface Sender {
  /** Numbers whose batch was answered with 200. */
  acknowledged: Set<number>;
  /** The answer to the last batch that was not acknowledged, for a test that fails. */
  refusal(): string;
  stop(): Promise<void>;
}

const BATCH = 20;

export function startSender(url: string, key: string, from: number): Sender {
  const acknowledged = new Set<number>();
  const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
  let running = true;
  let refusal = '';
  const accepted = async (numbers: number[]) => {
    const answer = await send(url, authorization, numbers);
    if (answer !== 'ok') refusal = answer;
    return answer === 'ok';
  };
  const loop = async () => {
    for (let first = from; running; first += BATCH) {
      const numbers = Array.from({ length: BATCH }, (_, i) => first + i);
      while (running && !(await accepted(numbers))) await sleep(50);
      if (running) for (const n of numbers) acknowledged.add(n);
    }
  };
  const done = loop();
  return {
    acknowledged,
    refusal: () => refusal,
    async stop() {
      running = false;
      await done;
    },
  };
}

async function send(url: string, authorization: string, numbers: number[]): Promise<string> {
  const timestamp = new Date().toISOString();
  const batch = numbers.map((n) => ({
    type: 'track',
    event: '保存',
    userId: `user-${n % 50}`,
    messageId: `message-${n}`,
    timestamp,
    context: { groupId: n % 3 ? 'C-1' : 'C-unknown' },
    properties: { n },
  }));
  try {
    const answer = await fetch(`${url}/v1/batch`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ batch, sentAt: timestamp }),
      signal: AbortSignal.timeout(15_000),
    });
    const text = await answer.text();
    return answer.status === 200 ? 'ok' : `${answer.status} ${text}`;
  } catch (error) {
    return String((error as Error).cause ?? error);
  }
}
