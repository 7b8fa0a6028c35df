// A source in the parts that people know: its address, and whose it is. The password then stands in a field that
// hides it, and may hold any character.

export interface SourceParts {
  readonly address: string;
  readonly user: string;
  readonly password: string;
}

/** What stands where the server told no secret. */
export const REDACTED = '***';

const WITH_USER = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#\s]*)@(.*)$/i;

/** Sources that have a user name and a password before their host. */
export function canHaveUser(address: string): boolean {
  return /^(?:rtsps?|https?|rtmps?):\/\//i.test(address.trim());
}

/**
 * Takes user name and password out of an address. What is written another way, such as a password with a slash in it,
 * stays where it is: the server understands it.
 */
export function splitSource(text: string): SourceParts {
  const trimmed = text.trim();
  const [, scheme = '', userinfo = '', rest = ''] = WITH_USER.exec(trimmed) ?? [];
  if (scheme === '' || userinfo === '' || !canHaveUser(trimmed)) {
    return { address: trimmed, user: '', password: '' };
  }
  const colon = userinfo.indexOf(':');
  const user = colon < 0 ? userinfo : userinfo.slice(0, colon);
  const password = colon < 0 ? '' : userinfo.slice(colon + 1);
  return { address: scheme + rest, user: decode(user), password: decode(password) };
}

/** The source as the server takes it. */
export function joinSource({ address, user, password }: SourceParts): string {
  const trimmed = address.trim();
  if ((user === '' && password === '') || !canHaveUser(trimmed)) return trimmed;
  const start = trimmed.indexOf('://') + 3;
  const userinfo = password === '' ? encode(user) : `${encode(user)}:${encode(password)}`;
  return `${trimmed.slice(0, start)}${userinfo}@${trimmed.slice(start)}`;
}

/** Whether the source still has a place where the server told no secret. */
export function hasRedacted(source: string): boolean {
  return source.includes(REDACTED);
}

function encode(text: string): string {
  if (text === REDACTED) return text;
  try {
    return encodeURIComponent(text);
  } catch {
    return text; // Half a character; the server says so.
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A raw % in it.
  }
}
