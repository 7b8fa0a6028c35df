import assert from 'node:assert/strict';
import { mkdir, readdir, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { pruneClips } from '../../src/camera/clip-retention.ts';
import { temporaryDirectory } from '../running-app.ts';

const NOW_MS = Date.UTC(2026, 10, 23);
const DAY_MS = 86_400_000;
const KEEP_ALL = { maxAgeDays: null, maxTotalMegabytes: null, nowMs: NOW_MS } as const;
const MEGABYTE = 1024 * 1024;

interface Stored {
  readonly name: string;
  readonly daysOld: number;
  readonly megabytes?: number;
}

function clip(day: string, more = ''): string {
  return `porch-2026-11-${day}T01-02-03${more}.mp4`;
}

async function store(t: TestContext, files: readonly Stored[]): Promise<string> {
  const directory = await temporaryDirectory(t);
  for (const { name, daysOld, megabytes = 0 } of files) {
    const path = join(directory, name);
    await writeFile(path, '');
    await truncate(path, megabytes * MEGABYTE);
    const at = new Date(NOW_MS - daysOld * DAY_MS);
    await utimes(path, at, at);
  }
  return directory;
}

test('clips older than allowed are deleted', async (t) => {
  const directory = await store(t, [
    { name: clip('01'), daysOld: 22 },
    { name: clip('15', '-doorbell'), daysOld: 7.1 },
    { name: clip('17'), daysOld: 6.9 },
    { name: clip('23', '-2'), daysOld: 0 },
  ]);
  const pruned = await pruneClips({ ...KEEP_ALL, directory, keep: clip('23'), maxAgeDays: 7 });
  assert.deepEqual(pruned, [clip('01'), clip('15', '-doorbell')]);
  assert.deepEqual((await readdir(directory)).toSorted(), [clip('17'), clip('23', '-2')]);
});

test('the oldest clips make room, of whichever camera, until the rest fits', async (t) => {
  const directory = await store(t, [
    { name: clip('20'), daysOld: 3, megabytes: 4 },
    { name: 'garden_2-2026-11-19T01-02-03.mp4', daysOld: 4, megabytes: 4 },
    { name: clip('21'), daysOld: 2, megabytes: 4 },
    { name: clip('22'), daysOld: 1, megabytes: 4 },
  ]);
  const limit = { maxTotalMegabytes: 8 };
  const pruned = await pruneClips({ ...KEEP_ALL, ...limit, directory, keep: clip('22') });
  assert.deepEqual(pruned, ['garden_2-2026-11-19T01-02-03.mp4', clip('20')]);
});

test('the newest clip stays, even where it is too large by itself', async (t) => {
  const directory = await store(t, [
    { name: clip('22'), daysOld: 1, megabytes: 1 },
    { name: clip('23'), daysOld: 0, megabytes: 9 },
  ]);
  const limit = { maxTotalMegabytes: 8 };
  await pruneClips({ ...KEEP_ALL, ...limit, directory, keep: clip('23') });
  assert.deepEqual(await readdir(directory), [clip('23')]);
});

test('without limits nothing is deleted', async (t) => {
  const directory = await store(t, [{ name: clip('01'), daysOld: 9_000, megabytes: 9 }]);
  assert.deepEqual(await pruneClips({ ...KEEP_ALL, directory, keep: '' }), []);
});

const FOREIGN = [
  'holiday.mp4',
  'porch.mp4',
  'porch-2026-11-01.mp4',
  'porch-2026-11-01T01-02-03.mkv',
  'porch-2026-11-01T01-02-03.mp4.bak',
  'Porch-2026-11-01T01-02-03.mp4',
  'x-porch-2026-11-01T01-02-03.mp4',
  'porch-2026-11-01T01-02-03 copy.mp4',
  '.porch-2026-11-01T01-02-03.mp4',
  '.oriel-notes.part',
];

test('files that are not named like clips are left alone', async (t) => {
  const directory = await store(
    t,
    FOREIGN.map((name) => ({ name, daysOld: 9_000, megabytes: 1 })),
  );
  const limits = { maxAgeDays: 1, maxTotalMegabytes: 1 };
  await pruneClips({ ...KEEP_ALL, ...limits, directory, keep: '' });
  assert.deepEqual((await readdir(directory)).toSorted(), FOREIGN.toSorted());
});

test('folders and links are left alone, whatever their names', async (t) => {
  const directory = await store(t, [{ name: 'precious', daysOld: 9_000, megabytes: 9 }]);
  await mkdir(join(directory, clip('01')));
  await symlink('precious', join(directory, clip('02')));
  const limits = { maxAgeDays: 0, maxTotalMegabytes: 0, nowMs: NOW_MS + 9 * DAY_MS };
  await pruneClips({ ...limits, directory, keep: '' });
  assert.equal((await readdir(directory)).length, 3);
});

test('what a killed program left unfinished is cleared away, what is being written is not', async (t) => {
  const abandoned = '.oriel-0b1d3c5e-0000-4000-8000-000000000001.part';
  const underWay = '.oriel-0b1d3c5e-0000-4000-8000-000000000002.part';
  const directory = await store(t, [
    { name: abandoned, daysOld: 0.1 },
    { name: underWay, daysOld: 0.01 },
  ]);
  await pruneClips({ ...KEEP_ALL, directory, keep: '' });
  assert.deepEqual(await readdir(directory), [underWay]);
});
