import { isIP } from 'node:net';
import { isRecord, readText } from './read-fields.ts';

type Fields = Readonly<Record<string, unknown>>;

/** @param data of `/network/info`; the address of the interface that leads to the world, IPv4 first */
export function parseHostAddress(data: Fields): string | undefined {
  const interfaces = Array.isArray(data['interfaces']) ? data['interfaces'].filter(isRecord) : [];
  const usable = interfaces.filter(
    ({ enabled, connected }) => enabled === true && connected !== false,
  );
  const best = usable.find(({ primary }) => primary === true) ?? usable[0];
  if (!best) return undefined;
  return findAddress(best['ipv4']) ?? bracket(findAddress(best['ipv6']));
}

/** @param data of `/info`; the name other devices find the host by, where they know mDNS */
export function parseHostName(data: Fields): string | undefined {
  const name = readText(data, 'hostname');
  const isName = name !== undefined && /^[A-Za-z0-9-]{1,63}$/.test(name);
  return isName ? `${name.toLowerCase()}.local` : undefined;
}

/** Written with the length of its network: `192.168.1.5/24`. */
function findAddress(family: unknown): string | undefined {
  const list: unknown = isRecord(family) ? family['address'] : undefined;
  const addresses = Array.isArray(list) ? list.map((text) => String(text).split('/')[0] ?? '') : [];
  // fe80::/10 leads nowhere without the name of an interface.
  return addresses.find((address) => isIP(address) !== 0 && !/^fe[89ab]/i.test(address));
}

function bracket(address: string | undefined): string | undefined {
  return address === undefined ? undefined : `[${address}]`;
}
