import { sql, type SQL } from 'drizzle-orm';

/** Runs of a customer that began and ended, or whose days moved with the contract, and the tasks that people did, as moments of its timeline. */
export const playbookMoments = (accountId: string): SQL => sql`
  select 'r:' || r.run_id, r.created_at, 'playbook', 'started', p.name, jsonb_strip_nulls(jsonb_build_object('by', m.name))
  from playbook_runs r join playbooks p using (playbook_id) left join members m on m.id = r.started_by where r.account_id = ${accountId}::uuid
  union all
  select 'u:' || r.run_id, r.ended_at, 'playbook', r.status, p.name, jsonb_strip_nulls(jsonb_build_object('note', r.end_note))
  from playbook_runs r join playbooks p using (playbook_id) where r.account_id = ${accountId}::uuid and r.ended_at is not null
  union all
  select 'd:' || d.redating_id, d.at, 'playbook', 'redated', p.name, jsonb_build_object('kind', d.date_kind, 'was', d.was, 'becomes', d.becomes, 'tasks', d.tasks, 'kept', d.kept)
  from playbook_redatings d join playbook_runs r using (account_id, run_id) join playbooks p using (playbook_id) where d.account_id = ${accountId}::uuid
  union all
  select 'k:' || t.task_id, t.done_at, 'playbook', 'task', t.title, jsonb_strip_nulls(jsonb_build_object('playbook', p.name, 'note', t.note, 'by', d.name))
  from tasks t left join playbook_runs r on r.account_id = t.account_id and r.run_id = t.run_id left join playbooks p on p.playbook_id = r.playbook_id
    left join members d on d.id = t.done_by
  where t.account_id = ${accountId}::uuid and t.status = 'done' and not t.done_by_itself`;
