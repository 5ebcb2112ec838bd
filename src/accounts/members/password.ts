import { hashPassword } from 'better-auth/crypto';
import { sql } from 'drizzle-orm';
import { rows, type Db } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';

/** Sets the password of a member, replacing the one before. */
export async function setPassword(tx: Db, memberId: string, password: string): Promise<void> {
  const hash = await hashPassword(password);
  const changed = await rows(
    tx,
    sql`update auth_accounts set password = ${hash}, updated_at = now() where user_id = ${memberId} and provider_id = 'credential' returning id`,
  );
  if (changed.length) return;
  await tx.execute(
    sql`insert into auth_accounts (id, user_id, account_id, provider_id, password) values (${newId()}, ${memberId}, ${memberId}, 'credential', ${hash})`,
  );
}
