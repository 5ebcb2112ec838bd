import { enterPhase } from '#accounts/account-products/index.ts';
import { addTag, setAttribute } from '#accounts/accounts/index.ts';
import { changeAttributes, listAttributes, type AttributeRule } from '#accounts/attributes/index.ts';
import { notifyEach, type Notification } from '#actions/notifications/index.ts';
import type { AuditEntry } from '#platform/audit/audit.ts';
import type { Db } from '#platform/db/db.ts';
import type { RuleAction } from '#rules/rules/index.ts';
import type { Owners } from './owners.ts';
import { ruleWebhooks } from './signals.ts';
import type { Taking } from './take.ts';
import type { Waiting } from './waiting.sql.ts';

type Firing = { firing: Waiting; ruleName: string; actions: RuleAction[] };
type Other = Exclude<RuleAction, { kind: 'cta' }>;

/** Does what else the rules say; one statement for all customers to whom the same is done. Gives the audit rows. */
export async function doOthers(tx: Db, { today, now, jobs, log }: Taking, acting: readonly Firing[], owners: Owners): Promise<AuditEntry[]> {
  const groups = new Map<string, { action: Other; firings: Firing[] }>();
  for (const one of acting)
    for (const action of one.actions) {
      if (action.kind === 'cta') continue;
      const key = JSON.stringify(action) + (action.kind === 'notify' || action.kind === 'webhook' ? one.firing.ruleId : '');
      const group = groups.get(key) ?? { action, firings: [] };
      group.firings.push(one);
      groups.set(key, group);
    }
  const entries: AuditEntry[] = [];
  for (const { action, firings } of groups.values()) {
    const ids = [...new Set(firings.map(({ firing }) => firing.accountId))];
    const audit = (accountIds: readonly string[], changes: object) =>
      entries.push(...accountIds.map((accountId) => ({ noun: 'account', id: accountId, accountId, label: nameOf(firings, accountId), changes })));
    if (action.kind === 'add_tag') audit(await addTag(tx, jobs, ids, action.tag, now), { tags: [null, action.tag] });
    else if (action.kind === 'set_attribute') {
      if (await fits(tx, action.key, action.value))
        audit(await setAttribute(tx, jobs, ids, action.key, action.value, now), { [`attributes.${action.key}`]: [null, action.value] });
      else log.warn({ attribute: action.key }, 'a rule sets an attribute to a value it cannot have');
    } else if (action.kind === 'set_phase') {
      const pairs = firings.map(({ firing }) => ({ accountId: firing.accountId, productNo: firing.productNo }));
      audit(await enterPhase(tx, jobs, pairs, action.phase, today, now), { phase: [null, action.phase] });
    } else if (action.kind === 'notify') {
      await notifyEach(
        tx,
        firings.flatMap((one) => wordOf(one, action, owners)),
        now,
      );
    } else {
      for (const { firing: f } of firings)
        await jobs.publish(tx, ruleWebhooks, {
          webhookId: action.webhookId,
          ruleId: f.ruleId,
          accountId: f.accountId,
          productNo: f.productNo,
          firedOn: f.firedOn,
          facts: f.facts,
        });
    }
  }
  return entries;
}

const nameOf = (firings: readonly Firing[], accountId: string) => firings.find(({ firing }) => firing.accountId === accountId)?.firing.name ?? null;

function wordOf({ firing: f, ruleName }: Firing, action: Extract<Other, { kind: 'notify' }>, owners: Owners): (Notification & { memberId: string })[] {
  const { ownerId } = owners(f.accountId, action.to);
  if (!ownerId) return [];
  const title = { ja: `${f.name}: ${action.text}`, en: `${f.name}: ${action.text}` };
  const body = { ja: `ルール「${ruleName}」`, en: `Rule “${ruleName}”` };
  const dedupeKey = `rule:${f.ruleId}:${f.accountId}:${f.productNo}:${f.firedOn}`;
  return [{ memberId: ownerId, kind: 'rules', title, body, link: `/accounts/${f.accountId}`, dedupeKey }];
}

async function fits(tx: Db, key: string, value: unknown): Promise<boolean> {
  const rules: AttributeRule[] = await listAttributes(tx);
  return changeAttributes(rules, {}, { [key]: value }).errors.length === 0;
}
