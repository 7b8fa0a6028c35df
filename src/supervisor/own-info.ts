import { isRecord, readPort, readText } from './read-fields.ts';

/** What the Supervisor knows of this app. */
export interface OwnInfo {
  /** With the repository's hash in front: `a1b2c3d4_oriel`. */
  readonly slug: string;
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
  return {
    slug,
    ingressEntry: readText(data, 'ingress_entry'),
    lanPort: isRecord(network) ? readPort(network, `${lanListenerPort}/tcp`) : undefined,
  };
}
