import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context as HonoContext } from 'hono';
import ipaddr from 'ipaddr.js';

/**
 * Where a request comes from. A proxy beside us is believed about the address it adds last; a client from elsewhere is
 * not believed about anything.
 */
export function addressOf(http: HonoContext): string {
  const peer = peerOf(http);
  const forwarded = http.req.header('x-forwarded-for')?.split(',').at(-1)?.trim();
  return plain(forwarded && ipaddr.isValid(forwarded) && isNear(peer) ? forwarded : peer);
}

function peerOf(http: HonoContext): string {
  try {
    return getConnInfo(http).remote.address ?? '127.0.0.1';
  } catch {
    return '127.0.0.1';
  }
}

/** One spelling each: 203.0.113.7 rather than ::ffff:203.0.113.7. */
function plain(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;
}

function isNear(address: string): boolean {
  return ipaddr.isValid(address) && ['loopback', 'private', 'uniqueLocal', 'linkLocal'].includes(ipaddr.process(address).range());
}
