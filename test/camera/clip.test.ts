import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { before, test } from 'node:test';
import type { TestContext } from 'node:test';
import { createClip } from '../../src/camera/clip.ts';
import type { Clip } from '../../src/camera/clip.ts';
import { RecordedCamera, film } from '../recorded-camera.ts';
import type { Film } from '../recorded-camera.ts';
import { temporaryDirectory } from '../running-app.ts';
import { judgeClip } from './clip-judge.ts';
import type { ClipFacts } from './clip-judge.ts';

const START_MS = Date.UTC(2026, 10, 23, 1, 2, 3);

let short: Film;
let other: Film;
before(async () => {
  short = await film({ seconds: 6, bFrames: 2 });
  other = await film({ seconds: 2, size: '128x72' });
});

async function judge(t: TestContext, clip: Clip | null): Promise<ClipFacts> {
  assert.ok(clip);
  const file = Buffer.concat(clip.pieces);
  assert.equal(file.length, clip.byteLength);
  const path = join(await temporaryDirectory(t), 'clip.mp4');
  await writeFile(path, file);
  return await judgeClip(path);
}

test('a clip begins with the keyframe before what was asked for and goes to the end', async (t) => {
  const camera = new RecordedCamera();
  camera.startFilm(short, START_MS).playTo(6);
  const clip = await createClip({ renditions: [camera.rendition] }, 2.5);
  assert.deepEqual(await judge(t, clip), {
    codec: 'h264',
    seconds: 3,
    frames: 75,
    startsWithKeyframe: true,
  });
  assert.equal(clip?.seconds, 3);
  assert.ok(Math.abs((clip?.startedAt.getTime() ?? 0) - START_MS - 3_000) < 5);
});

test('a clip may end earlier than now', async (t) => {
  const camera = new RecordedCamera();
  camera.startFilm(short, START_MS).playTo(6);
  const until = START_MS + 4_500;
  const clip = await createClip({ renditions: [camera.rendition] }, 2, until);
  // From the keyframe at 2 s; frames with B-frames among them are decoded a little before they are shown.
  const facts = await judge(t, clip);
  assert.ok(Math.abs((clip?.startedAt.getTime() ?? 0) - START_MS - 2_000) < 5);
  assert.ok(Math.abs(facts.seconds - 2.5) < 0.2, String(facts.seconds));
  const renditions = [camera.rendition];
  assert.equal((await createClip({ renditions }, 2, until + 60_000))?.seconds, 2);
  assert.equal(await createClip({ renditions }, 2, START_MS - 1), null);
});

test('a clip holds the frames of the segment that is being made', async (t) => {
  const camera = new RecordedCamera();
  camera.startFilm({ ...short, samples: short.samples }, START_MS).playTo(2.44);
  assert.equal(
    (await judge(t, await createClip({ renditions: [camera.rendition] }, 1))).frames,
    36,
  );
});

test('where the window holds less than was asked for, the clip is shorter', async (t) => {
  const camera = new RecordedCamera();
  camera.startFilm(short, START_MS).playTo(2);
  assert.equal(
    (await judge(t, await createClip({ renditions: [camera.rendition] }, 60))).frames,
    50,
  );
});

test('a camera that came back with the same video has one clip, with a picture that stands still', async (t) => {
  const camera = new RecordedCamera();
  camera.startFilm(short, START_MS).playTo(2);
  camera.startFilm(short, START_MS + 3_000).playTo(2);
  const facts = await judge(t, await createClip({ renditions: [camera.rendition] }, 10));
  assert.equal(facts.frames, 100);
  assert.ok(Math.abs(facts.seconds - 5) < 0.1, String(facts.seconds));
});

test('a camera that came back with another size has a clip of that alone', async (t) => {
  const camera = new RecordedCamera();
  camera.startFilm(short, START_MS).playTo(4);
  camera.startFilm(other, START_MS + 5_000).playTo(1);
  const facts = await judge(t, await createClip({ renditions: [camera.rendition] }, 10));
  assert.deepEqual([facts.seconds, facts.frames], [1, 25]);
});

test('a camera without media has no clip', async () => {
  const camera = new RecordedCamera();
  assert.equal(await createClip({ renditions: [camera.rendition] }, 10), null);
  camera.startFilm(short, START_MS).playTo(2);
  camera.presentation.clear();
  assert.equal(await createClip({ renditions: [camera.rendition] }, 10), null);
});

test('ten minutes are put together without holding up others', async () => {
  const camera = new RecordedCamera({ windowSeconds: 600 });
  const samples = Array.from({ length: 100 }, (_, round) =>
    short.samples.map((sample) => ({
      ...sample,
      decodeTime: sample.decodeTime + round * 6 * 90_000,
    })),
  ).flat();
  camera.startFilm({ ...short, samples }, START_MS).playTo(600);
  let turns = 0;
  let isOver = false;
  const others = (): void => {
    turns++;
    if (!isOver) setImmediate(others);
  };
  setImmediate(others);
  const startedAtMs = performance.now();
  const clip = await createClip({ renditions: [camera.rendition] }, 600);
  isOver = true;
  assert.equal(clip?.seconds, 600);
  assert.ok(turns > 500, `${turns} turns in ${performance.now() - startedAtMs} ms`);
});
