import { sql, type SQL } from 'drizzle-orm';

/** The same 16 bytes as `messageKey`: a message counts once, whether it comes over the API or in a file. */
export const keyOfMessage = (sourceNo: number, messageId: SQL): SQL =>
  sql`substring(sha256(convert_to(${String(sourceNo)}::text, 'UTF8') || '\\x00'::bytea || convert_to(${messageId}, 'UTF8')) from 1 for 16)`;

/** What a row says, as 32 bytes. */
export const contentHash = (parts: SQL[]): SQL =>
  sql`sha256(convert_to(${sql.join(
    parts.map((part) => sql`coalesce(${part}, '')`),
    sql` || chr(31) || `,
  )}, 'UTF8'))`;

/** Without a message id a row is known by what it says, and by how often the file says it. */
export const keyOfContent = (sourceNo: number, content: SQL, no: SQL): SQL =>
  sql`substring(sha256(${content} || int4send(${sourceNo}::int) || int8send(row_number() over (partition by ${content} order by ${no}))) from 1 for 16)`;

/** The same pseudonym as `keptUserKey`. */
export const pseudonym = (salt: string, userKey: SQL): SQL =>
  sql`'anon_' || left(translate(encode(sha256(convert_to(${salt}::text, 'UTF8') || '\\x00'::bytea || convert_to(${userKey}, 'UTF8')), 'base64'), E'+/=\\n', '-_'), 22)`;

/** Takes the events of an import away again, with their keys, so that the file can be loaded anew. */
export const undoEvents = (importId: string): SQL => sql`
  with gone as (
    delete from usage_events where import_id = ${importId} returning account_id, day, known_on, message_key
  ), unqueued as (
    delete from pending_events where import_id = ${importId} returning message_key
  ), forgotten as (
    delete from event_keys where message_key in (select message_key from gone union all select message_key from unqueued)
  )
  insert into usage_dirty (account_id, day, known_on) select distinct account_id, day, known_on from gone`;
