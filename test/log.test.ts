import assert from 'node:assert/strict';
import { once } from 'node:events';
import path from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import { SourceError } from '../src/errors.ts';
import { createLog } from '../src/log.ts';
import type { LogOptions } from '../src/log.ts';

function logInto(lines: string[], options: Partial<LogOptions> = {}) {
  const destination = { write: (line: string) => lines.push(line) };
  return createLog({ level: 'info', format: 'json', ...options, destination });
}

const failure = (): SourceError =>
  new SourceError('unreachable', 'cannot open rtsp://user:hunter2@host/x', {
    cause: Object.assign(new Error('connect refused'), { code: 'ECONNREFUSED' }),
  });

test('a pretty line is one line with time, level, camera, message, error and data', () => {
  const lines: string[] = [];
  const log = logInto(lines, { format: 'pretty' });
  log.child({ camera: 'porch' }).warn({ err: failure(), retryInMs: 2000 }, 'source failed');
  assert.equal(lines.length, 1);
  assert.match(
    lines[0] ?? '',
    /^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}\] WARN: \[porch\] source failed \(unreachable: cannot open rtsp:\/\/\*\*\*@host\/x; caused by ECONNREFUSED: connect refused\) retryInMs=2000\n$/,
  );
});

test('a JSON line has name, code, message and causes of an error, and nothing else of it', () => {
  const lines: string[] = [];
  const err = Object.assign(failure(), { command: 'ffmpeg -i secret', escapedCommand: 'secret' });
  logInto(lines).child({ camera: 'porch' }).error({ err }, 'source failed');
  const { time, ...record } = JSON.parse(lines.join(''));
  assert.match(time, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  assert.deepEqual(record, {
    level: 'error',
    camera: 'porch',
    err: {
      name: 'SourceError',
      code: 'unreachable',
      message: 'cannot open rtsp://***@host/x',
      cause: { name: 'Error', code: 'ECONNREFUSED', message: 'connect refused' },
    },
    msg: 'source failed',
  });
});

test('a stack is logged at debug only', () => {
  for (const format of ['json', 'pretty'] as const) {
    for (const level of ['info', 'debug'] as const) {
      const lines: string[] = [];
      logInto(lines, { format, level }).error({ err: failure() }, 'source failed');
      assert.equal(lines.join('').includes('log.test.ts:'), level === 'debug');
      assert.ok(!lines.join('').includes('hunter2'));
    }
  }
});

test('a secret in a URL is not logged, wherever it is', () => {
  const url = 'rtsp://user:hunter2@host/x?token=hunter2';
  for (const format of ['json', 'pretty'] as const) {
    const lines: string[] = [];
    const log = logInto(lines, { format, level: 'trace' });
    log.info(url);
    log.info('opening %s', url);
    log.info('opening %o', { url });
    log.info({ deep: [{ url }] }, 'x');
    log.info({ url: new URL('http://user:hunter2@host/') }, 'x');
    log.info({ source: 'user:hunter2@host/x', password: 'hunter2' }, 'x');
    log.child({ url }).info('x');
    log.error(new Error(url, { cause: url }));
    log.error({ err: new Error('x', { cause: new Error(url) }) });
    log.error({ err: { message: url } }, 'x');
    log.fatal({ error: url }, url);
    assert.equal(lines.length, 11);
    assert.ok(!lines.join('').includes('hunter2'), lines.join(''));
  }
});

test('text from a camera cannot fake a line or move the cursor', () => {
  const lines: string[] = [];
  const hostile = 'a\n[2026-01-01 00:00:00.000] INFO: fake\u001b[2J\r\u009b2J';
  const log = logInto(lines, { format: 'pretty' }).child({ camera: hostile });
  log.info({ text: hostile, err: new Error(hostile) }, hostile);
  assert.equal(lines.length, 1);
  assert.ok(!/\p{Cc}/u.test(lines[0]?.slice(0, -1) ?? '\n'), JSON.stringify(lines));
});

test('an error that is its own cause is logged', () => {
  const lines: string[] = [];
  const err = new Error('round');
  err.cause = err;
  for (const format of ['json', 'pretty'] as const) logInto(lines, { format }).error({ err }, 'x');
  assert.equal(lines.length, 2);
});

test('what is below the level is not logged', () => {
  const lines: string[] = [];
  const log = logInto(lines, { level: 'warn' });
  log.info('x');
  log.warn('y');
  assert.equal(lines.length, 1);
});

const PROGRAM = `
  const { createLog } = await import(${JSON.stringify(path.resolve('src/log.ts'))});
  const log = createLog({ level: 'info', format: process.argv[1] });
  for (let line = 0; line < 5_000; line += 1) log.info({ line }, 'x'.repeat(100));
  process.stderr.write('done');
  process.exit(3);
`;
const program = (format: string) => ['--input-type=module', '-e', PROGRAM, format];

test('every line is out before the program ends, when stdout is a pipe', async () => {
  for (const format of ['json', 'pretty']) {
    const { stdout, exitCode } = await execa(process.execPath, program(format), { reject: false });
    assert.equal(exitCode, 3);
    assert.equal(stdout.split('\n').length, 5_000);
  }
});

test('a closed stdout does not end the program', async () => {
  for (const format of ['json', 'pretty']) {
    const child = execa(process.execPath, program(format), { reject: false });
    child.stdout.destroy();
    await once(child.stdout, 'close');
    const { stderr, exitCode } = await child;
    assert.deepEqual([stderr, exitCode], ['done', 3]);
  }
});
