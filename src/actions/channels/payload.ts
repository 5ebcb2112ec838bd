import { signedHeaders } from './signature.ts';

export type Said = { ja: string; en: string };
/** What a message says to a room, one item a thing; or the data that a rule sends to a webhook. */
export type Item = { kind: string; title: Said; body: Said | null; link: string | null; to: string[]; at: string };
export type Content = { items: Item[] } | { data: object };
/** Where it goes, as it was sealed. */
export type Place = { url: string; secret?: string } | { roomId: string; token: string };
export type Outgoing = { url: string; headers: Record<string, string>; body: string };

type About = { messageId: string; type: string; at: Date; language: 'ja' | 'en'; siteUrl: string };
const json = { 'content-type': 'application/json' };
const chatworkUrl = 'https://api.chatwork.com/v2';
const shown = 20;

/** The request that carries a message: for each kind of channel as its maker documents it. */
export function outgoing(kind: 'slack' | 'teams' | 'chatwork' | 'webhook', place: Place, content: Content, about: About): Outgoing {
  if (kind === 'webhook' && 'url' in place) return webhook(place, content, about);
  const items = 'items' in content ? content.items : [];
  if (kind === 'chatwork' && 'roomId' in place) return chatwork(place, items, about);
  if (!('url' in place)) throw new Error('a channel without an address');
  return kind === 'slack' ? slack(place.url, items, about) : teams(place.url, items, about);
}

function webhook(place: { url: string; secret?: string }, content: Content, { messageId, type, at, siteUrl }: About): Outgoing {
  const data = 'items' in content ? { items: content.items.map((item) => ({ ...item, link: item.link && siteUrl + item.link })) } : content.data;
  const body = JSON.stringify({ type, timestamp: at.toISOString(), data });
  return { url: place.url, headers: { ...json, ...(place.secret ? signedHeaders(place.secret, messageId, at, body) : {}) }, body };
}

// https://docs.slack.dev/messaging/formatting-message-text: only these three characters are escaped.
const slackText = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function slack(url: string, items: Item[], { language, siteUrl }: About): Outgoing {
  const lines = items.slice(0, shown).map((item) => {
    const title = item.link ? `<${siteUrl}${item.link}|${slackText(item.title[language]).replaceAll('|', '¦')}>` : slackText(item.title[language]);
    return `• ${title}${suffix(item, language, slackText)}`;
  });
  return { url, headers: json, body: JSON.stringify({ text: [...lines, ...more(items, language)].join('\n'), unfurl_links: false }) };
}

// A Teams workflow ("When a Teams webhook request is received") takes a message with Adaptive Cards.
function teams(url: string, items: Item[], { language, siteUrl }: About): Outgoing {
  const block = (item: Item) => {
    const title = markdown(item.title[language]);
    return { type: 'TextBlock', wrap: true, text: `${item.link ? `[${title}](${siteUrl}${item.link})` : title}${suffix(item, language, markdown)}` };
  };
  const rest = more(items, language).map((text) => ({ type: 'TextBlock', wrap: true, isSubtle: true, text }));
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [{ type: 'TextBlock', weight: 'Bolder', text: 'Banso' }, ...items.slice(0, shown).map(block), ...rest],
  };
  const card = { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content };
  return { url, headers: json, body: JSON.stringify({ type: 'message', attachments: [card] }) };
}

const markdown = (text: string) => text.replace(/[\\`*_[\]()#<>]/g, (c) => `\\${c}`).replace(/\s+/g, ' ');

function chatwork({ roomId, token }: { roomId: string; token: string }, items: Item[], { language, siteUrl }: About): Outgoing {
  // A tag such as [To:1] or [info] in a name must not act as one.
  const plain = (text: string) => text.replaceAll('[', '［').replaceAll(']', '］');
  const lines = items
    .slice(0, shown)
    .map((item) => `・${plain(item.title[language])}${suffix(item, language, plain)}${item.link ? `\n${siteUrl}${item.link}` : ''}`);
  const body = `[info][title]Banso[/title]${[...lines, ...more(items, language)].join('\n')}[/info]`;
  return {
    url: `${chatworkUrl}/rooms/${roomId}/messages`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-chatworktoken': token },
    body: new URLSearchParams({ body, self_unread: '0' }).toString(),
  };
}

function suffix(item: Item, language: 'ja' | 'en', plain: (text: string) => string): string {
  const to = item.to.length ? (language === 'ja' ? `${item.to.join('、')}さん` : item.to.join(', ')) : '';
  const said = [item.body?.[language], to].filter(Boolean).join(language === 'ja' ? '／' : ' · ');
  return said ? `${language === 'ja' ? '　' : ' – '}${plain(said)}` : '';
}

function more(items: Item[], language: 'ja' | 'en'): string[] {
  const left = items.length - shown;
  if (left <= 0) return [];
  return [language === 'ja' ? `ほか${left}件` : `and ${left} more`];
}
