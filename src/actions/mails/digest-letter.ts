import type { Kind } from '#actions/notifications/contract.ts';
import { factsSaid } from '#rules/rules/contract.ts';
import type { Reading } from '#rules/conditions/contract.ts';
import { daysBetween, type Day } from '#platform/clock/days.ts';
import { formatDayNoYear, formatDayShort, formatMoneyShort, inBrackets } from '#platform/i18n/format.ts';
import { textsIn, type Language } from '#platform/i18n/texts.ts';
import type { DigestCta, DigestRenewal, Ranked } from './digest.sql.ts';
import type { Writing } from './jobs.ts';
import type { Letter, Line, Section } from './letter.ts';
import { lineOf } from './soon.ts';
import { letterTexts } from './texts.ts';
import { stopToken, stopUrl, type Stoppable } from './unsubscribe.ts';
import type { Recipient, Word } from './waiting.sql.ts';

export type Digest = {
  ctas: DigestCta[];
  woken: DigestCta[];
  renewals: DigestRenewal[];
  overflow: { count: number; items: Ranked[] } | null;
  others: Word[];
};
type Asked = Pick<Writing, 'organisation' | 'site'> & { fields: Reading['fields']; today: Day; language: Language; member: Recipient };

// A book of a thousand customers must not become a mail of a thousand lines.
const shownAccounts = 40;

/** The digest of a member: by customer what is new and near, then what is beyond the slots, then the rest. */
export function digestLetter(digest: Digest, asked: Asked): Letter {
  const { language, today, member, site } = asked;
  const t = textsIn(letterTexts, language);
  const { ctas, woken, renewals, overflow, others } = digest;
  const companies = new Set(renewals.map((one) => one.accountId)).size;
  const parts = [
    ctas.length && t.partNew(ctas.length),
    woken.length && t.partSnoozes(woken.length),
    companies && t.partRenewals(companies),
    overflow && t.partOverflow(overflow.count),
    others.length && t.partOthers(others.length),
  ].filter((part) => typeof part === 'string');
  const byCustomer = customers(digest, asked);
  const sections = byCustomer.slice(0, shownAccounts);
  const left = byCustomer.length - sections.length;
  if (left > 0) sections.at(-1)!.more = t.more(left);
  if (overflow) sections.push(beyond(overflow, language));
  if (others.length) sections.push({ title: t.others, lines: others.map((word) => lineOf(word, language)) });
  const kinds: Kind[] = [
    ...(ctas.length ? (['ctas'] as const) : []),
    ...(woken.length ? (['snoozes'] as const) : []),
    ...(renewals.length ? (['renewals'] as const) : []),
    ...(overflow ? (['overflow'] as const) : []),
    ...others.map((word) => word.kind),
  ];
  const stops: Stoppable[] = ['digest', ...new Set(kinds)];
  return {
    subject: t.digestSubject(formatDayNoYear(today, language), parts.join(language === 'ja' ? '・' : ', ')),
    intro: t.digestIntro(member.name),
    sections,
    stops: stops.map((kind) => ({ text: t.stop(t.kinds[kind]), href: stopUrl(site.url, stopToken(site.vault, member.id, kind)) })),
  };
}

function customers({ ctas, woken, renewals }: Digest, { language, today, fields, organisation }: Asked): Section[] {
  const t = textsIn(letterTexts, language);
  const sections = new Map<string, Section>();
  const add = (of: { accountId: string; accountName: string }, line: Line) => {
    const section = sections.get(of.accountId) ?? { title: of.accountName, link: `/accounts/${of.accountId}`, lines: [] };
    sections.set(of.accountId, section);
    section.lines.push(line);
  };
  const reading = { fields, language, currency: organisation.currency };
  const between = language === 'ja' ? '／' : ' · ';
  const why = (cta: DigestCta) =>
    [cta.reason?.[language], ...factsSaid(cta.facts, reading).slice(0, 4), cta.dueOn && t.due(formatDayShort(cta.dueOn, language))]
      .filter(Boolean)
      .join(between);
  for (const [mark, list] of [
    [t.markNew, ctas],
    [t.markSnooze, woken],
  ] as const)
    for (const cta of list) add(cta, { mark, text: cta.title, sub: why(cta), link: `/ctas?cta=${cta.accountId}.${cta.ctaId}` });
  for (const one of renewals)
    add(one, {
      mark: one.what === 'renewal' ? t.markRenewal : t.markNotice,
      text: t.onDay(formatDayShort(one.on, language), daysBetween(today, one.on)),
      sub: one.mrr ? `MRR ${formatMoneyShort(one.mrr, organisation.currency, language)}` : null,
    });
  return [...sections.values()];
}

function beyond({ count, items }: { count: number; items: Ranked[] }, language: Language): Section {
  const t = textsIn(letterTexts, language);
  const points = (n: number) => (Math.round(n * 10) / 10).toString();
  const ranked = (one: Ranked) => {
    const parts = Object.entries(one.parts ?? {}).flatMap(([key, value]) =>
      value && key in t.rankParts ? [`${t.rankParts[key as keyof typeof t.rankParts]} ${points(value)}`] : [],
    );
    return parts.length ? `${t.rank(points(one.rank))}${inBrackets(parts.join(language === 'ja' ? '・' : ', '), language)}` : t.rank(points(one.rank));
  };
  return {
    title: t.overflowTitle(count),
    sub: t.overflowSub,
    lines: items.map((one) => ({ text: `${one.accountName}: ${one.title}`, sub: ranked(one), link: `/ctas?cta=${one.accountId}.${one.ctaId}` })),
    more: count > items.length ? t.more(count - items.length) : null,
  };
}
