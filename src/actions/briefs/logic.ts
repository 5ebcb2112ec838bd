import type { Kind, Named, Topic } from './brief.sql.ts';
import type { Brief } from './contract.ts';

type Line = { name: string; kind: Kind; value: string };

const aboutNews = /news|ipo|funding|press|ニュース|上場|資金調達|プレスリリース|報道/i;
const aboutReputation = /reputation|review|評判|口コミ|評価/i;

/** Attributes by what a meeting asks of them: what each was said to tell, else what its name says; the rest are facts. */
export function sorted(attributes: readonly Named[]): Record<Topic | 'facts', Line[]> {
  const out: Record<Topic | 'facts', Line[]> = { news: [], reputation: [], satisfaction: [], seminars: [], fit: [], facts: [] };
  for (const { key, name, kind: of, topic, value } of attributes) {
    const text = `${key} ${name}`;
    const kind = topic ?? (aboutNews.test(text) ? 'news' : aboutReputation.test(text) ? 'reputation' : 'facts');
    out[kind].push({ name, kind: of, value: value === true ? '✓' : value === false ? '—' : String(value) });
  }
  return out;
}

/** What is not known, in the order of the page. */
export function questionsOf(b: Omit<Brief, 'ask'>): Brief['ask'] {
  const has = (role: string) => b.people.some((p) => p.roles.includes(role));
  const all: [Brief['ask'][number], boolean][] = [
    ['business', !b.who.description],
    ['news', b.news.length === 0],
    ['reputation', b.reputation.length === 0],
    ['meeting', b.meetings.length === 0],
    ['renewal', b.journey.renewalOn === null && b.journey.churnedOn === null],
    ['satisfaction', b.satisfaction.length === 0],
    ['health', b.health.colour === null || b.health.colour === 'unknown'],
    ['fit', b.fit.length === 0],
    ['seminars', b.seminars.length === 0],
    ['goals', !b.goals.some((goal) => goal.reachedOn === null)],
    ['people', b.people.length === 0],
    ['decision_maker', b.people.length > 0 && !has('decision_maker')],
    ['champion', b.people.length > 0 && !has('champion')],
    ['touches', b.touches.length === 0],
  ];
  return all.filter(([, unknown]) => unknown).map(([question]) => question);
}
