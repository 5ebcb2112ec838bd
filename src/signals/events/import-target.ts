import { sql, type SQL } from 'drizzle-orm';
import { eventFields, staged, type ImportTarget, type Run, type UndoRun } from '#accounts/imports/index.ts';
import { keptProperties } from '#accounts/sources/index.ts';
import { besideTransaction, rows } from '#platform/db/db.ts';
import { eventsArrived } from './collector.ts';
import { prepareStage } from './flush.ts';
import { contentHash, keyOfContent, keyOfMessage, pseudonym, undoEvents } from './import.sql.ts';
import { currentLedger } from './ledger.ts';
import { findOrAdd, nameCap, otherEvent } from './names.ts';
import { addMonths, knownMonths } from './partitions.ts';
import { addUsers, keepFresh, place, rememberMembers } from './stage.sql.ts';
import { readRules } from './write-keys.ts';

/**
 * Usage from files: the same events as over the tracking API, through the same ledger. Without a message id a row is
 * recognised by its content. Rows of unknown accounts wait in the queue.
 */
export const eventsTarget: ImportTarget = { noun: 'events', fields: async () => eventFields, keys: [], plan, apply, countMissing: async () => 0, undo };

const value = (run: Run, key: string, from = 's'): SQL => staged(run, key, from) ?? sql`null::text`;

async function plan(run: Run): Promise<void> {
  const { sourceNo, privacy } = await readRules(run.tx, run.mapping.source);
  await addMonthsOf(run);
  const given = value(run, 'userId');
  const user = privacy.masked.includes('userId') ? sql`case when ${given} is not null then ${pseudonym(privacy.salt, given)} end` : given;
  const messageId = staged(run, 'messageId');
  const amount = staged(run, 'amount');
  // Not the properties: mapping one more column must not make every row a new one.
  const content = contentHash([
    value(run, 'accountExternalId'),
    given,
    value(run, 'event'),
    sql`extract(epoch from ${staged(run, 'timestamp')!})::text`,
    amount ? sql`trim_scale(${amount})::text` : sql`null::text`,
  ]);
  const byContent = keyOfContent(sourceNo, sql`s.content`, sql`s.no`);
  const key = messageId ? sql`case when ${messageId} is null then ${byContent} else ${keyOfMessage(sourceNo, messageId)} end` : byContent;
  const tomorrow = new Date(run.at.getTime() + 86_400_000).toISOString();
  await run.tx.execute(sql`
    create temporary table import_plan on commit drop as
    select p.*, case when exists (select from event_keys k where k.message_key = p.message_key)
        or exists (select from usage_events e where e.account_id = p.account_id and e.ts = p.happened and e.message_key = p.message_key) then 'same' else 'new' end as action
    from (
      select s.*, ${sourceNo}::smallint as source_no, ${user} as user_key, ${key} as message_key, ${staged(run, 'timestamp')!} as happened, a.account_id, ${propertiesOf(run, privacy)} as props,
        array_remove(array[
          case when ${staged(run, 'timestamp')!} < '2000-01-01' or ${staged(run, 'timestamp')!} > ${tomorrow}::timestamptz then 'badTime:timestamp' end
          ${messageId ? sql`, case when ${messageId} is not null and row_number() over (partition by ${messageId} order by s.no) > 1 then 'duplicateInFile:messageId:' || first_value(s.no) over (partition by ${messageId} order by s.no) end` : sql``}
        ], null) as bad
      from (select s.*, ${content} as content from import_stage s) s left join (
        select d.external_id, coalesce(min(k.account_id::text) filter (where k.source = ${run.mapping.source}), case when count(distinct k.account_id) = 1 then min(k.account_id::text) end)::uuid as account_id
        from (select distinct ${value(run, 'accountExternalId')} as external_id from import_stage s) d join account_keys k on k.external_id = d.external_id group by 1
      ) a on a.external_id = ${value(run, 'accountExternalId')}
    ) p`);
}

/** The months of the file get their partitions on another connection, before this transaction touches the table. */
async function addMonthsOf(run: Run): Promise<void> {
  const found = await rows<{ month: string }>(
    run.tx,
    sql`select distinct to_char(${staged(run, 'timestamp')!} at time zone 'UTC', 'YYYY-MM') as month from import_stage s
      where ${staged(run, 'timestamp')!} between '2000-01-01' and ${run.at.toISOString()}::timestamptz + interval '1 day'`,
  );
  await besideTransaction(async () => {
    const known = await knownMonths(run.database.pool);
    await addMonths(
      run.database.pool,
      found.map((f) => f.month).filter((month) => !known.has(month)),
    );
  });
}

/** What the source may keep of the properties, as jsonb; null when nothing is left. */
function propertiesOf(run: Run, privacy: Parameters<typeof keptProperties>[1]): SQL {
  const columns = run.columns.filter((c) => c.field.key.startsWith('properties.'));
  const probe = keptProperties(Object.fromEntries(columns.map((c) => [c.field.key.slice(11), true])), privacy);
  const pairs = columns.flatMap((c) => {
    const name = c.field.key.slice(11);
    if (!Object.hasOwn(probe, name)) return [];
    const kept = staged(run, c.field.key)!;
    return [sql`${name}::text, ${probe[name] === true ? kept : sql`case when ${kept} is not null then ${probe[name]}::text end`}`];
  });
  return pairs.length ? sql`nullif(jsonb_strip_nulls(jsonb_build_object(${sql.join(pairs, sql`, `)})), '{}')` : sql`null::jsonb`;
}

async function apply(run: Run): Promise<void> {
  const { tx, client, importId } = run;
  const ledger = await currentLedger(client);
  await prepareStage(client);
  const event = sql`left(btrim(${value(run, 'event', 'p')}), 200)`;
  const names = await rows<{ name: string }>(tx, sql`select distinct ${event} as name from import_plan p where action = 'new'`);
  // Apart from this transaction: until it ends, whoever sends an event of a new name would wait for it.
  const numbers = await besideTransaction(() =>
    findOrAdd(
      run.database.pool,
      names.map((n) => n.name),
      nameCap,
    ),
  );
  const known = JSON.stringify([...numbers].map(([name, id]) => ({ name, id })));
  await tx.execute(sql`
    insert into event_stage (message_key, source_no, group_key, user_key, event_id, ts, amount, props, history_id, import_id)
    select p.message_key, p.source_no, ${value(run, 'accountExternalId', 'p')}, p.user_key, coalesce(n.id, ${otherEvent}), p.happened, ${staged(run, 'amount', 'p') ?? sql`null::numeric`}, p.props,
      ${run.history ? importId : null}::uuid, ${importId}::uuid
    from import_plan p left join jsonb_to_recordset(${known}::jsonb) as n(name text, id smallint) on n.name = ${event}
    where p.action = 'new'`);
  await client.query('analyze event_stage');
  await client.query(keepFresh, [ledger.half, run.timeZone]);
  await client.query('analyze event_fresh');
  await client.query(rememberMembers);
  await client.query(addUsers);
  await client.query(place, [run.at, run.today]);
  await run.jobs.publish(tx, eventsArrived);
}

async function undo(run: UndoRun): Promise<{ kept: number }> {
  await run.tx.execute(undoEvents(run.importId));
  await run.jobs.publish(run.tx, eventsArrived);
  return { kept: 0 };
}
