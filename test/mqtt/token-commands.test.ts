import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Links } from '../../src/access/links.ts';
import { Tokens } from '../../src/access/tokens.ts';
import { CommandError } from '../../src/errors.ts';
import { createTokenCommands } from '../../src/mqtt/token-commands.ts';
import { temporaryDirectory } from '../running-app.ts';

const cameras = {
  requireSettled: async (id: string): Promise<never> => {
    throw new CommandError('not_found', `there is no camera ${id}`);
  },
};

const commandOf = (what: string, values: Record<string, unknown> = {}) => ({
  what,
  values,
  camera: null,
  transaction: null,
});

test('where no listener asks for tokens, commands for them say so', async () => {
  const commands = createTokenCommands({
    cameras,
    links: new Links({ baseUrl: '', tokens: null }),
  });
  for (const [what, run] of Object.entries(commands)) {
    await assert.rejects(run(commandOf(what, { id: 'x' })), { code: 'unsupported' }, what);
  }
});

test('a token command that makes no sense changes nothing', async (t) => {
  const tokens = await Tokens.load(await temporaryDirectory(t), ['porch']);
  const before = tokens.all;
  const commands = createTokenCommands({ cameras, links: new Links({ baseUrl: '', tokens }) });
  const expected: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ['token/add', { camera: 'nobody' }, 'not_found'],
    ['token/add', { camera: 7 }, 'invalid_payload'],
    ['token/add', { name: 'x'.repeat(65) }, 'invalid_payload'],
    ['token/rotate', {}, 'invalid_payload'],
    ['token/rotate', { id: 'x' }, 'not_found'],
    ['token/revoke', { id: 7 }, 'invalid_payload'],
    ['token/revoke', { id: 'x' }, 'not_found'],
  ];
  for (const [what, values, code] of expected) {
    const run = commands[what] ?? assert.fail();
    await assert.rejects(run(commandOf(what, values)), { code }, what);
  }
  assert.deepEqual(tokens.all, before);
});
