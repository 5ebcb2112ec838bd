import { sql } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { row, rows, type Db } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import { defaultScorecard } from './default.ts';
import { scorecardSchema, type Scorecard } from './definition.ts';
import { scorecards, scorecardVersions } from './tables.ts';
import { cardTerms } from './terms.ts';

export type Version = {
  versionId: number;
  scorecardId: string;
  name: string;
  version: number;
  status: 'draft' | 'published' | 'retired';
  definition: Scorecard;
  note: string | null;
  fromDay: Day | null;
  publishedAt: string | null;
  publishedByName: string | null;
};

const columns = sql`v.version_id::int as "versionId", v.scorecard_id as "scorecardId", c.name, v.version, v.status, v.definition, v.note, v.from_day as "fromDay",
  v.published_at as "publishedAt", m.name as "publishedByName"`;
const from = sql`scorecard_versions v join scorecards c using (scorecard_id) left join members m on m.id = v.published_by`;

/** Every version ever published, and the one in use, newest first. */
export async function listVersions(db: Db, scorecardId?: string): Promise<Version[]> {
  const found = await rows<Version>(
    db,
    sql`select ${columns} from ${from} where ${scorecardId ? sql`v.scorecard_id = ${scorecardId}` : sql`c.is_default`} order by v.version desc`,
  );
  return found.map(parsed);
}

export async function findVersion(db: Db, versionId: number): Promise<Version | undefined> {
  const found = await row<Version>(db, sql`select ${columns} from ${from} where v.version_id = ${versionId}`);
  return found && parsed(found);
}

/** The version by which the scores of `day` are made: the newest valid then; for a day before the first, the first. */
export async function versionOn(db: Db, day: Day): Promise<Version | undefined> {
  const found = await row<Version>(
    db,
    sql`select ${columns} from ${from} where c.is_default and v.status in ('published', 'retired')
        order by v.from_day <= ${day} desc, case when v.from_day <= ${day} then v.version end desc, v.version limit 1`,
  );
  return found && parsed(found);
}

/** Publishes a new version from `at.day` on; the one before retires, and days already made keep it. */
export async function publish(
  db: Db,
  scorecardId: string,
  definition: Scorecard,
  note: string | null,
  at: { now: Date; day: Day; by: string | null },
): Promise<Version> {
  await db.execute(sql`lock table scorecard_versions in share row exclusive mode`);
  const last = await row<{ version: number }>(
    db,
    sql`select coalesce(max(version), 0)::int as version from scorecard_versions where scorecard_id = ${scorecardId}`,
  );
  await db.execute(sql`update scorecard_versions set status = 'retired' where scorecard_id = ${scorecardId} and status = 'published'`);
  const [made] = await db
    .insert(scorecardVersions)
    .values({
      scorecardId,
      version: last!.version + 1,
      status: 'published',
      definition,
      note,
      fromDay: at.day,
      publishedAt: at.now,
      publishedBy: at.by,
      createdAt: at.now,
    })
    .returning({ versionId: scorecardVersions.versionId });
  return (await findVersion(db, made!.versionId))!;
}

/** Adds the default scorecard to a database that has none. May be called at any time, by several processes. */
export async function ensureDefaultScorecard(tx: Db, now: Date, day: Day): Promise<void> {
  await tx.execute(sql`lock table scorecards in share row exclusive mode`);
  if (await row(tx, sql`select 1 from scorecards limit 1`)) return;
  const scorecardId = newId();
  await tx.insert(scorecards).values({ scorecardId, name: cardTerms.ja.defaultCard, isDefault: true, createdAt: now });
  await publish(tx, scorecardId, defaultScorecard, null, { now, day, by: null });
}

function parsed(version: Version): Version {
  return { ...version, publishedAt: version.publishedAt && new Date(version.publishedAt).toISOString(), definition: scorecardSchema.parse(version.definition) };
}
