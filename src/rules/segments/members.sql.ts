import { sql, type SQL } from 'drizzle-orm';
import { row, type Db } from '#platform/db/db.ts';
import { compileFacts, type Asking, type Catalogue } from '#rules/conditions/index.ts';

/**
 * Brings the members of a segment up to date, for all accounts or for `asking.ids`: who is still in keeps the day since when.
 * The condition is asked of current customers and churned ones alike, archived ones are in no segment.
 */
export async function refreshMembers(tx: Db, segmentId: string, catalogue: Catalogue, asking: Asking, now: Date): Promise<number> {
  const segment = catalogue.segments.get(segmentId)!;
  // Its own members must not answer for it: the condition itself does.
  const open: Catalogue = { ...catalogue, segments: new Map([...catalogue.segments].map(([id, s]) => [id, { ...s, materialised: false }])) };
  const among = (alias: string): SQL => (asking.ids ? sql`and ${sql.raw(alias)}.account_id = any(${sql.param(asking.ids)}::uuid[])` : sql``);
  await tx.execute(sql`drop table if exists pg_temp.in_segment`);
  await tx.execute(sql`create temporary table in_segment on commit drop as
    select f.account_id from account_facts f where not f.is_archived ${among('f')} and ${compileFacts(segment.condition, open, asking)}`);
  await tx.execute(sql`
    delete from segment_members s where s.segment_id = ${segmentId}::uuid ${among('s')} and not exists (select from in_segment i where i.account_id = s.account_id)`);
  await tx.execute(sql`
    insert into segment_members (account_id, segment_id, since) select account_id, ${segmentId}::uuid, ${asking.today}::date from in_segment order by 1 on conflict do nothing`);
  const counted = await row<{ n: number }>(
    tx,
    sql`
    update segments set evaluated_at = ${now.toISOString()}::timestamptz, member_count = (select count(*) from segment_members where segment_id = ${segmentId}::uuid)
    where segment_id = ${segmentId}::uuid returning member_count as n`,
  );
  return counted?.n ?? 0;
}
