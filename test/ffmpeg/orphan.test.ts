import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { eventually } from '../eventually.ts';

/** Processes of this parent, or with this number, that run. */
function running(matches: (status: string) => boolean): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const status = readFileSync(`/proc/${pid}/status`, 'utf8');
        return matches(status) && !/^State:\s+Z/m.test(status);
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** A program with a running ffmpeg, and that ffmpeg. */
async function startOwner(t: TestContext) {
  const path = fileURLToPath(new URL('../programs/owner.ts', import.meta.url));
  const owner = execa(process.execPath, [path], { reject: false, buffer: false });
  t.after(() => owner.kill('SIGKILL'));
  await once(owner.stdout, 'data');
  const [ffmpeg] = running((status) => status.includes(`\nPPid:\t${owner.pid}\n`));
  assert.ok(ffmpeg !== undefined, 'ffmpeg runs');
  const isGone = () =>
    running((status) => status.includes(`\nPid:\t${ffmpeg}\n`)).length === 0 ? true : null;
  return { owner, isGone };
}

test('an ffmpeg whose owner was killed ends by itself', async (t) => {
  const { owner, isGone } = await startOwner(t);
  owner.kill('SIGKILL');
  await owner;
  await eventually('the end of ffmpeg', isGone, 5000);
});

test('an owner that ends in disorder takes its ffmpeg along', async (t) => {
  const { owner, isGone } = await startOwner(t);
  owner.kill('SIGTERM');
  await owner;
  await eventually('the end of ffmpeg', isGone, 5000);
});
