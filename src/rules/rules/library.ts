import type { contactTerms } from '#accounts/contacts/terms.ts';
import type { Language } from '#platform/i18n/texts.ts';
import { ruleDefinition, type RuleDefinition } from './definition.ts';
import type { z } from 'zod';

type Names = { ja: string; en: string };
/** Data a rule cannot do without: a field of conditions, an event with (perhaps) a property, a contact with a role. */
export type Need = { field: string } | { event: string; property?: string } | { role: keyof typeof contactTerms.ja.roles };
export type LibraryRule = { key: string; name: Names; description: Names; needs: Need[]; first?: true; definition(language: Language): RuleDefinition };

type Input = z.input<typeof ruleDefinition>;
type Cta = Omit<Extract<Input['actions'][number], { kind: 'cta' }>, 'kind' | 'title' | 'owner'> & { owner?: 'csm' | 'onboarding' | 'sales' | 'support' };

const has = (field: string, operator: string, value?: unknown) => ({ field, operator, ...(value === undefined ? {} : { value }) }) as Input['condition'];
const everybody = { all: [] };

function ready(
  key: string,
  name: [string, string],
  description: [string, string],
  needs: Need[],
  rule: Omit<Input, 'actions'>,
  { owner = 'csm', ...cta }: Cta,
  more: { first?: true; also?: Input['actions'] } = {},
): LibraryRule {
  return {
    key,
    name: { ja: name[0], en: name[1] },
    description: { ja: description[0], en: description[1] },
    needs,
    ...(more.first ? { first: true } : {}),
    definition: (language) =>
      ruleDefinition.parse({
        ...rule,
        actions: [{ kind: 'cta', title: language === 'en' ? name[1] : name[0], owner: { kind: 'role', role: owner }, ...cta }, ...(more.also ?? [])],
      }),
  };
}

/** Fifteen rules to start from, all off. The order is that of the page: three to begin with come first. */
export const library: readonly LibraryRule[] = [
  ready(
    'usage_fell',
    ['利用が急減', 'Usage fell'],
    ['28日間の利用回数が、その前の28日間の半分以下になり、3日続いた顧客です。', 'Events of 28 days at half or less of the 28 days before, for three days.'],
    [{ field: 'metric.events_28' }],
    {
      condition: has('metric.events_28', 'fell', { by: 50, unit: 'percent', days: 28 }),
      trigger: { kind: 'held', days: 3 },
      closeWhenCleared: true,
    },
    { type: 'risk', reason: 'usage_fell', riskCategory: 'product', priority: 1, dueInBusinessDays: 3 },
    { first: true },
  ),
  ready(
    'renewal_90',
    ['更新の90日前', 'Renewal in 90 days'],
    ['更新の準備を始める時期です。', 'Time to prepare the renewal.'],
    [{ field: 'renewal_on' }],
    { condition: everybody, trigger: { kind: 'approaches', field: 'renewal_on', days: 90 } },
    { type: 'lifecycle', reason: 'renewal_90', priority: 2, dueInBusinessDays: 10 },
    { first: true },
  ),
  ready(
    'champion_left',
    ['チャンピオンの離任', 'Champion has left'],
    ['推進役がいなくなると、次の更新は白紙に戻ります。後任を早めに押さえます。', 'Without the person who pushed for us the next renewal starts from nothing.'],
    [{ role: 'champion' }],
    { condition: everybody, trigger: { kind: 'contact_leaves', roles: ['champion'] }, schedule: { kind: 'on_change' } },
    { type: 'risk', reason: 'champion_left', riskCategory: 'sentiment', priority: 1, dueInBusinessDays: 2 },
    { first: true },
  ),
  ready(
    'silent',
    ['利用が止まった', 'No longer used'],
    ['14日間、一度も利用がない顧客です。', 'Not used once in 14 days.'],
    [{ field: 'metric.days_since_event' }],
    { condition: has('metric.days_since_event', 'gte', 14), trigger: { kind: 'becomes' }, closeWhenCleared: true },
    { type: 'risk', reason: 'silent', riskCategory: 'product', priority: 1, dueInBusinessDays: 2 },
  ),
  ready(
    'onboarding_late',
    ['初期設定が期日までに終わらない', 'Onboarding is late'],
    ['オンボーディングが期限を過ぎても完了していない顧客です。', 'Onboarding not done by its due date.'],
    [{ field: 'onboarding_due_on' }],
    { condition: { all: [has('onboarding_due_on', 'overdue'), has('onboarding_done_on', 'unknown')] }, trigger: { kind: 'becomes' }, closeWhenCleared: true },
    { type: 'risk', reason: 'onboarding_late', riskCategory: 'implementation', priority: 1, owner: 'onboarding', dueInBusinessDays: 3 },
  ),
  ready(
    'notice_deadline',
    ['解約通知期限が近い', 'Notice deadline coming up'],
    ['解約通知期限の30日前です。更新の意思を確かめる最後の機会です。', 'Thirty days to the notice deadline: the last chance to ask about the renewal.'],
    [{ field: 'notice_on' }],
    { condition: everybody, trigger: { kind: 'approaches', field: 'notice_on', days: 30 } },
    { type: 'risk', reason: 'notice_deadline', riskCategory: 'company', priority: 1, dueInBusinessDays: 5 },
  ),
  ready(
    'decision_maker_silent',
    ['決裁者と60日接点なし', 'Decision maker not met for 60 days'],
    ['決裁者との接点が60日途切れた顧客です。', 'No contact with a decision maker for 60 days.'],
    [{ field: 'metric.days_since_decision_maker' }],
    { condition: has('metric.days_since_decision_maker', 'gte', 60), trigger: { kind: 'becomes' }, closeWhenCleared: true },
    { type: 'risk', reason: 'decision_maker_silent', riskCategory: 'sentiment', priority: 2, dueInBusinessDays: 5 },
  ),
  ready(
    'seats_90',
    ['席数の90%以上を利用', 'Over 90 % of the seats in use'],
    ['契約席数の上限が近い顧客です。追加をご案内する時期です。', 'Seats are nearly used up: time to offer more.'],
    [{ field: 'metric.seat_use_28' }],
    { condition: has('metric.seat_use_28', 'gte', 0.9), trigger: { kind: 'held', days: 7 } },
    { type: 'opportunity', reason: 'seats_90', priority: 2, dueInBusinessDays: 5 },
  ),
  ready(
    'nps_detractor',
    ['NPS 批判者', 'NPS detractor'],
    ['NPSの回答が6点以下の顧客です。', 'An answer of 6 or less.'],
    [{ event: 'nps_answered', property: 'score' }],
    {
      condition: everybody,
      trigger: { kind: 'event', event: 'nps_answered', where: { property: 'score', operator: 'lte', value: 6 } },
      schedule: { kind: 'on_change' },
    },
    { type: 'risk', reason: 'nps_detractor', riskCategory: 'sentiment', priority: 1, dueInBusinessDays: 2 },
  ),
  ready(
    'tickets_surge',
    ['問い合わせの急増', 'Surge of tickets'],
    ['7日間の問い合わせが、その顧客のふだんより大きく増えたときです。', 'Tickets of seven days far above what is usual for the customer.'],
    [{ event: 'ticket_created' }],
    { condition: everybody, trigger: { kind: 'unusual', of: 'events', events: ['ticket_created'], direction: 'above' } },
    { type: 'risk', reason: 'tickets_surge', riskCategory: 'support', priority: 2, dueInBusinessDays: 2 },
  ),
  ready(
    'payment_late',
    ['支払いの遅れ', 'Payment is late'],
    ['支払い状況が「遅延」または「停止」になった顧客です。', 'Payment has become late or has stopped.'],
    [{ field: 'payment_status' }],
    { condition: has('payment_status', 'in', ['late', 'stopped']), trigger: { kind: 'becomes' }, closeWhenCleared: true },
    { type: 'risk', reason: 'payment_late', riskCategory: 'company', priority: 2, owner: 'sales', dueInBusinessDays: 3 },
  ),
  ready(
    'health_risk',
    ['ヘルススコアが危険に', 'Health has become a risk'],
    ['ヘルスが「危険」の状態が3日続いた顧客です。', 'Health at risk for three days.'],
    [{ field: 'colour' }],
    { condition: has('colour', 'in', ['risk']), trigger: { kind: 'held', days: 3 }, closeWhenCleared: true },
    { type: 'risk', reason: 'health_fell', riskCategory: null, priority: 2, dueInBusinessDays: 3 },
  ),
  ready(
    'usage_grew',
    ['活用が大きく伸びた', 'Usage has grown'],
    ['28日間の利用回数が、その前の28日間の1.5倍以上の状態が7日続いた顧客です。', 'Events of 28 days at 1.5 times the 28 days before or more, for a week.'],
    [{ field: 'metric.events_28' }],
    { condition: has('metric.events_28', 'rose', { by: 50, unit: 'percent', days: 28 }), trigger: { kind: 'held', days: 7 } },
    { type: 'opportunity', reason: 'good_news', priority: 3, dueInBusinessDays: 10 },
  ),
  ready(
    'onboarding_done',
    ['オンボーディング完了', 'Onboarding is done'],
    ['完了日が入ったら活用期へ進め、最初の振り返りを設定します。', 'Moves the customer on to adoption and plans the first review.'],
    [{ field: 'onboarding_done_on' }],
    { condition: { all: [has('phase', 'in', ['onboarding']), has('onboarding_done_on', 'known')] }, trigger: { kind: 'becomes' } },
    { type: 'lifecycle', reason: 'ebr', priority: 3, dueInBusinessDays: 20 },
    { also: [{ kind: 'set_phase', phase: 'adoption' }] },
  ),
  ready(
    'cancel_page',
    ['解約ページを開いた', 'Opened the cancellation page'],
    ['解約の手続きページが開かれた、その日のうちに連絡します。', 'Somebody opened the page on which one cancels: call the same day.'],
    [{ event: 'cancel_page_opened' }],
    { condition: everybody, trigger: { kind: 'event', event: 'cancel_page_opened' }, schedule: { kind: 'on_change' } },
    { type: 'risk', reason: 'cancellation_notice', riskCategory: 'company', priority: 1, dueInBusinessDays: 0 },
  ),
];
