import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { parseCommandLine } from '../../src/config/command-line.ts';
import { ConfigError } from '../../src/errors.ts';

const DEMO = {
  kind: 'run',
  optionsFile: undefined,
  dataDirectory: 'data',
  port: 8099,
  supervised: false,
};

function problemsOf(argv: readonly string[]): string[] {
  try {
    parseCommandLine(argv, {});
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
}

test('without arguments the demo runs on port 8099', () => {
  assert.deepEqual(parseCommandLine([], {}), DEMO);
});

test('file, folder and port are taken in both spellings', () => {
  const expected = { ...DEMO, optionsFile: 'c.yaml', dataDirectory: '/d', port: 0 };
  const spaced = ['--options', 'c.yaml', '--data', '/d', '--port', '0'];
  assert.deepEqual(parseCommandLine(spaced, {}), expected);
  assert.deepEqual(parseCommandLine(['--port=0', '--data=/d', '--options=c.yaml'], {}), expected);
  assert.deepEqual(parseCommandLine(['--options=--odd.yaml'], {}), {
    ...DEMO,
    optionsFile: '--odd.yaml',
  });
});

test('help and version are printed', async () => {
  const { version } = JSON.parse(await readFile('package.json', 'utf8'));
  assert.deepEqual(parseCommandLine(['--version'], {}), { kind: 'print', text: `${version}\n` });
  const help = parseCommandLine(['--help'], {});
  assert.ok(help.kind === 'print');
  for (const option of ['--options FILE', '--data DIR', '--port N', '--help', '--version']) {
    assert.ok(help.text.includes(option), option);
  }
});

test('every wrong argument is reported at once', () => {
  assert.deepEqual(problemsOf(['--port', '80x', '--wat', '--options', '--data=', 'extra', '-p']), [
    '--wat: unknown option; expected --options, --data, --port, --help or --version',
    '--options: is missing its value; expected a file, like --options cameras.yaml',
    'extra: unexpected argument; expected --options, --data, --port, --help or --version',
    '-p: unknown option; expected --options, --data, --port, --help or --version',
    '--port: expected a whole number from 0 to 65535; got "80x"',
  ]);
  assert.deepEqual(problemsOf(['--port']), [
    '--port: is missing its value; expected a port, like --port 8099',
  ]);
  assert.deepEqual(problemsOf(['--data=a', '--data=b']), ['--data: is there twice']);
  assert.deepEqual(problemsOf(['--help=yes']), ['--help: takes no value']);
  assert.equal(problemsOf(['--', 'x']).length, 1);
  assert.equal(problemsOf(['--__proto__', 'x']).length, 2);
});

test('a port is a whole number from 0 to 65535', () => {
  for (const port of ['0', '1', '8099', '65535'])
    assert.deepEqual(problemsOf([`--port=${port}`]), []);
  for (const port of ['65536', '-1', '1.5', '0x50', '1e3', ' 80', '80 ', '٣', '99999999999']) {
    assert.match(problemsOf([`--port=${port}`]).join(), /^--port: expected a whole number/, port);
  }
});

test('under the Supervisor its options file and data folder are used', () => {
  const env = { SUPERVISOR_TOKEN: 'x' };
  const app = { ...DEMO, supervised: true };
  assert.deepEqual(parseCommandLine([], env), {
    ...app,
    optionsFile: '/data/options.json',
    dataDirectory: '/data',
  });
  assert.deepEqual(parseCommandLine(['--options', 'c.yaml'], env), {
    ...app,
    optionsFile: 'c.yaml',
  });
  assert.deepEqual(parseCommandLine([], { SUPERVISOR_TOKEN: '' }), DEMO);
});
