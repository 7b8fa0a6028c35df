// Camera URLs as people write them: with raw @ : / # % in passwords, without ports, with IPv6.
// `new URL` refuses or rewrites many that ffmpeg and the camera understand.

import { isIPv6 } from 'node:net';

export interface UrlParts {
  readonly hasUserinfo: boolean;
  readonly userinfo: string;
  readonly hostPort: string;
  /** Path, query and fragment. */
  readonly tail: string;
}

export interface HostPort {
  /** Without the brackets of an IPv6 address; may be empty. */
  readonly host: string;
  readonly port: number | undefined;
}

/** Why a host and port cannot be read. Quotes nothing: it may be a piece of a password. */
export type HostPortFault = 'bare_ipv6' | 'bad_port' | 'bad_host';

/** libavformat cuts the authority at the first of these (`av_url_split`). */
const AUTHORITY_END = /[/?#]/;

const HOST_AND_PORT =
  /^(?<host>\[[0-9a-f:.]+(?:%[\w.-]+)?\]|[\p{L}\p{N}._~-]*)(?::(?<port>\d{1,5}))?$/iu;

/**
 * Splits what follows `//` at the last @ of the authority, as ffmpeg does. Where that leaves no
 * valid host, a password holds a raw `/`, `?` or `#`: then the first @ that a host follows counts.
 */
export function splitUrl(rest: string): UrlParts {
  const standard = cutAt(rest, authorityOf(rest).lastIndexOf('@'));
  if (isHostPort(standard.hostPort)) return standard;
  for (let at = rest.indexOf('@'); at >= 0; at = rest.indexOf('@', at + 1)) {
    const candidate = cutAt(rest, at);
    if (isHostPort(candidate.hostPort)) return candidate;
  }
  return standard;
}

/** Total, so that the caller can word its own error. */
export function readHostPort(text: string): HostPort | HostPortFault {
  if (isIPv6(text)) return 'bare_ipv6';
  const groups = HOST_AND_PORT.exec(text)?.groups;
  if (groups === undefined) return /^[\p{L}\p{N}._~-]*:/u.test(text) ? 'bad_port' : 'bad_host';
  const written = groups['host'] ?? '';
  const host = written.startsWith('[') ? written.slice(1, -1) : written;
  if (host !== written && !isIPv6(host)) return 'bad_host';
  const port = groups['port'] === undefined ? undefined : Number(groups['port']);
  return port === 0 || (port ?? 1) > 65_535 ? 'bad_port' : { host, port };
}

/**
 * Where the part that may hold credentials ends, -1 if there is none. Rather hides a piece of an
 * odd path than shows a piece of a password: `admin:12/3@host` reads as host "admin", port 12.
 */
export function findCredentialsEnd(rest: string): number {
  const last = rest.lastIndexOf('@');
  const authority = authorityOf(rest);
  const inAuthority = authority.lastIndexOf('@');
  if (last === inAuthority || !isHostPort(authority.slice(inAuthority + 1))) return last;
  const query = rest.indexOf('?');
  const isQueryValue = query >= 0 && /^\?[^@]*=/.test(rest.slice(query));
  const end = isQueryValue ? rest.lastIndexOf('@', query) : last;
  return rest.slice(0, Math.max(end, 0)).includes(':') ? end : inAuthority;
}

/** Makes a raw `/`, `?` or `#` in userinfo readable to ffmpeg; all else stays as written. */
export function encodeDelimiters(userinfo: string): string {
  return userinfo.replaceAll(/[/?#]/g, encodeURIComponent);
}

/** As ffmpeg does it (`ff_urldecode`): what is no valid escape stays as it is. */
export function decodePercent(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (escapes) =>
    Buffer.from(escapes.replaceAll('%', ''), 'hex').toString(),
  );
}

function authorityOf(rest: string): string {
  const end = rest.search(AUTHORITY_END);
  return end < 0 ? rest : rest.slice(0, end);
}

function cutAt(rest: string, at: number): UrlParts {
  const afterUserinfo = rest.slice(at + 1);
  const hostPort = authorityOf(afterUserinfo);
  return {
    hasUserinfo: at >= 0,
    userinfo: rest.slice(0, Math.max(at, 0)),
    hostPort,
    tail: afterUserinfo.slice(hostPort.length),
  };
}

function isHostPort(text: string): boolean {
  return text !== '' && typeof readHostPort(text) === 'object';
}
