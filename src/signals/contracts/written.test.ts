import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';

import { makeAccount, silent } from '#accounts/accounts/factory.ts';
import { makeProduct } from '#accounts/products/factory.ts';
import { rows } from '#platform/db/db.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { makeContract } from './factory.ts';
import { deleteContracts } from './written.ts';

const { db } = await testDatabase();

it('closes the versions of a deleted contract and its lines, and forgets it in the search', async () => {
  await makeProduct(db);
  const accountId = await makeAccount(db);
  const id = await makeContract(db, { accountId, name: '年間契約' }, [{ productNo: 1 }, { productNo: 1, kind: 'one_off' }]);
  const entries = () => rows<{ kind: string }>(db, sql`select kind, title from search_entries order by kind`);
  expect(await entries()).toEqual([
    { kind: 'account', title: '株式会社みなと物流' },
    { kind: 'contract', title: '年間契約' },
  ]);
  await deleteContracts(db, silent, [{ accountId, id }], new Date('2026-02-01T00:00:00Z'));
  expect(await entries()).toHaveLength(1);
  expect(await rows(db, sql`select known_to::text from contract_versions union all select known_to::text from contract_line_versions`)).toEqual(
    Array(3).fill({ known_to: '2026-02-01 00:00:00+00' }),
  );
  expect(await rows(db, sql`select 1 from contract_lines`)).toHaveLength(0);
});
