import { eq, sql } from 'drizzle-orm';
import { row, rows, type Db } from '#platform/db/db.ts';
import { isoMoment } from '#platform/db/iso.ts';
import { newId } from '#platform/ids/ids.ts';
import type { Playbook, Summary } from './contract.ts';
import { playbookDefinition, type PlaybookDefinition } from './definition.ts';
import { playbooks, playbookVersions } from './tables.ts';

export type Fields = Pick<Summary, 'name' | 'description' | 'ctaType'>;

const columns = sql`p.playbook_id as "playbookId", p.name, p.description, p.cta_type as "ctaType", p.status, p.version, p.draft is not null as "hasDraft", p.template,
  coalesce(jsonb_array_length(coalesce(v.definition, p.draft)->'tasks'), 0) as tasks, p.is_sample as "isSample", ${isoMoment('p.updated_at')} as "updatedAt"`;
const from = sql`playbooks p left join playbook_versions v on v.playbook_id = p.playbook_id and v.version = p.version`;

export function listPlaybooks(db: Db): Promise<Summary[]> {
  return rows(db, sql`select ${columns} from ${from} order by p.status = 'retired', p.name collate "ja-x-icu"`);
}

export async function findPlaybook(db: Db, playbookId: string): Promise<Playbook | undefined> {
  const found = await row<Playbook>(
    db,
    sql`select ${columns}, v.definition as published, p.draft, coalesce((
          select jsonb_agg(jsonb_build_object('version', o.version, 'note', o.note, 'publishedAt', ${isoMoment('o.published_at')}, 'publishedByName', m.name,
            'tasks', jsonb_array_length(o.definition->'tasks'),
            'running', (select count(*) from playbook_runs r where r.playbook_id = p.playbook_id and r.version = o.version and r.status = 'running')) order by o.version desc)
          from playbook_versions o left join members m on m.id = o.published_by where o.playbook_id = p.playbook_id), '[]') as versions
        from ${from} where p.playbook_id = ${playbookId}::uuid`,
  );
  return found && { ...found, published: parsed(found.published), draft: parsed(found.draft) };
}

const parsed = (definition: unknown) => (definition === null ? null : playbookDefinition.parse(definition));

/** The version that new runs take; undefined for a draft or a retired one. */
export async function liveVersion(db: Db, playbookId: string): Promise<{ name: string; version: number; definition: PlaybookDefinition } | undefined> {
  const found = await row<{ name: string; version: number; definition: unknown }>(
    db,
    sql`select p.name, v.version, v.definition from playbooks p join playbook_versions v using (playbook_id, version) where playbook_id = ${playbookId}::uuid and p.status = 'live'`,
  );
  return found && { ...found, definition: playbookDefinition.parse(found.definition) };
}

export async function insertPlaybook(
  db: Db,
  fields: Fields & { template?: string | null; draft: PlaybookDefinition },
  by: string | null,
  now: Date,
): Promise<string> {
  const playbookId = newId();
  await db.insert(playbooks).values({ playbookId, ...fields, createdBy: by, createdAt: now, updatedAt: now });
  return playbookId;
}

export async function updatePlaybook(
  db: Db,
  playbookId: string,
  change: Partial<Fields> & { draft?: PlaybookDefinition | null; status?: 'draft' | 'live' | 'retired'; version?: number },
  now: Date,
): Promise<void> {
  await db
    .update(playbooks)
    .set({ ...change, updatedAt: now })
    .where(eq(playbooks.playbookId, playbookId));
}

/** Locks the playbook, so that two people do not publish the same number. */
export async function lockPlaybook(tx: Db, playbookId: string): Promise<void> {
  await tx.execute(sql`select from playbooks where playbook_id = ${playbookId}::uuid for update`);
}

export async function insertVersion(tx: Db, version: typeof playbookVersions.$inferInsert): Promise<void> {
  await tx.insert(playbookVersions).values(version);
}

export async function hasRun(db: Db, playbookId: string): Promise<boolean> {
  return Boolean(await row(db, sql`select 1 from playbook_runs where playbook_id = ${playbookId}::uuid limit 1`));
}

export async function deletePlaybook(tx: Db, playbookId: string): Promise<void> {
  await tx.delete(playbooks).where(eq(playbooks.playbookId, playbookId));
}
