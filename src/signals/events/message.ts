import { hash, randomUUID } from 'node:crypto';
import { keptProperties, keptText, keptUserKey, type Privacy } from '#accounts/sources/index.ts';
import { safeJson, safeText } from './safe-text.ts';
import { amountOf, momentOf, type Times } from './values.ts';
import { cut } from '#platform/text/cut.ts';

/** Something that happened, ready to be stored. `props` is JSON text; `historyId` marks facts known at their own date. */
export type EventMessage = {
  kind: 'event';
  key: Buffer;
  sourceNo: number;
  groupKey: string | null;
  userKey: string | null;
  event: string;
  at: number;
  amount: string | null;
  props: string | null;
  historyId: string | null;
  importId: string | null;
};
export type GroupMessage = { kind: 'group'; sourceNo: number; groupKey: string; userKey: string | null; name: string | null };
export type IdentifyMessage = {
  kind: 'identify';
  sourceNo: number;
  groupKey: string | null;
  userKey: string;
  name: string | null;
  email: string | null;
  traits: string | null;
  at: number;
};
export type AliasMessage = { kind: 'alias'; userKey: string; previousKey: string };
export type Message = EventMessage | GroupMessage | IdentifyMessage | AliasMessage;

/** Why a message was not taken. */
export type Refusal = { code: string; message: string };
export type Sender = { sourceNo: number; privacy: Privacy; historyId: string | null };
type Raw = Record<string, unknown>;

export const messageTypes = ['identify', 'group', 'track', 'page', 'screen', 'alias'] as const;
export type MessageType = (typeof messageTypes)[number];

const refuse = (code: string, message: string): Refusal => ({ code, message });
const isObject = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);
const objectOf = (value: unknown): Raw => (isObject(value) ? value : {});

/** Reads one call of Segment's spec. A group call is membership, an identify a person; only track, page and screen are usage. */
export function readMessage(raw: unknown, type: unknown, sender: Sender, times: Times): Message | Refusal {
  if (!isObject(raw)) return refuse('not_an_object', 'A message must be a JSON object.');
  const user = idText(raw.userId) ?? idText(raw.anonymousId);
  if (user === undefined) return refuse('no_user_anon_id', 'A message needs userId or anonymousId.');
  if (user === null) return refuse('id_too_long', 'userId and anonymousId have at most 512 characters.');
  const userKey = keptUserKey(user, sender.privacy);
  const group = groupKeyOf(raw);
  if (group === undefined) return refuse('id_too_long', 'groupId has at most 512 characters.');
  const at = momentOf(raw, times, sender.historyId !== null);
  if (!at) return refuse('bad_timestamp', 'timestamp must be an ISO 8601 date.');
  if (type === 'track')
    return typeof raw.event === 'string' && raw.event.trim()
      ? eventOf(raw, raw.event, group, userKey, at, sender)
      : refuse('no_event', 'A track call needs event.');
  if (type === 'page' || type === 'screen') return eventOf(raw, viewName(raw, type), group, userKey, at, sender);
  if (type === 'group') return groupOf(raw, group, userKey, sender);
  if (type === 'identify') return identifyOf(raw, group, userKey, at.ms, sender);
  if (type === 'alias') return aliasOf(raw, userKey, sender);
  return refuse('unknown_type', `type must be one of ${messageTypes.join(', ')}.`);
}

export function isRefusal(read: Message | Refusal): read is Refusal {
  return 'code' in read;
}

/** Ids are strings of any length and only unique in their source, so the ledger keeps 16 bytes of a hash (DATA-MODEL 5). */
export function messageKey(sourceNo: number, messageId: string): Buffer {
  return hash('sha256', `${sourceNo}\0${messageId}`, 'buffer').subarray(0, 16);
}

// Segment's libraries name the group in the context, RudderStack's in the call. undefined: longer than a key may be;
// taking such a message without its group would be to guess the account from the user.
function groupKeyOf(raw: Raw): string | null | undefined {
  const given = idText(raw.groupId);
  const key = given === undefined ? idText(objectOf(raw.context).groupId) : given;
  return key === null ? undefined : (key ?? null);
}

function eventOf(raw: Raw, event: string, groupKey: string | null, userKey: string, at: { ms: number; own: boolean }, sender: Sender): EventMessage {
  const properties = keptProperties(objectOf(raw.properties), sender.privacy);
  const id = raw.messageId ?? raw.message_id;
  return {
    kind: 'event',
    key: messageKey(sender.sourceNo, typeof id === 'string' && id ? id : typeof id === 'number' ? String(id) : randomUUID()),
    sourceNo: sender.sourceNo,
    groupKey,
    userKey,
    event: eventName(event),
    at: at.ms,
    amount: amountOf(properties),
    props: Object.keys(properties).length ? safeJson(properties) : null,
    // Only what carries a date of its own can have been known at it.
    historyId: at.own ? sender.historyId : null,
    importId: null,
  };
}

export function eventName(given: string): string {
  return cut(safeText(given.trim()), 200);
}

function viewName(raw: Raw, type: 'page' | 'screen'): string {
  const noun = type === 'page' ? 'Page' : 'Screen';
  const name = typeof raw.name === 'string' ? raw.name.trim() : '';
  return name ? `Viewed ${name} ${noun}` : `Viewed ${noun}`;
}

function groupOf(raw: Raw, groupKey: string | null, userKey: string, sender: Sender): GroupMessage | Refusal {
  if (!groupKey) return refuse('no_group_id', 'A group call needs groupId.');
  return { kind: 'group', sourceNo: sender.sourceNo, groupKey, userKey, name: textOf(objectOf(raw.traits), 'name', sender.privacy) };
}

function identifyOf(raw: Raw, groupKey: string | null, userKey: string, at: number, sender: Sender): IdentifyMessage {
  const given = { ...objectOf(objectOf(raw.context).traits), ...objectOf(raw.traits) };
  const traits = keptProperties(given, sender.privacy);
  const name = textOf(given, 'name', sender.privacy) ?? fullName(given, sender.privacy);
  const email = textOf(given, 'email', sender.privacy);
  return { kind: 'identify', sourceNo: sender.sourceNo, groupKey, userKey, name, email, traits: Object.keys(traits).length ? safeJson(traits) : null, at };
}

// Japanese names read surname first; Latin ones as they are given.
function fullName(traits: Raw, privacy: Privacy): string | null {
  const [first, last] = [textOf(traits, 'firstName', privacy), textOf(traits, 'lastName', privacy)];
  if (!first || !last) return last ?? first;
  return /[^\p{Script=Latin}\s.'-]/u.test(first + last) ? `${last} ${first}` : `${first} ${last}`;
}

function aliasOf(raw: Raw, userKey: string, sender: Sender): AliasMessage | Refusal {
  const previous = idText(raw.previousId);
  if (!previous) return refuse('no_previous_id', 'An alias call needs previousId.');
  return { kind: 'alias', userKey, previousKey: keptUserKey(previous, sender.privacy) };
}

function textOf(traits: Raw, name: string, privacy: Privacy): string | null {
  const kept = keptText(traits, name, privacy);
  return kept === null ? null : safeText(kept);
}

/** undefined: there is none; null: longer than a key may be. */
export function idText(value: unknown): string | null | undefined {
  const text = typeof value === 'string' ? value.trim() : typeof value === 'number' && Number.isFinite(value) ? String(value) : '';
  if (!text) return undefined;
  return text.length > 512 ? null : safeText(text);
}
