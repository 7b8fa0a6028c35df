import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { StallWatch } from '../../src/camera/stall-watch.ts';
import type { SourceError } from '../../src/errors.ts';

const TIMES = { startMs: 10_000, stallMs: 1_000 };

/** A program that says something every ten milliseconds, until it is told to be silent. */
async function startTalker(t: TestContext) {
  const script = `
    const timer = setInterval(() => process.stdout.write('.'), 10);
    process.stdin.once('data', () => clearInterval(timer));
  `;
  const talker = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.after(() => talker.kill());
  await once(talker.stdout, 'data');
  return talker;
}

test('whoever was held up looks at what came meanwhile before saying that nothing comes', async (t) => {
  const talker = await startTalker(t);
  const stalled = Promise.withResolvers<SourceError>();
  let hasStalled = false;
  const watch = new StallWatch(TIMES, (error) => {
    hasStalled = true;
    stalled.resolve(error);
  });
  t.after(() => watch.end());
  talker.stdout.on('data', () => watch.onFrame());
  await once(talker.stdout, 'data');
  blockFor(1.5 * TIMES.stallMs);
  await once(talker.stdout, 'data');
  assert.equal(hasStalled, false);
  talker.stdin.write('enough');
  assert.equal((await stalled.promise).message, 'no video has come for 1 s');
});

function blockFor(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
