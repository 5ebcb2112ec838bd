import { eq, sql } from 'drizzle-orm';
import { write } from '#platform/audit/audit.ts';
import { rows, sqlState, type Db } from '#platform/db/db.ts';
import { problem, problemAt } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { newId } from '#platform/ids/ids.ts';
import { contract } from './contract.ts';
import { partners } from './tables.ts';

const on = implementSlice(contract);
type Partner = { id: string; name: string; accounts: number };

export const routes = {
  list: on.list.handler(({ context }) => listPartners(context.db)),

  create: on.create.handler(({ context, input }) =>
    uniqueName(() =>
      write(context, 'partners.create', async (tx, audit) => {
        const made = { id: newId(), name: input.name, accounts: 0 };
        await tx.insert(partners).values({ id: made.id, name: made.name, createdAt: context.clock() });
        audit({ noun: 'partner', id: made.id, label: made.name, changes: { name: [null, made.name] } });
        return made;
      }),
    ),
  ),

  update: on.update.handler(({ context, input }) =>
    uniqueName(() =>
      write(context, 'partners.update', async (tx, audit) => {
        const before = await findPartner(tx, input.partnerId);
        await tx.update(partners).set({ name: input.name }).where(eq(partners.id, before.id));
        audit(before.name === input.name ? null : { noun: 'partner', id: before.id, label: input.name, changes: { name: [before.name, input.name] } });
        return { ...before, name: input.name };
      }),
    ),
  ),

  remove: on.remove.handler(({ context, input }) =>
    write(context, 'partners.delete', async (tx, audit) => {
      const before = await findPartner(tx, input.partnerId);
      if (before.accounts > 0)
        throw problem('CONFLICT', {
          ja: `このパートナーは${before.accounts}社を担当しています。先に顧客のパートナーを変更してください。`,
          en: `This partner looks after ${before.accounts} customers. Give them another partner first.`,
        });
      await tx.delete(partners).where(eq(partners.id, before.id));
      audit({ noun: 'partner', id: before.id, label: before.name, changes: { name: [before.name, null] } });
    }),
  ),
};

function listPartners(db: Db): Promise<Partner[]> {
  return rows<Partner>(
    db,
    sql`select p.id, p.name, coalesce(a.n, 0)::int as accounts from partners p
        left join (select partner_id, count(*) as n from accounts where partner_id is not null group by 1) a on a.partner_id = p.id order by p.name`,
  );
}

async function findPartner(tx: Db, id: string): Promise<Partner> {
  const found = (
    await rows<Partner>(
      tx,
      sql`select p.id, p.name, (select count(*)::int from accounts a where a.partner_id = p.id) as accounts from partners p where p.id = ${id}`,
    )
  )[0];
  if (!found) throw problem('NOT_FOUND', { ja: 'パートナーが見つかりません。', en: 'No such partner.' });
  return found;
}

async function uniqueName<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (sqlState(error) === '23505')
      throw problemAt('name', { ja: 'この名前のパートナーはすでにあります。', en: 'There is a partner of this name already.' }, 'CONFLICT');
    throw error;
  }
}
