import { serve } from '@hono/node-server';
import { accountsTarget } from '#accounts/imports/accounts-target.ts';
import { makeImport } from '#accounts/imports/factory.ts';
import { addDays, type Clock, type Day } from '#platform/clock/days.ts';
import type { TestDatabase } from '#platform/testing/database.ts';
import { makeWriteKey, testTracking } from '#signals/events/factory.ts';
import { realFile } from './data.ts';

/** First day of each course run; the data counts days from it. */
export const courseStart: Record<string, Day> = { 'AAA 2013J': '2013-10-01', 'AAA 2014J': '2014-10-01', 'BBB 2013B': '2013-02-01' };

/** One row of studentVle: a learner in a run is an account, an activity type a feature, the clicks an amount. */
export type Visit = { account: string; feature: string; day: Day; clicks: number };
export type Learner = { account: string; run: string; registeredOn: number | null; unregisteredOn: number | null; result: string };

export async function* lines(path: string): AsyncGenerator<string[]> {
  const text = (await realFile(path)).toString('utf8');
  let from = text.indexOf('\n') + 1;
  while (from < text.length) {
    const end = text.indexOf('\n', from);
    const line = text.slice(from, end < 0 ? text.length : end).trimEnd();
    from = end < 0 ? text.length : end + 1;
    if (line) yield line.split(',');
  }
}

export async function readVisits(): Promise<Visit[]> {
  const features = new Map<string, string>();
  for await (const [site, , , activity] of lines('oulad/vle.csv')) features.set(site!, activity!);
  const visits: Visit[] = [];
  const days = new Map<string, Day>();
  for await (const [module, presentation, student, site, date, clicks] of lines('oulad/studentVle_AAA2013J_AAA2014J_BBB2013B.csv.gz')) {
    const run = `${module} ${presentation}`;
    const key = `${run} ${date}`;
    let day = days.get(key);
    if (!day) days.set(key, (day = addDays(courseStart[run]!, Number(date))));
    visits.push({ account: `${module}-${presentation}-${student}`, feature: features.get(site!) ?? 'unknown', day, clicks: Number(clicks) });
  }
  return visits;
}

/** Everybody enrolled in the three runs, with the days on which they registered and left, counted from the first day of the course. */
export async function readLearners(): Promise<Learner[]> {
  const learners = new Map<string, Learner>();
  for await (const row of lines('oulad/studentInfo.csv')) {
    const [module, presentation, student] = row;
    const account = `${module}-${presentation}-${student}`;
    const run = `${module} ${presentation}`;
    if (courseStart[run]) learners.set(account, { account, run, registeredOn: null, unregisteredOn: null, result: row.at(-1)! });
  }
  for await (const [module, presentation, student, registered, unregistered] of lines('oulad/studentRegistration.csv')) {
    const found = learners.get(`${module}-${presentation}-${student}`);
    if (!found) continue;
    found.registeredOn = registered ? Number(registered) : null;
    found.unregisteredOn = unregistered ? Number(unregistered) : null;
  }
  return [...learners.values()];
}

/** Everybody enrolled in the three runs, loaded as accounts through the import. */
export async function loadLearners(database: TestDatabase, clock: Clock): Promise<number> {
  const header = 'id,name,region';
  const rows: string[] = [];
  for await (const [module, presentation, student, , region] of lines('oulad/studentInfo.csv')) {
    if (courseStart[`${module} ${presentation}`]) rows.push(`${module}-${presentation}-${student},${module} ${presentation} ${student},${region}`);
  }
  const { outcome } = await makeImport(
    { database, clock, jobs: { publish: async () => {} }, targets: [accountsTarget] },
    { noun: 'accounts', file: `${header}\n${rows.join('\n')}\n`, mapping: { source: 'oulad', columns: { id: 'externalId', name: 'name', region: 'region' } } },
  );
  if (outcome.added !== rows.length) throw new Error(`only ${outcome.added} of ${rows.length} learners were loaded`);
  return rows.length;
}

/** Sends the visits to the tracking API over HTTP with a history key, as a company would load its past. Gives messages per second. */
export async function sendVisits(database: TestDatabase, clock: Clock, visits: Visit[], connections = 6): Promise<number> {
  const tracking = testTracking(database, clock);
  const key = await makeWriteKey(database, clock, { source: 'oulad', history: true });
  const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
  const { server, url } = await new Promise<{ server: ReturnType<typeof serve>; url: string }>((resolve) => {
    const made = serve({ fetch: tracking.app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve({ server: made, url: `http://127.0.0.1:${port}/v1/batch` }),
    );
  });
  const started = performance.now();
  let next = 0;
  const perBatch = 2400;
  const sender = async () => {
    while (next < visits.length) {
      const from = next;
      next += perBatch;
      const batch = visits.slice(from, from + perBatch).map((v, i) => message(v, from + i));
      const answer = await fetch(url, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify({ batch }) });
      if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
      const { rejected } = (await answer.json()) as { rejected?: unknown[] };
      if (rejected) throw new Error(JSON.stringify(rejected.slice(0, 3)));
    }
  };
  await Promise.all(Array.from({ length: connections }, sender));
  const seconds = (performance.now() - started) / 1000;
  await tracking.collector.stop();
  server.close();
  return Math.round(visits.length / seconds);
}

function message(v: Visit, n: number) {
  return {
    type: 'track',
    messageId: `vle-${n}`,
    userId: v.account,
    event: v.feature,
    timestamp: `${v.day}T03:00:00Z`,
    context: { groupId: v.account },
    properties: { value: v.clicks },
  };
}
