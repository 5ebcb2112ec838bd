import { sql, type SQL } from 'drizzle-orm';
import { assignmentsWritten, deleteAssignments } from '#accounts/assignments/index.ts';
import { assignmentFields } from './fields.ts';
import { staged, type Run, type UndoRun } from './target.ts';

type Mapped = { role: string; key: string; email: SQL };

function mapped(run: Run): Mapped[] {
  return assignmentFields.flatMap(({ role, field }) => {
    const email = staged(run, field.key);
    return email ? [{ role, key: field.key, email }] : [];
  });
}

export function assignmentJoins(run: Run): SQL {
  const joins = mapped(run).map(({ role, email }) => {
    const [m, o] = [sql.raw(`m_${role}`), sql.raw(`o_${role}`)];
    return sql`left join members ${m} on lower(${m}.email) = ${email} and ${m}.status <> 'disabled'
               left join assignments ${o} on ${o}.account_id = k.account_id and ${o}.role = ${role} and ${o}.to_on is null`;
  });
  return sql.join(joins, sql` `);
}

/** An empty cell says nothing about who is in charge; a name that differs is a handover as of today. */
export function assignmentDiffers(run: Run): SQL[] {
  return mapped(run).map(({ role }) => sql.raw(`(m_${role}.id is not null and o_${role}.member_id is distinct from m_${role}.id)`));
}

export function unknownMembers(run: Run): SQL[] {
  return mapped(run).map(
    ({ role, key, email }) => sql`case when ${email} is not null and ${sql.raw(`m_${role}`)}.id is null then ${`unknownMember:${key}`} end`,
  );
}

export async function applyAssignments(run: Run): Promise<void> {
  for (const { role, email } of mapped(run)) await applyRole(run, role, email);
}

/** Ends the open assignment yesterday and opens a new one today; one that began today is corrected in place. */
async function applyRole(run: Run, role: string, email: SQL): Promise<void> {
  const { tx, importId } = run;
  const at = run.at.toISOString();
  await tx.execute(sql`drop table if exists import_handover`);
  await tx.execute(sql`
    create temporary table import_handover on commit drop as
    select s.id as account_id, m.id as member_id, o.assignment_id as old_id, coalesce(o.from_on >= ${run.today}::date, false) as in_place, banso_uuid7() as new_id
    from import_plan s join members m on lower(m.email) = ${email} and m.status <> 'disabled'
    left join assignments o on o.account_id = s.id and o.role = ${role} and o.to_on is null
    where s.action in ('new', 'changed') and o.member_id is distinct from m.id`);
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
