import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { SourceError, StartupError } from '../../src/errors.ts';
import { runFfmpeg } from '../../src/ffmpeg/process.ts';
import type { FfmpegRun } from '../../src/ffmpeg/process.ts';
import { createLog } from '../../src/log.ts';
import { eventually } from '../eventually.ts';

const log = createLog({ level: 'silent', format: 'json' });

function program(name: string): string {
  return fileURLToPath(new URL(`../programs/${name}`, import.meta.url));
}

interface Fake {
  readonly name: string;
  readonly args?: readonly string[];
  readonly stdin?: string;
}

/** Runs one of the fake ffmpegs of test/programs. */
function run(fake: Fake, rest: Partial<FfmpegRun> = {}): Promise<void> {
  return runFfmpeg({
    program: program(fake.name),
    command: { args: fake.args ?? [], stdin: fake.stdin ?? null },
    onOutput: () => {},
    signal: new AbortController().signal,
    secrets: [],
    log,
    ...rest,
  });
}

/** Runs a fake that writes one line, and says what it was while it goes on running. */
function runForLine(fake: Fake, rest: Partial<FfmpegRun> = {}) {
  const { promise: line, resolve, reject } = Promise.withResolvers<string>();
  let text = '';
  const ended = run(fake, {
    ...rest,
    onOutput: (chunk) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(text.trim());
    },
  });
  ended.catch(reject);
  return { line, ended };
}

/** A process that was killed but not yet waited for is dead all the same. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

test('an ffmpeg that hangs ends when asked to, without an error', async () => {
  const stop = new AbortController();
  const { line, ended } = runForLine(
    { name: 'parent.mjs', args: ['hang'] },
    { signal: stop.signal },
  );
  await line;
  stop.abort();
  await ended;
});

test('an ffmpeg that says nothing at all ends when asked to', async () => {
  await run({ name: 'silent.mjs' }, { signal: AbortSignal.timeout(100) });
});

test('an ffmpeg that ignores SIGTERM is killed', async () => {
  const stop = new AbortController();
  const { line, ended } = runForLine(
    { name: 'deaf.mjs' },
    { signal: stop.signal, killAfterMs: 100 },
  );
  const pid = Number(await line);
  // Timers of one length end in the order in which they began.
  let hadItsTime = false;
  setTimeout(() => (hadItsTime = true), 100);
  stop.abort();
  await ended;
  assert.equal(isAlive(pid), false);
  assert.ok(hadItsTime, 'it had its time to end by itself');
});

test('a child of ffmpeg that ignores SIGTERM is killed with it', async () => {
  const stop = new AbortController();
  const { line, ended } = runForLine(
    { name: 'parent.mjs', args: ['hang'] },
    { signal: stop.signal, killAfterMs: 100 },
  );
  const pid = Number(await line);
  assert.equal(isAlive(pid), true);
  stop.abort();
  await ended;
  await eventually('the end of the child', () => (isAlive(pid) ? null : true));
});

test('a child that outlives ffmpeg is killed, and does not hold up its end', async () => {
  const { line, ended } = runForLine({ name: 'parent.mjs', args: ['exit'] });
  await assert.rejects(ended, { code: 'crashed' });
  const pid = Number(await line);
  await eventually('the end of the child', () => (isAlive(pid) ? null : true));
});

test('a signal that was given before the start starts nothing', async () => {
  await run({ name: 'dying.mjs', args: ['1'] }, { signal: AbortSignal.abort() });
});

test('the last words of an ffmpeg that dies become the reason, without the password', async () => {
  const line = '[error] rtsp://ann:s3cret@10.0.0.5/a: Server returned 401 Unauthorized';
  await assert.rejects(
    run({ name: 'dying.mjs', args: ['1', line] }, { secrets: ['s3cret'] }),
    (error) => {
      assert.ok(error instanceof SourceError);
      assert.equal(error.code, 'unauthorized');
      assert.doesNotMatch(error.message, /s3cret/);
      return true;
    },
  );
});

test('an ffmpeg that ends without an error has failed all the same', async () => {
  await assert.rejects(run({ name: 'dying.mjs', args: ['0'] }), (error) => {
    assert.ok(error instanceof SourceError);
    assert.equal(error.code, 'crashed');
    assert.match(error.message, /the source ended/);
    return true;
  });
});

test('an ffmpeg that dies before it reads its standard input has failed by its own reason', async () => {
  const stdin = 'x'.repeat(1_000_000);
  await assert.rejects(run({ name: 'dying.mjs', args: ['1', 'Connection refused'], stdin }), {
    code: 'unreachable',
  });
});

test('an ffmpeg that complains without pause takes no memory and little of the log', async () => {
  const lines: string[] = [];
  const counting = createLog({
    level: 'debug',
    format: 'json',
    destination: { write: (line: string) => void lines.push(line) },
  });
  const beforeBytes = heldBytes();
  const startMs = performance.now();
  await assert.rejects(run({ name: 'chatty.mjs', args: ['200'] }, { log: counting }), {
    code: 'crashed',
  });
  const windows = 1 + Math.floor((performance.now() - startMs) / 10_000);
  const grownBytes = heldBytes() - beforeBytes;
  assert.ok(grownBytes < 20e6, `grown by ${grownBytes} bytes`);
  assert.ok(lines.length > 0 && lines.length <= 12 * windows, `${lines.length} lines`);
});

test('what the taker of the output throws ends ffmpeg and is the reason', async () => {
  const reason = new Error('this is no video');
  let calls = 0;
  const onOutput = (): void => {
    calls++;
    throw reason;
  };
  await assert.rejects(run({ name: 'garbage.mjs' }, { onOutput }), reason);
  assert.equal(calls, 1);
});

test('no output is delivered after the signal', async () => {
  const stop = new AbortController();
  let calls = 0;
  const onOutput = (): void => {
    calls++;
    stop.abort();
  };
  await run({ name: 'garbage.mjs' }, { onOutput, signal: stop.signal });
  assert.equal(calls, 1);
});

test('arguments and standard input arrive as they are, secrets of the environment do not', async (t) => {
  process.env['SUPERVISOR_TOKEN'] = 'topsecret';
  t.after(() => delete process.env['SUPERVISOR_TOKEN']);
  const args = ['-i', 'a b$(id)', "'", ''];
  const { line, ended } = runForLine({ name: 'mirror.mjs', args, stdin: 'file\n' });
  const report = JSON.parse(await line);
  await assert.rejects(ended, { code: 'crashed' });
  assert.deepEqual(report.args, args);
  assert.equal(report.input, 'file\n');
  assert.equal(report.environment.PATH, process.env['PATH']);
  assert.equal(JSON.stringify(report.environment).includes('topsecret'), false);
});

test('without a script for its standard input, ffmpeg gets an empty one', async () => {
  const { line, ended } = runForLine({ name: 'mirror.mjs' });
  assert.equal(JSON.parse(await line).input, '');
  await assert.rejects(ended);
});

test('a program that is not there is a fault of the machine, not of the camera', async () => {
  await assert.rejects(run({ name: 'no-such-program' }), (error) => {
    assert.ok(error instanceof StartupError);
    assert.match(error.message, /no-such-program; install ffmpeg/);
    return true;
  });
});

/** What cannot be freed; what only waits for the garbage collector does not count. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
