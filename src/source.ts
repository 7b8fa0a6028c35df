// What a camera's `source` means, and how to show it without its secrets.

import { posix } from 'node:path';
import { AppError } from './errors.ts';
import {
  decodePercent,
  encodeDelimiters,
  findCredentialsEnd,
  readHostPort,
  splitUrl,
} from './source-url.ts';
import type { HostPort, HostPortFault } from './source-url.ts';

const NETWORK_PROTOCOLS = [
  'rtsp',
  'rtsps',
  'http',
  'https',
  'rtmp',
  'rtmps',
  'srt',
  'udp',
  'tcp',
] as const;

export type NetworkProtocol = (typeof NETWORK_PROTOCOLS)[number];

export interface NetworkSource {
  readonly kind: 'network';
  readonly protocol: NetworkProtocol;
  /** Secret: for ffmpeg alone. As the user wrote it, but for the scheme's case and `/?#` in a password. */
  readonly url: string;
  /** Without the brackets of an IPv6 address; empty where ffmpeg listens (`udp://:5000`). */
  readonly host: string;
  readonly port: number | undefined;
}

export type Source =
  | { readonly kind: 'test' }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'v4l2'; readonly device: string }
  | NetworkSource;

/** The text is no source. The message quotes nothing of it but a scheme. */
export class SourceSyntaxError extends AppError {}

const EXPECTED = `expected one of ${NETWORK_PROTOCOLS.map((name) => `${name}://`).join(', ')}, v4l2:, file:, test:`;

const NEEDS_PORT: ReadonlySet<NetworkProtocol> = new Set(['udp', 'tcp', 'srt']);

const HOST_PORT_FAULTS: Readonly<Record<HostPortFault, string>> = {
  bare_ipv6: 'an IPv6 address needs brackets, like rtsp://[fe80::1]:554/',
  bad_port: 'after the host and ":" must come a port from 1 to 65535',
  bad_host: 'the host contains a character that no host name has',
};

const REDACTED = '***';
const SHOWN_LENGTH = 2048;

/** Shorter secrets are replaced only as whole words: the password "a" would blot out all text. */
const SHORT_SECRET_LENGTH = 4;

/** In `?user=a&pwd=b` as in `/user=a_password=b_channel=1.sdp`. Bounded, to stay linear. */
const SECRET_KEY =
  /(?:pass|pwd|secret|token|auth|key|sig|session|user|usr|login|cred|account|streamid|(?<![a-z])(?:pw|psk|sid|u|p)(?==))[\w.%-]{0,32}=/i;

/** Each who listens gets all that is sent there. */
const MULTICAST = /^(?:22[4-9]|23\d)\.|^ff[0-9a-f]{2}:/i;

/** @throws {SourceSyntaxError} */
export function parseSource(text: string): Source {
  if (text === '') throw new SourceSyntaxError(`it is empty; ${EXPECTED}`);
  if (/\p{Cc}/u.test(text)) {
    throw new SourceSyntaxError('it contains a control character or a line break; remove it');
  }
  const scheme = /^[a-z][a-z0-9+.-]*(?=:)/i.exec(text)?.[0] ?? '';
  const rest = text.slice(scheme.length + 1);
  const name = scheme.toLowerCase();
  if (name === 'test') return parseTest(rest);
  if (name === 'file') return { kind: 'file', path: parseFilePath(rest) };
  if (name === 'v4l2') return { kind: 'v4l2', device: parseDevice(rest) };
  if (isNetworkProtocol(name)) return parseNetwork(name, rest);
  throw new SourceSyntaxError(describeUnknown(text, scheme));
}

/** Whether only one program at a time can have it: a device, or a port that a camera sends to. */
export function isForOneReader(text: string): boolean {
  const source = parseSource(text);
  if (source.kind !== 'network') return source.kind === 'v4l2';
  const { protocol, url, host } = source;
  return canListen(protocol, url) && !MULTICAST.test(host);
}

/** Whether both are sent by the same device, be it by another way or at another path. */
export function isOfSameHost(one: string, other: string): boolean {
  const [first, second] = [parseSource(one), parseSource(other)];
  return first.kind === 'network' && second.kind === 'network' && first.host === second.host;
}

/** The source as people may see it: no userinfo, no secret query values. Never throws. */
export function redactSource(source: Source | string): string {
  // The types hold inside; what callers pass on from outside may be anything.
  const text: unknown = typeof source === 'string' ? source : renderSource(source);
  if (typeof text !== 'string') return REDACTED;
  // Cut only at the end: a cut before the @ would make a password look like a host.
  return redactLine(text.replaceAll(/\p{Cc}/gu, ' ')).slice(0, SHOWN_LENGTH);
}

/** Whether it is what was shown in place of a source, or part of that: `***` where a secret belongs. */
export function isRedacted(text: string): boolean {
  return /(?:\/\/|:)\*\*\*@|=\*\*\*(?=[&?#]|$)/.test(text);
}

/**
 * All that must not be seen of a source: the password, `user:password`, secret query values, each
 * as written, decoded and encoded; longest first. For `redactText` on what ffmpeg says.
 */
export function collectSecrets(source: Source | string): string[] {
  const text = typeof source === 'string' ? source : renderSource(source);
  const rest = /^[a-z][a-z0-9+.-]*:\/\/(.*)$/is.exec(text)?.[1];
  if (rest === undefined || /^(?:file|v4l2|test):/i.test(text)) return [];
  const { userinfo, tail } = splitUrl(rest);
  // Without a colon, the user name is all there is to know: some cameras take a token there.
  const credentials = [userinfo, userinfo.slice(userinfo.indexOf(':') + 1)];
  // One or two characters (`key=1`) would blot out every line.
  const values = secretValues(tail).filter((value) => value.length > 2);
  const forms = [...credentials, ...values].flatMap((value) => [
    value,
    decodePercent(value),
    encodeDelimiters(value),
    encodeURIComponent(value.toWellFormed()),
    encodeURIComponent(decodePercent(value).toWellFormed()),
  ]);
  return longestFirst(new Set(forms.filter((form) => form !== '')));
}

/** Text that may be logged: every `scheme://…` without its secrets, and none of `secrets`. */
export function redactText(text: string, secrets: readonly string[] = []): string {
  // URLs first: the password "rtsp" would break the pattern that protects the others.
  const withoutUrls = text.replaceAll(/:\/\/\S+/g, (url) => `://${redactUrlRest(url.slice(3))}`);
  return longestFirst(secrets.filter((secret) => secret !== '')).reduce(
    (redacted, secret) => redacted.replaceAll(secretPattern(secret), REDACTED),
    withoutUrls,
  );
}

function parseTest(rest: string): Source {
  if (rest !== '') throw new SourceSyntaxError('test: takes nothing after the colon');
  return { kind: 'test' };
}

function parseFilePath(rest: string): string {
  const path = rest.startsWith('///') ? rest.slice(2) : rest;
  const example = 'like file:/media/x.mp4';
  if (path === '') throw new SourceSyntaxError(`the path is missing; expected one, ${example}`);
  if (!path.startsWith('/') || path.startsWith('//')) {
    throw new SourceSyntaxError(`the path must be absolute, ${example}`);
  }
  if (path.endsWith('/')) throw new SourceSyntaxError('the path names a folder; expected a file');
  return path;
}

function parseDevice(rest: string): string {
  const device = rest.startsWith('///') ? rest.slice(2) : rest;
  const example = 'like v4l2:/dev/video0 or v4l2:/dev/v4l/by-id/…';
  if (device === '') throw new SourceSyntaxError(`the device is missing; expected one, ${example}`);
  const isPlain = posix.normalize(device) === device && !device.endsWith('/');
  if (!device.startsWith('/dev/') || !isPlain) {
    throw new SourceSyntaxError(`the device must be a path under /dev/, ${example}`);
  }
  return device;
}

function parseNetwork(protocol: NetworkProtocol, rest: string): NetworkSource {
  if (!rest.startsWith('//')) throw new SourceSyntaxError(`expected ${protocol}:// and a host`);
  if (/\s/.test(rest)) {
    throw new SourceSyntaxError('it contains a space; remove it, or write it as %20');
  }
  const { hasUserinfo, userinfo, hostPort, tail } = splitUrl(rest.slice(2));
  const { host, port } = parseHostPort(hostPort);
  if (host === '' && !canListen(protocol, tail)) {
    throw new SourceSyntaxError(`the host is missing; expected ${protocol}:// and a host`);
  }
  if (port === undefined && NEEDS_PORT.has(protocol)) {
    throw new SourceSyntaxError(`the port is missing; expected ${protocol}://host:port`);
  }
  const credentials = hasUserinfo ? `${encodeDelimiters(userinfo)}@` : '';
  const url = `${protocol}://${credentials}${hostPort}${tail}`;
  return { kind: 'network', protocol, url, host, port };
}

function parseHostPort(text: string): HostPort {
  const hostPort = readHostPort(text);
  if (typeof hostPort === 'string') throw new SourceSyntaxError(HOST_PORT_FAULTS[hostPort]);
  return hostPort;
}

/** Whether ffmpeg waits there for the camera to send; then no host is needed. */
function canListen(protocol: NetworkProtocol, tail: string): boolean {
  if (protocol === 'udp') return true;
  if (protocol === 'srt') return /[?&]mode=listener(?:&|$)/.test(tail);
  return protocol === 'tcp' && /[?&]listen(?:=1)?(?:&|$)/.test(tail);
}

function describeUnknown(text: string, scheme: string): string {
  if (text.startsWith('/dev/')) return `no scheme; for a device write v4l2: before it; ${EXPECTED}`;
  if (text.startsWith('/')) return `no scheme; for a file write file: before it; ${EXPECTED}`;
  // In "user:password@host" the word before the colon is no scheme, and nobody's business.
  const isScheme = scheme !== '' && (!text.includes('@') || text.startsWith(`${scheme}://`));
  if (!isScheme) return `no scheme; ${EXPECTED}`;
  return `unknown scheme "${scheme.slice(0, 20)}:"; ${EXPECTED}`;
}

function isNetworkProtocol(name: string): name is NetworkProtocol {
  return NETWORK_PROTOCOLS.some((protocol) => protocol === name);
}

function renderSource(source: Source): string {
  switch (source?.kind) {
    case 'test':
      return 'test:';
    case 'file':
      return `file:${source.path}`;
    case 'v4l2':
      return `v4l2:${source.device}`;
    case 'network':
      return source.url;
    default:
      return REDACTED;
  }
}

function redactLine(line: string): string {
  if (/^(?:file|v4l2|test):/i.test(line)) return line;
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(line)?.[0];
  if (scheme !== undefined) return scheme + redactUrlRest(line.slice(scheme.length));
  return redactQuery(hideUpTo(line, line.lastIndexOf('@')));
}

function redactUrlRest(rest: string): string {
  return redactQuery(hideUpTo(rest, findCredentialsEnd(rest)));
}

function hideUpTo(text: string, at: number): string {
  return at < 0 ? text : `${REDACTED}${text.slice(at)}`;
}

function redactQuery(text: string): string {
  const query = text.indexOf('?') < 0 ? text.length : text.indexOf('?');
  return redactPairs(text.slice(0, query)) + redactPairs(text.slice(query));
}

function redactPairs(text: string): string {
  const pairs = text.split('&').map((pair) => {
    const key = SECRET_KEY.exec(pair);
    return key === null ? pair : pair.slice(0, key.index + key[0].length) + REDACTED;
  });
  return pairs.join('&');
}

function secretValues(tail: string): string[] {
  return tail.split(/[?&]/).flatMap((pair) => {
    const key = SECRET_KEY.exec(pair);
    return key === null ? [] : [pair.slice(key.index + key[0].length)];
  });
}

function secretPattern(secret: string): RegExp | string {
  if (secret.length >= SHORT_SECRET_LENGTH) return secret;
  return new RegExp(`(?<![\\p{L}\\p{N}])${RegExp.escape(secret)}(?![\\p{L}\\p{N}])`, 'gu');
}

function longestFirst(texts: Iterable<string>): string[] {
  return [...texts].toSorted((a, b) => b.length - a.length);
}
