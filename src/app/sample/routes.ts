import { write } from '#platform/audit/audit.ts';
import { problem } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { contract } from './contract.ts';
import { makeSample } from './jobs.ts';
import { removeSample } from './remove.ts';
import { countAccounts, insertRun, lastRun, updateRun, type SampleRun, type Step } from './store.ts';

const on = implementSlice(contract);

export const routes = {
  show: on.show.handler(async ({ context }) => shown(await lastRun(context.db))),

  create: on.create.handler(({ context, input }) =>
    write(context, 'sample.create', async (tx, audit) => {
      await tx.execute('lock table sample_runs in share row exclusive mode');
      const before = await lastRun(tx);
      if (before && (before.status === 'queued' || before.status === 'running')) return (audit(null), shown(before));
      const there = await countAccounts(tx);
      if (there.sample) throw problem('CONFLICT', { ja: 'サンプルデータはすでにあります。', en: 'The sample data is there already.' });
      if (there.real)
        throw problem('CONFLICT', {
          ja: '顧客がすでに登録されているため、サンプルデータは作れません。',
          en: 'There are customers already, so no sample data can be made.',
        });
      const run = await insertRun(tx, { ...input, asOf: context.today, createdBy: context.actor.kind === 'member' ? context.actor.id : null }, context.clock());
      await context.jobs.enqueue(tx, makeSample, { runId: run.runId });
      audit({ noun: 'sample', id: run.runId, changes: { accounts: [null, input.accounts] } });
      return shown(run);
    }),
  ),

  remove: on.remove.handler(({ context }) =>
    write(context, 'sample.delete', async (tx, audit) => {
      const run = await lastRun(tx);
      if (run?.status === 'running')
        throw problem('CONFLICT', {
          ja: 'サンプルデータを作成中です。終わってから削除してください。',
          en: 'The sample data is being made. Delete it when that is done.',
        });
      const accounts = await removeSample(tx);
      if (run) await updateRun(tx, run.runId, { status: 'removed' });
      audit({ noun: 'sample', changes: { accounts: [accounts, 0] } });
      return { accounts };
    }),
  ),
};

function shown(run: SampleRun | undefined) {
  if (!run) return { status: 'none' as const, step: '' as const, done: 0, total: 0, accounts: 0, error: null };
  const { status, done, total, accounts, error } = run;
  return { status, step: run.step as Step, done, total, accounts, error };
}
