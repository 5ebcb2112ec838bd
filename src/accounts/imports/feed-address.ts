import type { Vault } from '#platform/auth/vault.ts';

/** Where a feed reads: a folder, or an address, of which `location` is what may be shown. Not sealed yet: as it was entered. */
export type Place = { location: string; sealed: string | null };
/** Why a feed cannot get its file, as a code. */
export class FeedProblem extends Error {}

const hidden = '***';
const sealedFor = (feedId: string): string => `feed:${feedId}`;

/** An address as it may be shown: without its password and the values of its query. A folder is shown as it is. */
export function shownLocation(location: string): string {
  if (!isAddress(location)) return location;
  const url = new URL(location);
  if (url.password) url.password = hidden;
  else if (url.username) url.username = hidden;
  url.search = url.search
    .slice(1)
    .split('&')
    .map((part) => (part ? masked(part) : ''))
    .join('&');
  url.hash = '';
  return url.href;
}

/** The address as it is shown, changed: kept, it would put the stars in the place of the secret. */
export function hasHidden(location: string): boolean {
  const url = new URL(location);
  const values = url.search
    .slice(1)
    .split('&')
    .map((part) => part.split('=').at(-1));
  return [url.username, url.password, ...values].some((value) => value === hidden || value === encodeURIComponent(hidden));
}

/** How a location is kept: an address sealed, and what may be shown of it. */
export function placed(vault: Vault, feedId: string, kind: 'folder' | 'https', location: string): Place {
  if (kind === 'folder') return { location, sealed: null };
  return { location: shownLocation(location), sealed: vault.seal(location, sealedFor(feedId)) };
}

/** The address to ask. Throws FeedProblem when it was sealed with another installation's secret. */
export function openedLocation(vault: Vault | undefined, feedId: string, { location, sealed }: Place): string {
  if (sealed === null) return location;
  try {
    return vault!.open(sealed, sealedFor(feedId));
  } catch {
    throw new FeedProblem('fetch.secret');
  }
}

const isAddress = (location: string): boolean => URL.canParse(location) && /^https?:/i.test(location);

/** `name=value` keeps its name; a part without a value may be the token itself. */
function masked(part: string): string {
  const at = part.indexOf('=');
  return at < 0 || /^=*$/.test(part.slice(at)) ? hidden : part.slice(0, at + 1) + hidden;
}
