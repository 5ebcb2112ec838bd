import { phaseTerms } from '#accounts/account-products/terms.ts';
import { contactTerms } from '#accounts/contacts/terms.ts';
import { formatDays } from '#platform/i18n/format.ts';
import { textsIn, type Language } from '#platform/i18n/texts.ts';
import { isAll, sentence, type Condition, type Reading } from '#rules/conditions/contract.ts';
import type { OwnerRule, RuleAction, RuleDefinition, Trigger } from './definition.ts';
import type { Known } from './known.ts';
import { wordTexts } from './words-texts.ts';

export type RuleReading = Reading & { known: Known };
type Texts = ReturnType<typeof textsIn<typeof wordTexts.ja>>;

/**
 * A rule as a person would say it: 「ログインが7日間で50%以上減少」が3日続いたら、担当CSMに「利用が急減」のCTA
 * （リスク・優先度高・3営業日以内）を作ります.
 */
export function ruleSentence(rule: RuleDefinition, reading: RuleReading): string {
  const t = textsIn(wordTexts, reading.language);
  const product = rule.productNo ? t.product(reading.known.products.find((p) => p.id === rule.productNo)?.name ?? t.gone) : '';
  const ctas = rule.actions.some((a) => a.kind === 'cta');
  const then = rule.actions.map((action, i) => sayAction(action, reading) + (i < rule.actions.length - 1 ? t.doing : t.done)[action.kind]).join('');
  const text = `${product}${sayWhen(rule, reading)}${then}${rule.closeWhenCleared && ctas ? t.closes : ''}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const isEverybody = (c: Condition) => isAll(c) && c.all.length === 0;

function sayWhen({ condition, trigger }: RuleDefinition, reading: RuleReading): string {
  const t = textsIn(wordTexts, reading.language);
  const said = isEverybody(condition) ? t.everybody : sentence(condition, reading);
  if (trigger.kind === 'becomes') return t.becomes(said);
  if (trigger.kind === 'held') return t.held(said, formatDays(trigger.days, reading.language));
  return `${isEverybody(condition) ? '' : t.of(said)}${sayTrigger(trigger, reading, t)}`;
}

function sayTrigger(trigger: Exclude<Trigger, { kind: 'becomes' | 'held' }>, { fields, language, known }: RuleReading, t: Texts): string {
  switch (trigger.kind) {
    case 'event': {
      const { where } = trigger;
      return t.event(eventName(trigger.event, known), where ? t.where(where.property, t.whereOps[where.operator](String(where.value))) : '');
    }
    case 'approaches': {
      const name = fields.get(trigger.field)?.name[language] ?? trigger.field;
      return trigger.days === 0 ? t.arrives(name) : t.approaches(name, formatDays(trigger.days, language));
    }
    case 'unusual': {
      const events = trigger.events === 'all' ? t.unusual.all : t.unusual.events(trigger.events.map((e) => t.value(eventName(e, known))).join(t.dot));
      return t.unusual[trigger.direction](trigger.of === 'users' ? t.unusual.users : events);
    }
    case 'contact_leaves':
      return t.leaves(trigger.roles.map((r) => roleName(r, language)).join(t.dot));
    case 'phase_entered':
      return t.phase(phaseName(trigger.phase, language));
  }
}

function sayAction(action: RuleAction, reading: RuleReading): string {
  const { known, language } = reading;
  const t = textsIn(wordTexts, language);
  switch (action.kind) {
    case 'cta': {
      const priority = t.priorities[`p${action.priority as 1 | 2 | 3}`];
      const playbook = action.playbookId ? [t.playbook(known.playbooks.find((p) => p.id === action.playbookId)?.name ?? t.gone)] : [];
      const how = [t.types[action.type], priority, t.due(action.dueInBusinessDays), ...playbook].join(t.dot);
      return t.cta(sayOwner(action.owner, known, t), action.title, how);
    }
    case 'notify':
      return t.notify(sayOwner(action.to, known, t));
    case 'set_phase':
      return t.setPhase(phaseName(action.phase, language));
    case 'set_attribute':
      return t.setAttribute(known.attributes.find((a) => a.key === action.key)?.name ?? action.key, sayValue(action.value, t));
    case 'add_tag':
      return t.tag(action.tag);
    case 'webhook':
      return t.webhook(known.webhooks.find((w) => w.id === action.webhookId)?.name ?? t.gone);
  }
}

export function sayOwner(owner: OwnerRule, known: Known, t: Texts): string {
  if (owner.kind === 'role') return t.roles[owner.role];
  if (owner.kind === 'member') return t.member(known.members.find((m) => m.id === owner.memberId)?.name ?? t.gone);
  return t.team(known.teams.find((one) => one.id === owner.teamId)?.name ?? t.gone);
}

function sayValue(value: string | number | boolean | null, t: Texts): string {
  if (value === null) return t.nothing;
  return typeof value === 'boolean' ? (value ? t.yes : t.no) : t.value(String(value));
}

const eventName = (name: string, known: Known) => known.events.find((e) => e.name === name)?.label || name;
const phaseName = (phase: string, language: Language) => (textsIn(phaseTerms, language) as Record<string, string>)[phase] ?? phase;

function roleName(role: string, language: Language): string {
  const name = (textsIn(contactTerms, language).roles as Record<string, string>)[role] ?? role;
  return language === 'en' ? name.toLowerCase() : name;
}
