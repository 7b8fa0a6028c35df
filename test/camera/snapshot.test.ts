import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import type { TestContext } from 'node:test';
import { findStill } from '../../src/camera/kept-keyframe.ts';
import { Snapshots } from '../../src/camera/snapshot.ts';
import { JpegError } from '../../src/ffmpeg/jpeg.ts';
import { eventually } from '../eventually.ts';
import { ffmpegs } from './camera-under-test.ts';
import { RecordedCamera, film } from '../recorded-camera.ts';
import type { Film } from '../recorded-camera.ts';
import { temporaryDirectory } from '../running-app.ts';

const START_MS = Date.UTC(2026, 10, 23, 1, 2, 3);
const PLAIN = { width: null, quality: 85 } as const;

let short: Film;
before(async () => {
  short = await film({ seconds: 4 });
});

interface Counted {
  readonly ffmpeg: string;
  /** How often it was started. */
  readonly runs: () => Promise<number>;
}

/** The real ffmpeg behind a script that takes notes. */
async function countRuns(t: TestContext, more = ''): Promise<Counted> {
  const directory = await temporaryDirectory(t);
  const ffmpeg = join(directory, 'ffmpeg');
  const notes = join(directory, 'notes');
  await writeFile(ffmpeg, `#!/bin/sh\necho run >> ${notes}\n${more}\nexec ffmpeg "$@"\n`, {
    mode: 0o755,
  });
  return {
    ffmpeg,
    runs: async () => (await readFile(notes, 'utf8').catch(() => '')).split('\n').length - 1,
  };
}

function createSnapshots(t: TestContext, ffmpeg: string, maxRuns?: number): Snapshots {
  const snapshots = new Snapshots({ ffmpeg, ...(maxRuns ? { maxRuns } : {}) });
  t.after(() => snapshots[Symbol.asyncDispose]());
  return snapshots;
}

test('a snapshot is the newest keyframe, with the time of its capture', async (t) => {
  const snapshots = createSnapshots(t, 'ffmpeg');
  const camera = new RecordedCamera();
  camera.startFilm(short, START_MS).playTo(2.5);
  const snapshot = (await snapshots.take(camera.rendition, PLAIN)) ?? assert.fail();
  assert.ok(Math.abs(snapshot.capturedAt.getTime() - START_MS - 2_000) < 5);
  assert.deepEqual(snapshot.jpeg.subarray(0, 2), Buffer.from([0xff, 0xd8]));
});

test('a camera without media has no snapshot, and later it has one', async (t) => {
  const { ffmpeg, runs } = await countRuns(t);
  const snapshots = createSnapshots(t, ffmpeg);
  const camera = new RecordedCamera();
  assert.equal(await snapshots.take(camera.rendition, PLAIN), null);
  assert.equal(await runs(), 0);
  camera.startFilm(short, START_MS).playTo(2);
  assert.notEqual(await snapshots.take(camera.rendition, PLAIN), null);
});

test('everybody who asks for the same keyframe gets the picture of one run', async (t) => {
  const { ffmpeg, runs } = await countRuns(t);
  const snapshots = createSnapshots(t, ffmpeg);
  const camera = new RecordedCamera();
  const reel = camera.startFilm(short, START_MS);
  reel.playTo(2.5);
  const asked = Array.from({ length: 20 }, () => snapshots.take(camera.rendition, PLAIN));
  const pictures = new Set(await Promise.all(asked));
  pictures.add(await snapshots.take(camera.rendition, PLAIN));
  assert.equal(pictures.size, 1);
  assert.equal(await runs(), 1);
  // Another size is another picture, a later keyframe a later one.
  await snapshots.take(camera.rendition, { width: 96, quality: 85 });
  assert.equal(await runs(), 2);
  reel.playTo(2.9);
  await snapshots.take(camera.rendition, PLAIN);
  assert.equal(await runs(), 2);
  reel.playTo(3.2);
  const later = (await snapshots.take(camera.rendition, PLAIN)) ?? assert.fail();
  assert.equal(await runs(), 3);
  assert.ok(Math.abs(later.capturedAt.getTime() - START_MS - 3_000) < 5);
});

test('no more run at a time than allowed, and the others have their turn', async (t) => {
  const { ffmpeg } = await countRuns(t, 'sleep 0.1');
  const snapshots = createSnapshots(t, ffmpeg, 2);
  const cameras = Array.from({ length: 6 }, () => {
    const camera = new RecordedCamera();
    camera.startFilm(short, START_MS).playTo(2);
    return camera;
  });
  let isOver = false;
  const all = Promise.all(cameras.map(({ rendition }) => snapshots.take(rendition, PLAIN)));
  const done = all.finally(() => {
    isOver = true;
  });
  let most = 0;
  await eventually('all pictures are there', async () => {
    most = Math.max(most, (await ffmpegs()).length);
    return isOver || null;
  });
  assert.equal((await done).filter(Boolean).length, 6);
  assert.equal(most, 2);
});

test('a failure is told to those who asked, and the next one has another try', async (t) => {
  const directory = await temporaryDirectory(t);
  const ffmpeg = join(directory, 'ffmpeg');
  await writeFile(ffmpeg, '#!/bin/sh\nexit 3\n', { mode: 0o755 });
  const snapshots = createSnapshots(t, ffmpeg);
  const camera = new RecordedCamera();
  camera.startFilm(short, START_MS).playTo(2);
  const both = [snapshots.take(camera.rendition, PLAIN), snapshots.take(camera.rendition, PLAIN)];
  for (const each of both) await assert.rejects(each, JpegError);
  await writeFile(ffmpeg, '#!/bin/sh\nexec ffmpeg "$@"\n');
  assert.notEqual(await snapshots.take(camera.rendition, PLAIN), null);
});

test('when Oriel ends, no ffmpeg is left and nobody waits', async (t) => {
  const { ffmpeg, runs } = await countRuns(t, 'sleep 60');
  const snapshots = createSnapshots(t, ffmpeg, 1);
  const camera = new RecordedCamera();
  camera.startFilm(short, START_MS).playTo(2);
  const asked = [96, 64, 32].map((width) =>
    snapshots.take(camera.rendition, { width, quality: 85 }),
  );
  const answers = Promise.allSettled(asked);
  await eventually('the first one runs', async () => ((await runs()) === 1 ? true : null));
  await snapshots[Symbol.asyncDispose]();
  assert.deepEqual(
    (await answers).map(({ status }) => status),
    ['rejected', 'rejected', 'rejected'],
  );
  assert.deepEqual(await ffmpegs(), []);
  assert.equal(await runs(), 1);
});

test('a picture of a given time is made once, and not at all when those who asked have left', async (t) => {
  const { ffmpeg, runs } = await countRuns(t, 'sleep 0.2');
  const snapshots = createSnapshots(t, ffmpeg, 1);
  const camera = new RecordedCamera();
  camera.startFilm(short, START_MS).playTo(3.5);
  const stillOf = (second: number) =>
    findStill(camera.rendition, START_MS + second * 1000) ?? assert.fail();
  const { signal } = new AbortController();
  const first = snapshots.takeStill(stillOf(1.5), PLAIN, signal);
  const same = snapshots.takeStill(stillOf(1.9), PLAIN, signal);
  const left = new AbortController();
  const abandoned = snapshots.takeStill(stillOf(2.5), PLAIN, left.signal);
  const last = snapshots.takeStill(stillOf(3.5), PLAIN, signal);
  left.abort(new Error('left'));
  await assert.rejects(abandoned, /left/);
  const picture = (await first) ?? assert.fail();
  assert.equal(await same, picture);
  assert.ok(Math.abs(picture.capturedAt.getTime() - START_MS - 1_000) < 5);
  assert.ok(Math.abs(((await last)?.capturedAt.getTime() ?? 0) - START_MS - 3_000) < 5);
  assert.equal(await runs(), 2);
  await assert.rejects(snapshots.takeStill(stillOf(0.5), PLAIN, left.signal), /left/);
});

test('those who ask for ever other sizes and leave keep nobody waiting, and those who stay are not too many', async (t) => {
  const { ffmpeg, runs } = await countRuns(t);
  const snapshots = createSnapshots(t, ffmpeg, 1);
  const camera = new RecordedCamera();
  camera.startFilm(short, START_MS).playTo(2);
  const left = new AbortController();
  // One is made, 64 wait.
  const sizes = Array.from({ length: 66 }, (_, index) => ({ width: 16 + index, quality: 85 }));
  const asked = sizes.map((size) => snapshots.take(camera.rendition, size, left.signal));
  const answers = Promise.allSettled(asked);
  await assert.rejects(asked.at(-1) ?? assert.fail(), { code: 'limit_reached' });
  left.abort(new Error('left'));
  assert.equal((await answers).filter(({ status }) => status === 'rejected').length, 66);
  assert.notEqual(await snapshots.take(camera.rendition, PLAIN), null);
  assert.equal(await runs(), 2);
});
