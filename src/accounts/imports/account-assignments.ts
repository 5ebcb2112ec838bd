import { sql, type SQL } from 'drizzle-orm';
import { assignmentsWritten, deleteAssignments } from '#accounts/assignments/index.ts';
import { assignmentFields } from './fields.ts';
import { staged, type Run, type UndoRun } from './target.ts';

type Mapped = { role: string; key: string; owner: SQL };

function mapped(run: Run): Mapped[] {
  return assignmentFields.flatMap(({ role, field }) => {
    const owner = staged(run, field.key);
    return owner ? [{ role, key: field.key, owner }] : [];
  });
}

const folded = (text: string): SQL => sql.raw(`lower(regexp_replace(normalize(${text}, NFKC), '\\s', '', 'g'))`);

/**
 * Whom each owner of the file means: a member by mail address or by full name, spaces and width aside. Two of one name are
 * nobody. Makes the temporary table import_members (value, member_id, matches).
 */
export async function findOwners(run: Run): Promise<void> {
  const owners = mapped(run);
  if (owners.length === 0) return;
  const values = sql.join(
    owners.map(({ owner }) => sql`select ${owner} as value from import_stage s`),
    sql` union `,
  );
  await run.tx.execute(sql`
    create temporary table import_members on commit drop as
    select d.value, case when count(distinct m.id) = 1 then min(m.id::text)::uuid end as member_id, count(distinct m.id)::int as matches
    from (select value, ${folded('value')} as word from (${values}) v where value is not null) d
    left join (
      select id, lower(email) as word from members where status <> 'disabled' union select id, ${folded('name')} from members where status <> 'disabled'
    ) m on m.word = d.word group by 1`);
  await run.tx.execute(sql`analyze import_members`);
}

export function assignmentJoins(run: Run): SQL {
  const joins = mapped(run).map(({ role, owner }) => {
    const [m, o] = [sql.raw(`m_${role}`), sql.raw(`o_${role}`)];
    return sql`left join import_members ${m} on ${m}.value = ${owner}
               left join assignments ${o} on ${o}.account_id = k.account_id and ${o}.role = ${role} and ${o}.to_on is null`;
  });
  return sql.join(joins, sql` `);
}

/** An empty cell says nothing about who is in charge; a name that differs is a handover as of today. */
export function assignmentDiffers(run: Run): SQL[] {
  return mapped(run).map(({ role }) => sql.raw(`(m_${role}.member_id is not null and o_${role}.member_id is distinct from m_${role}.member_id)`));
}

/** Owners that are no member: a problem of the row, or when the mapping says so only a note. */
export function unknownOwners(run: Run): { bad: SQL[]; notes: SQL[] } {
  const leave = run.mapping.unknownOwners === 'leave';
  const found = mapped(run).map(({ role, key, owner }) => {
    const m = sql.raw(`m_${role}`);
    const code = leave ? sql`'ownerLeft'` : sql`case when ${m}.matches > 1 then 'ambiguousMember' else 'unknownMember' end`;
    return sql`case when ${owner} is not null and ${m}.member_id is null then ${code} || ${`:${key}:`} || ${owner} end`;
  });
  return leave ? { bad: [], notes: found } : { bad: found, notes: [] };
}

export async function applyAssignments(run: Run): Promise<void> {
  for (const { role, owner } of mapped(run)) await applyRole(run, role, owner);
}

/** Ends the open assignment yesterday and opens a new one today; one that began today is corrected in place. */
async function applyRole(run: Run, role: string, owner: SQL): Promise<void> {
  const { tx, importId } = run;
  const at = run.at.toISOString();
  await tx.execute(sql`drop table if exists import_handover`);
  await tx.execute(sql`
    create temporary table import_handover on commit drop as
    select s.id as account_id, m.member_id, o.assignment_id as old_id, coalesce(o.from_on >= ${run.today}::date, false) as in_place, banso_uuid7() as new_id
    from import_plan s join import_members m on m.value = ${owner} and m.member_id is not null
    left join assignments o on o.account_id = s.id and o.role = ${role} and o.to_on is null
    where s.action in ('new', 'changed') and o.member_id is distinct from m.member_id`);
  await tx.execute(sql`
    insert into import_changes (import_id, noun, account_id, noun_id, before, after)
    select ${importId}, 'assignments', h.account_id, h.old_id, to_jsonb(o), to_jsonb(o) || case when h.in_place then jsonb_build_object('member_id', h.member_id) else jsonb_build_object('to_on', ${run.today}::date - 1) end
    from import_handover h join assignments o on o.account_id = h.account_id and o.assignment_id = h.old_id`);
  await tx.execute(sql`
    update assignments o set member_id = case when h.in_place then h.member_id else o.member_id end,
      to_on = case when h.in_place then null else ${run.today}::date - 1 end, updated_at = ${at}
    from import_handover h where o.account_id = h.account_id and o.assignment_id = h.old_id`);
  await tx.execute(sql`
    insert into assignments (account_id, assignment_id, role, member_id, from_on, import_id, created_at, updated_at)
    select account_id, new_id, ${role}, member_id, ${run.today}, ${importId}, ${at}, ${at} from import_handover where not in_place`);
  await assignmentsWritten(
    tx,
    run.jobs,
    sql`select account_id, old_id as noun_id from import_handover where old_id is not null union all select account_id, new_id from import_handover where not in_place`,
    run.at,
  );
}

/** Takes the import's assignments away where they still stand, and opens again those it ended. */
export async function undoAssignments(run: UndoRun): Promise<void> {
  const { tx, importId, at } = run;
  const made = sql`select account_id, assignment_id as noun_id from assignments where import_id = ${importId} and to_on is null`;
  await deleteAssignments(tx, run.jobs, made, at);
  const back = sql`
    select ch.account_id, ch.noun_id from import_changes ch join assignments o on o.account_id = ch.account_id and o.assignment_id = ch.noun_id
    where ch.import_id = ${importId} and ch.noun = 'assignments' and o.to_on is not distinct from (ch.after ->> 'to_on')::date and o.member_id = (ch.after ->> 'member_id')::uuid
      and not exists (select 1 from assignments n where n.account_id = o.account_id and n.role = o.role and n.to_on is null and n.assignment_id <> o.assignment_id)`;
  await tx.execute(sql`create temporary table undo_assignments on commit drop as ${back}`);
  await tx.execute(sql`
    update assignments o set to_on = (ch.before ->> 'to_on')::date, member_id = (ch.before ->> 'member_id')::uuid, updated_at = ${at.toISOString()}
    from import_changes ch join undo_assignments b on b.account_id = ch.account_id and b.noun_id = ch.noun_id
    where ch.import_id = ${importId} and ch.noun = 'assignments' and o.account_id = ch.account_id and o.assignment_id = ch.noun_id`);
  await assignmentsWritten(tx, run.jobs, sql`select account_id, noun_id from undo_assignments`, at);
}
