import { phaseTerms } from '#accounts/account-products/terms.ts';
import { contactTerms } from '#accounts/contacts/terms.ts';
import { isDay } from '#platform/clock/days.ts';
import { textsIn, type Language } from '#platform/i18n/texts.ts';
import {
  checkCondition,
  isAll,
  isAny,
  isComparison,
  isHeld,
  isNot,
  type Comparison,
  type Condition,
  type Field,
  type Issue,
} from '#rules/conditions/contract.ts';
import { ruleCheckTexts } from './check-texts.ts';
import { knownBeforeClose, type OwnerRule, type RuleAction, type RuleDefinition } from './definition.ts';
import type { Known } from './known.ts';
import { wordTexts } from './words-texts.ts';

type Segments = ReadonlyMap<string, { name: string; condition: Condition }>;
export type CheckWith = { fields: ReadonlyMap<string, Field>; known: Known; language: Language; segments?: Segments };
type Texts = ReturnType<typeof textsIn<typeof ruleCheckTexts.ja>>;
type Found = { path: string; message: string | null };

/** What keeps a rule from being published or replayed, each with its place ('condition.all.0.value', 'actions.1.reason'). */
export function checkRule(rule: RuleDefinition, { fields, known, language, segments }: CheckWith): Issue[] {
  const t = textsIn(ruleCheckTexts, language);
  const found: Found[] = [
    ...leaves(rule.condition, 'condition').map(({ path, leaf }) => ({ path: `${path}.field`, message: askable(leaf, fields, segments, language) })),
    ...triggerFaults(rule, fields, known, language),
    { path: 'schedule', message: rule.schedule.kind === 'daily' || knownBeforeClose(rule) ? null : t.onlyAtClose },
    { path: 'productNo', message: rule.productNo === null || known.products.some((p) => p.id === rule.productNo) ? null : t.noProduct },
    { path: 'productNo', message: rule.productNo !== null && rule.trigger.kind === 'unusual' && rule.trigger.of === 'users' ? t.usersOfAccount : null },
    ...rule.actions.flatMap((action, i) => actionFaults(action, known, t, language).map(({ path, message }) => ({ path: `actions.${i}.${path}`, message }))),
  ];
  return [...checkCondition(rule.condition, fields, language, 'condition'), ...found.filter((f): f is Issue => f.message !== null)];
}

/** Whether its fields are still there, so that it can be compiled. */
export function readableRule(
  { condition, trigger }: RuleDefinition,
  { fields, segments }: { fields: ReadonlyMap<string, Field>; segments: Segments },
): boolean {
  if (trigger.kind === 'approaches' && !fields.get(trigger.field)?.hasHistory) return false;
  return leaves(condition, '').every(({ leaf }) => fields.has(leaf.field) && askable(leaf, fields, segments, 'ja') === null);
}

function leaves(c: Condition, path: string): { path: string; leaf: Comparison }[] {
  if (isComparison(c)) return [{ path, leaf: c }];
  if (isAll(c)) return c.all.flatMap((one, i) => leaves(one, `${path}.all.${i}`));
  if (isAny(c)) return c.any.flatMap((one, i) => leaves(one, `${path}.any.${i}`));
  if (isNot(c)) return leaves(c.not, `${path}.not`);
  return isHeld(c) ? leaves(c.held, `${path}.held`) : [];
}

// A rule is asked of closed days and runs for nobody in particular.
function askable(leaf: Comparison, fields: CheckWith['fields'], segments: Segments | undefined, language: Language, within?: string): string | null {
  const t = textsIn(ruleCheckTexts, language);
  const field = fields.get(leaf.field);
  if (!field) return null;
  if (Array.isArray(leaf.value) && leaf.value.includes('@me')) return t.me;
  if (field.type === 'segment') return segmentFault(leaf, fields, segments, language);
  if (field.hasHistory) return null;
  return within ? t.segmentNoHistory(within, field.name[language]) : t.noHistory(field.name[language]);
}

function segmentFault(leaf: Comparison, fields: CheckWith['fields'], segments: Segments | undefined, language: Language): string | null {
  for (const id of Array.isArray(leaf.value) ? (leaf.value as string[]) : []) {
    const segment = segments?.get(id);
    for (const inner of segment ? leaves(segment.condition, '') : []) {
      const fault = askable(inner.leaf, fields, segments, language, segment!.name);
      if (fault) return fault;
    }
  }
  return null;
}

function triggerFaults({ trigger }: RuleDefinition, fields: CheckWith['fields'], known: Known, language: Language): Found[] {
  const t = textsIn(ruleCheckTexts, language);
  const event = (name: string) => (known.events.some((e) => e.name === name) ? null : t.noEvent(name));
  switch (trigger.kind) {
    case 'event': {
      const { where } = trigger;
      const number = where && (where.operator === 'lte' || where.operator === 'gte') && !Number.isFinite(Number(where.value === '' ? NaN : where.value));
      return [
        { path: 'trigger.event', message: event(trigger.event) },
        { path: 'trigger.where.value', message: number ? t.notANumber : null },
      ];
    }
    case 'unusual':
      if (trigger.events === 'all') return [];
      if (trigger.of === 'users') return [{ path: 'trigger.events', message: t.usersOfAll }];
      return trigger.events.map((name, i) => ({ path: `trigger.events.${i}`, message: event(name) }));
    case 'approaches': {
      const field = fields.get(trigger.field);
      const message = !field
        ? t.noField(trigger.field)
        : field.type !== 'date'
          ? t.notADate(field.name[language])
          : field.hasHistory
            ? null
            : t.noHistory(field.name[language]);
      return [{ path: 'trigger.field', message }];
    }
    case 'contact_leaves':
      return trigger.roles.map((role, i) => ({ path: `trigger.roles.${i}`, message: Object.hasOwn(contactTerms.ja.roles, role) ? null : t.noRole(role) }));
    case 'phase_entered':
      return [{ path: 'trigger.phase', message: Object.hasOwn(phaseTerms.ja, trigger.phase) ? null : t.noPhase(trigger.phase) }];
    default:
      return [];
  }
}

function actionFaults(action: RuleAction, known: Known, t: Texts, language: Language): Found[] {
  switch (action.kind) {
    case 'cta': {
      const reason = known.reasons.find((r) => r.key === action.reason && !r.archived);
      const types = textsIn(wordTexts, language).types as Record<string, string>;
      const message = !reason ? t.noReason(action.reason) : reason.type === action.type ? null : t.reasonType(types[reason.type]!);
      const playbook = action.playbookId === null || known.playbooks.some((p) => p.id === action.playbookId && p.live);
      return [{ path: 'reason', message }, ownerFault('owner', action.owner, known, t), { path: 'playbookId', message: playbook ? null : t.noPlaybook }];
    }
    case 'notify':
      return [ownerFault('to', action.to, known, t)];
    case 'set_phase':
      return [{ path: 'phase', message: Object.hasOwn(phaseTerms.ja, action.phase) ? null : t.noPhase(action.phase) }];
    case 'set_attribute': {
      const attribute = known.attributes.find((a) => a.key === action.key);
      if (!attribute) return [{ path: 'key', message: t.noAttribute(action.key) }];
      return [{ path: 'value', message: fits(action.value, attribute) ? null : t.attributeValue[attribute.kind] }];
    }
    case 'webhook':
      return [{ path: 'webhookId', message: known.webhooks.some((w) => w.id === action.webhookId && w.live) ? null : t.noWebhook }];
    default:
      return [];
  }
}

function ownerFault(path: string, owner: OwnerRule, known: Known, t: Texts): Found {
  if (owner.kind === 'member') return { path, message: known.members.some((m) => m.id === owner.memberId && m.active) ? null : t.noMember };
  if (owner.kind === 'team') return { path, message: known.teams.some((one) => one.id === owner.teamId) ? null : t.noTeam };
  return { path, message: null };
}

function fits(value: string | number | boolean | null, { kind, choices }: Known['attributes'][number]): boolean {
  if (value === null) return true;
  if (kind === 'number') return typeof value === 'number' && Number.isFinite(value);
  if (kind === 'money') return Number.isSafeInteger(value);
  if (kind === 'boolean') return typeof value === 'boolean';
  if (kind === 'date') return typeof value === 'string' && isDay(value);
  return typeof value === 'string' && value.trim() !== '' && (kind !== 'choice' || choices.includes(value));
}
