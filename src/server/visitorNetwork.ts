import { isIPv6, SocketAddress } from 'node:net';

/**
 * Returns what failed attempts from an address are counted by: the address, or the first 64 bits of an IPv6 address, since
 * whoever has one has all that begin like it. Text that is no address stays as it is.
 */
export function networkOf(text: string): string {
  if (!isIPv6(text)) return text;
  // Without the network interface, and as inet_ntop writes it.
  const { address } = new SocketAddress({ address: text.replace(/%.*/, ''), family: 'ipv6' });
  // What a server that listens on both says of an IPv4 address.
  const mapped = /^::ffff:([\d.]+)$/.exec(address)?.[1];
  if (mapped) return mapped;
  // What a translator says of one (RFC 6052).
  if (address.startsWith('64:ff9b::')) return address;
  const [head = [], tail = []] = address.split('::').map((groups) => groups.split(':').filter(Boolean));
  const zeros = Array<string>(8 - head.length - tail.length).fill('0');
  return [...head, ...zeros, ...tail].slice(0, 4).join(':');
}
