import { formatMoneyShort, formatNumber, formatPercent } from '#platform/i18n/format.ts';
import { textsIn, type Language } from '#platform/i18n/texts.ts';
import { levelsFor, type Definition, type Levels, type Unit, type UsageLevel } from './definition.ts';
import { wordTexts } from './words-texts.ts';

export type Place = { language: Language; currency: string };

/** What a recipe calls things: metrics with their unit, and products; one without a name is left out. */
export type Names = { metric(key: string): { name: string; unit: Unit } | undefined; product(productNo: number): string | undefined };

function levelName(level: { name: string; nameEn?: string } | undefined, language: Language): string {
  return (language === 'en' ? level?.nameEn : undefined) ?? level?.name ?? '';
}

/** A value with its unit: 62%, 74日, L2. */
export function valueText(place: Place, unit: Unit, value: number | null): string {
  const t = textsIn(wordTexts, place.language);
  if (value === null) return t.noValue;
  const n = (digits = 0) => formatNumber(value, place.language, digits);
  switch (unit) {
    case 'percent':
      return formatPercent(value);
    case 'days':
      return t.days(n());
    case 'people':
      return t.people(n());
    case 'money':
      return formatMoneyShort(Math.round(value), place.currency, place.language);
    case 'level':
      return t.level(n());
    case 'yes_no':
      return value ? t.yes : t.no;
    case 'count':
      return n();
    case 'number':
      return n(2);
  }
}

/** What a value means, in words: 「74日間接点なし」「利用が28日で62%減少」. `productNo`: whose value it is, 0 for the whole account. */
export function valueSentence(place: Place, metric: { definition: Definition | null; unit: Unit; name: string }, value: number | null, productNo = 0): string {
  const t = textsIn(wordTexts, place.language);
  const d = metric.definition;
  if (value === null || !d) return t.noValue;
  const n = formatNumber(value, place.language);
  const plain = () => t.say.named(metric.name, valueText(place, metric.unit, value));
  switch (d.kind) {
    case 'event_count':
      return t.say.event_count(n, d.days);
    case 'active_users':
      return t.say.active_users(n, d.days);
    case 'seat_use':
      return t.say.seat_use(formatPercent(value), d.days);
    case 'active_days':
      return t.say.active_days(n, d.days);
    case 'breadth':
      return t.say.breadth(n, d.events.length, d.days);
    case 'days_since_event':
      return value === 0 ? t.say.usedToday : t.say.unused(n);
    case 'amount_sum':
      return t.say.amount_sum(valueText(place, metric.unit, value), d.days);
    case 'change':
      return change(t, t.of[d.of], d.days, value);
    case 'usual':
      return t.say.usual(t.of[d.of], formatPercent(value), d.days);
    case 'days_since_contact':
      return value === 0 ? t.say.touchedToday : d.with === 'anyone' ? t.say.untouched(n) : t.say.untouchedRole(t.roles[d.with], n);
    case 'renewal_prepared':
      return value ? t.say.prepared : t.say.unprepared(d.days);
    case 'days_to_renewal':
      return t.say.renewal(n);
    case 'days_to_notice':
      return t.say.notice(n);
    case 'tenure':
      return t.say.tenure(n);
    case 'mrr':
      return t.say.mrr(valueText(place, 'money', value));
    case 'seats':
      return t.say.seats(n);
    case 'contacts':
      return t.say.contacts(roleName(t, d.role ?? 'anyone'), n);
    case 'has_role':
      return value ? t.say.hasRole(roleName(t, d.role)) : t.say.noRole(roleName(t, d.role));
    case 'role_left':
      return value ? t.say.left(roleName(t, d.role), d.days) : t.say.notLeft(roleName(t, d.role), d.days);
    case 'onboarding_late':
      return value > 0 ? t.say.late(n) : t.say.notLate;
    case 'onboarding_in_time':
      return value ? t.say.inTime : t.say.notInTime;
    case 'usage_level':
      return t.say.usageLevel(n, levelName(levelsFor(d, productNo)[value - 1], place.language));
    case 'attribute':
    case 'ratio':
      return plain();
  }
}

/** What a metric is made of, in words. In full, levels say their conditions as well as their names. */
export function recipe(place: Place, d: Definition, names: Names, how: 'short' | 'in full' = 'short'): string {
  const t = textsIn(wordTexts, place.language);
  const events = 'events' in d ? (d.events === 'all' ? t.made.all : t.made.listed(d.events.join(place.language === 'ja' ? '、' : ', '))) : '';
  switch (d.kind) {
    case 'event_count':
    case 'active_days':
    case 'breadth':
    case 'amount_sum':
      return t.made[d.kind](events, d.days);
    case 'active_users':
    case 'seat_use':
      return t.made[d.kind](d.days);
    case 'change':
      return t.made.change(t.of[d.of], d.days);
    case 'usual':
      return d.days === 28 ? t.made.usualMonth(t.of[d.of]) : t.made.usualWeek(t.of[d.of]);
    case 'days_since_contact':
      return t.made.days_since_contact(t.roles[d.with]);
    case 'renewal_prepared':
      return t.made.renewal_prepared(t.roles[d.with], d.days);
    case 'contacts':
      return t.made.contacts(roleName(t, d.role ?? 'anyone'));
    case 'has_role':
      return t.made.has_role(roleName(t, d.role));
    case 'role_left':
      return t.made.role_left(roleName(t, d.role), d.days);
    case 'attribute':
      return d.read === 'equals' ? t.made.equals(d.key, d.equals ?? '') : d.read === 'days_since' ? t.made.since(d.key) : t.made.attribute(d.key);
    case 'ratio':
      return t.made.ratio(names.metric(d.of)?.name ?? d.of, names.metric(d.by)?.name ?? d.by);
    case 'usage_level':
      return t.made.usage_level(levelLists(place, d, names, how === 'in full'));
    default:
      return t.made[d.kind];
  }
}

/** The common levels, then those of each product that has a name. */
function levelLists(place: Place, d: UsageLevel, names: Names, inFull: boolean): string {
  const t = textsIn(wordTexts, place.language);
  const conditions = (all: Levels[number]['all']) => all.map((c) => condition(place, c, names)).join(t.made.and);
  const level = (l: Levels[number], i: number) => `L${i + 1} ${levelName(l, place.language)}${inFull ? t.made.inBrackets(conditions(l.all)) : ''}`;
  const said = (levels: Levels) => levels.map(level).join(t.made.and);
  const own = d.products.flatMap(({ productNo, levels }) => {
    const name = names.product(productNo);
    return name === undefined ? [] : [t.made.ofProduct(name, said(levels))];
  });
  return [said(d.levels), ...own].join(t.made.next);
}

function condition(place: Place, { metric, op, value }: Levels[number]['all'][number], names: Names): string {
  const found = names.metric(metric);
  return textsIn(wordTexts, place.language).made.condition[op](found?.name ?? metric, valueText(place, found?.unit ?? 'number', value));
}

type Words = ReturnType<typeof textsIn<(typeof wordTexts)['ja']>>;
const roleName = (t: Words, role: string) => (t.roles as Record<string, string>)[role] ?? role;

function change(t: Words, what: string, days: number, value: number): string {
  const share = formatPercent(Math.abs(value));
  return Math.abs(value) < 0.005 ? t.say.level(what, days) : value < 0 ? t.say.fell(what, days, share) : t.say.rose(what, days, share);
}
