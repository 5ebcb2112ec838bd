import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '#platform/testing/database.ts';
import { makeAccount, makeWriteKey, send, testTracking } from '#signals/events/factory.ts';
import { dataFolder, hasData, realFile } from './data.ts';

const present = hasData('webhooks');
if (!present) console.log('test/real/webhooks: shared/data/webhooks is not there, skipped');

describe.skipIf(!present)('payloads of the Segment library tests', async () => {
  const database = await testDatabase();
  const clock = () => new Date('2026-11-24T03:00:00Z');
  const folder = 'webhooks/segment-fixtures';
  const files = present ? readdirSync(`${dataFolder}/${folder}`, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.json')) : [];

  it('are accepted, each at its own address and all in a batch', async () => {
    const tracking = testTracking(database, clock);
    const key = await makeWriteKey(database, clock, { source: 'segment' });
    const account = await makeAccount(database.pool, 'segment', 'segment');
    expect(files).toHaveLength(11);
    const batch: object[] = [];
    for (const file of files.sort()) {
      const body = JSON.parse((await realFile(`${folder}/${file}`)).toString('utf8').replaceAll('{{id}}', file)) as { type: string };
      const answer = await send(tracking, key, body.type, { ...body, messageId: file });
      expect([file, answer.status, await answer.json()]).toEqual([file, 200, { success: true }]);
      batch.push({ ...body, messageId: file });
    }
    const answer = await send(tracking, key, 'batch', { batch });
    expect([answer.status, await answer.json()]).toEqual([200, { success: true }]);
    await tracking.collector.stop();

    const q = async (text: string) => (await database.pool.query(text)).rows;
    expect(await q('select event, user_key from pending_events order by 1, 2'), 'nhi is in a group without an account').toEqual([
      { event: 'Content Started', user_key: 'nhi' },
      { event: 'Viewed Detail Menu Page Item Screen', user_key: 'nhi' },
      { event: 'Viewed Home Screen', user_key: 'nhi' },
    ]);
    expect(
      await q('select n.name, e.account_id, e.props from usage_events e join event_names n using (event_id) order by 1'),
      'prateek is in the group segment',
    ).toEqual([
      { name: 'Simple Track', account_id: account, props: { id: 'track/track.json', plan: 'Pro Annual', accountType: 'Facebook' } },
      { name: 'Viewed Home Page', account_id: account, props: { id: 'page/page.json', title: 'Welcome | Initech', url: 'http://www.initech.com' } },
    ]);
    expect(await q('select user_key, name, email from known_users order by 1')).toEqual([
      { user_key: 'NTI3ODQ3ZmUtODgxNC00MjhiLTk0YjctM2JlNGQ5OGFlNGE3', name: 'Peter Gibbons', email: 'peter@initech.com' },
      { user_key: 'prateek', name: 'Peter Gibbons', email: 'peter@initech.com' },
    ]);
    expect(await q('select group_key, name from pending_groups')).toEqual([{ group_key: 'libraries', name: 'Initech' }]);
    expect(await q('select * from user_aliases')).toEqual([{ user_key: 'prevUser', canonical_key: 'currentUser' }]);
  });
});
