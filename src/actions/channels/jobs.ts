import { sql } from 'drizzle-orm';
import type { RuleWebhook } from '#actions/ctas/index.ts';
import { row, transaction } from '#platform/db/db.ts';
import type { Job, JobContext } from '#platform/jobs/jobs.ts';
import type { Fetching } from './deliver.ts';
import { mostAttempts, sendMessage } from './sending.ts';
import { dropOldMessages, findChannel, insertMessage, takeFresh, takeThing, type Fresh } from './store.ts';

const deliverName = 'channels.deliver';

/** The jobs of channels; tests say how to reach a server of their own. */
export function channelJobs(fetching: Fetching = {}): { tellChannels: Job; deliverMessage: Job<{ messageId: string }>; callForRule: Job<RuleWebhook> } {
  const deliverMessage: Job<{ messageId: string }> = {
    name: deliverName,
    retries: mostAttempts,
    async run(context, { messageId }) {
      if (!context.site) return;
      const outcome = await sendMessage({ ...context, site: context.site }, messageId, fetching);
      // A job that fails is run again, later each time.
      if (outcome && !outcome.ok && (await isReady(context, messageId))) throw new Error(outcome.error);
    },
  };
  const tellChannels: Job = {
    name: 'channels.tell',
    once: true,
    cron: '* * * * *',
    async run({ database, clock, jobs }) {
      const now = clock();
      await transaction(database, async (tx) => {
        await dropOldMessages(tx, now);
        const byChannel = new Map<string, Fresh[]>();
        for (const one of await takeFresh(tx, now)) byChannel.set(one.channelId, [...(byChannel.get(one.channelId) ?? []), one]);
        for (const [channelId, fresh] of byChannel) {
          const { title, language } = fresh[0]!;
          const heading = fresh.length > 1 ? `${title[language]} +${fresh.length - 1}` : title[language];
          const items = fresh.map(({ kind, title, body, link, to, at }) => ({ kind, title, body, link, to, at: new Date(at).toISOString() }));
          const messageId = await insertMessage(tx, { channelId, type: 'notifications', title: heading, content: { items } }, now);
          await jobs.enqueue(tx, deliverMessage, { messageId });
        }
      });
    },
  };
  return { tellChannels, deliverMessage, callForRule: callFor(deliverMessage) };
}

async function isReady({ db }: JobContext, messageId: string): Promise<boolean> {
  return Boolean(await row(db, sql`select from channel_messages where message_id = ${messageId} and state = 'ready'`));
}

/** Calls a webhook for a firing, once: rule, customer, and the values behind it. */
function callFor(deliverMessage: Job<{ messageId: string }>): Job<RuleWebhook> {
  return {
    name: 'channels.rule',
    async run({ database, clock, jobs, log }, { webhookId, ruleId, accountId, productNo, firedOn, facts }) {
      const now = clock();
      await transaction(database, async (tx) => {
        const channel = await findChannel(tx, webhookId);
        if (channel?.kind !== 'webhook' || !channel.enabled) return log.warn({ webhookId, ruleId }, 'a rule calls a webhook that is not there');
        if (!(await takeThing(tx, webhookId, `rule:${ruleId}:${accountId}:${productNo}:${firedOn}`, now))) return;
        const about = await row<{ rule: string | null; account: string | null; externalIds: object }>(
          tx,
          sql`select (select name from rules where rule_id = ${ruleId}) as rule, (select name from accounts where account_id = ${accountId}) as account,
            (select coalesce(jsonb_object_agg(source, external_id), '{}') from account_keys where account_id = ${accountId}) as "externalIds"`,
        );
        const data = {
          rule: { id: ruleId, name: about!.rule },
          account: { id: accountId, name: about!.account, externalIds: about!.externalIds },
          productNo,
          firedOn,
          facts,
        };
        const title = `${about!.rule ?? ''}: ${about!.account ?? ''}`;
        const messageId = await insertMessage(tx, { channelId: webhookId, type: 'rule.fired', title, content: { data } }, now);
        await jobs.enqueue(tx, deliverMessage, { messageId });
      });
    },
  };
}
