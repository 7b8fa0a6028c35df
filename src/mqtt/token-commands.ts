import type { Links } from '../access/links.ts';
import type { Tokens } from '../access/tokens.ts';
import type { Cameras } from '../camera/cameras.ts';
import { CommandError } from '../errors.ts';
import type { Command, Values } from './command.ts';

export interface TokenCommandDeps {
  readonly cameras: Pick<Cameras, 'requireSettled'>;
  readonly links: Links;
}

const MAX_NAME_LENGTH = 64;

/** Tokens of the LAN listener: listed, made, renewed, revoked. */
export function createTokenCommands({
  cameras,
  links,
}: TokenCommandDeps): Readonly<Record<string, (command: Command) => Promise<object>>> {
  const requireTokens = (): Tokens => {
    if (links.tokens) return links.tokens;
    const message = 'there is no LAN listener, so there are no tokens: set http.lan_port';
    throw new CommandError('unsupported', message);
  };
  return {
    'token/list': async () => ({
      tokens: requireTokens().all.map((token) => links.renderToken(token)),
    }),
    'token/add': async ({ values }) => {
      const tokens = requireTokens();
      const camera = readOptionalText(values, 'camera');
      const name = readOptionalText(values, 'name');
      if (camera !== null) await cameras.requireSettled(camera);
      return links.renderToken(await tokens.add({ camera, name }));
    },
    'token/rotate': async ({ values }) =>
      links.renderToken(await requireTokens().rotate(readId(values))),
    'token/revoke': async ({ values }) => {
      const id = readId(values);
      await requireTokens().revoke(id);
      return { id };
    },
  };
}

function readId({ id }: Values): string {
  if (typeof id === 'string' && id !== '') return id;
  throw new CommandError(
    'invalid_payload',
    'id: expected the id of a token, as token/list names it',
  );
}

function readOptionalText(values: Values, key: string): string | null {
  const value = values[key];
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' && value !== '' && value.length <= MAX_NAME_LENGTH) return value;
  throw new CommandError(
    'invalid_payload',
    `${key}: expected a text of up to ${MAX_NAME_LENGTH} characters`,
  );
}
