import ipaddr from 'ipaddr.js';

/**
 * Whether an address is anything but a public unicast one: private, loopback, link-local (cloud metadata), shared,
 * multicast, reserved, or an IPv6 form that carries such an IPv4 address inside (mapped, NAT64, 6to4, Teredo).
 */
export function blockedAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return true;
  const address = ipaddr.process(text);
  if (address.kind() === 'ipv4') return address.range() !== 'unicast';
  const v6 = address as ipaddr.IPv6;
  const range = v6.range();
  if (range === 'rfc6052' || range === '6to4') return blockedAddress(embedded(v6, range === '6to4' ? 2 : 12));
  return range !== 'unicast' || v6.match(ipaddr.IPv6.parse('::'), 96);
}

function embedded(address: ipaddr.IPv6, at: number): string {
  return address
    .toByteArray()
    .slice(at, at + 4)
    .join('.');
}
