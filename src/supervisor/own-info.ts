import { isRecord, readPort, readText } from './read-fields.ts';

/** What the Supervisor knows of this app. */
export interface OwnInfo {
  /** With the repository's hash in front: `a1b2c3d4_oriel`. */
  readonly slug: string;
  /** How other containers of Home Assistant, and Core, find this one. */
  readonly hostname: string;
  /** `/api/hassio_ingress/<token>`; undefined without ingress. */
  readonly ingressEntry: string | undefined;
  /** The port of the host that leads to the LAN listener; undefined while the user maps none. */
  readonly lanPort: number | undefined;
}

/** @param data of `/addons/self/info` */
export function parseOwnInfo(
  data: Readonly<Record<string, unknown>>,
  lanListenerPort: number,
): OwnInfo | null {
  const slug = readText(data, 'slug');
  if (slug === undefined) return null;
  const { network } = data;
  const hostname = readText(data, 'hostname');
  return {
    slug,
    hostname: hostname !== undefined && HOSTNAME.test(hostname) ? hostname : hostnameOf(slug),
    ingressEntry: readText(data, 'ingress_entry'),
    lanPort: isRecord(network) ? readPort(network, `${lanListenerPort}/tcp`) : undefined,
  };
}

const HOSTNAME = /^[A-Za-z0-9.-]{1,253}$/;

/** As the Supervisor makes it. */
function hostnameOf(slug: string): string {
  return slug.replaceAll('_', '-').toLowerCase();
}
