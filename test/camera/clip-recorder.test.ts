import assert from 'node:assert/strict';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import type { TestContext } from 'node:test';
import { ClipError } from '../../src/camera/clip-file.ts';
import { ClipRecorder } from '../../src/camera/clip-recorder.ts';
import type { ClipRecorderDeps } from '../../src/camera/clip-recorder.ts';
import { CommandError } from '../../src/errors.ts';
import { createLog } from '../../src/log.ts';
import { RecordedCamera, film } from '../recorded-camera.ts';
import type { Film, FilmReel } from '../recorded-camera.ts';
import { temporaryDirectory } from '../running-app.ts';
import { createCamera, until } from './camera-under-test.ts';
import { judgeClip } from './clip-judge.ts';

let long: Film;
let other: Film;
before(async () => {
  long = await film({ seconds: 40, bFrames: 2 });
  other = await film({ seconds: 4, size: '128x72' });
});

interface Studio {
  readonly recorder: ClipRecorder;
  readonly directory: string;
}

async function createStudio(t: TestContext, deps: Partial<ClipRecorderDeps> = {}): Promise<Studio> {
  const directory = await temporaryDirectory(t);
  const recorder = new ClipRecorder({
    directory,
    retention: { maxAgeDays: null, maxTotalMegabytes: null },
    log: createLog({ level: 'silent', format: 'json' }),
    ...deps,
  });
  t.after(() => recorder[Symbol.asyncDispose]());
  return { recorder, directory };
}

interface Running {
  readonly camera: RecordedCamera;
  readonly reel: FilmReel;
}

/** A camera that has been running for so long. */
function startCamera(seconds: number, windowSeconds = 60): Running {
  const camera = new RecordedCamera({ windowSeconds });
  const reel = camera.startFilm(long, Date.now() - seconds * 1000);
  reel.playTo(seconds);
  return { camera, reel };
}

test('the seconds before now are saved, under a name with label and date', async (t) => {
  const { recorder, directory } = await createStudio(t);
  const { camera } = startCamera(5);
  const clip = await recorder.record({ camera, seconds: 2, post: 0, label: 'Front door' });
  assert.match(clip.name, /^porch-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-front-door\.mp4$/);
  assert.equal(clip.path, join(directory, clip.name));
  assert.equal((await stat(clip.path)).size, clip.bytes);
  const facts = await judgeClip(clip.path);
  assert.deepEqual(facts, { codec: 'h264', seconds: 2, frames: 50, startsWithKeyframe: true });
  assert.equal(clip.seconds, 2);
  assert.ok(Math.abs(clip.startedAt.getTime() - (Date.now() - 2_000)) < 1_000);
});

test('the seconds to come are waited for, and the camera is kept running', async (t) => {
  const { recorder } = await createStudio(t);
  const { camera, reel } = startCamera(5);
  const recording = recorder.record({ camera, seconds: 2, post: 3 });
  assert.equal(camera.viewers, 1);
  reel.playTo(9);
  const { path, seconds } = await recording;
  assert.equal(camera.viewers, 0);
  const { frames } = await judgeClip(path);
  // From the keyframe two to three seconds ago to three seconds from now.
  assert.ok(frames >= 125 && frames <= 151, String(frames));
  assert.ok(seconds >= 5 && seconds <= 6.1, String(seconds));
});

test('what leaves the window while a clip waits for its end is in the clip', async (t) => {
  const { recorder } = await createStudio(t);
  const { camera, reel } = startCamera(4, 3);
  const { window } = camera.rendition;
  const first = window.segments[0]?.number ?? assert.fail();
  const recording = recorder.record({ camera, seconds: 3, post: 35 });
  for (let seconds = 5; seconds <= 40; seconds++) {
    reel.playTo(seconds);
    // As on a running camera, media comes one after the other, and the recorder sees each.
    await new Promise(setImmediate);
  }
  assert.ok(window.find(first) === null, 'it has left the window');
  const { seconds, path } = await recording;
  assert.ok(seconds >= 38 && seconds <= 39.1, String(seconds));
  assert.ok((await judgeClip(path)).frames >= 950);
});

test('a camera that stops ends the clip with what is there', async (t) => {
  const { recorder } = await createStudio(t);
  const { camera, reel } = startCamera(5);
  const recording = recorder.record({ camera, seconds: 2, post: 60 });
  reel.playTo(7);
  await new Promise(setImmediate);
  camera.presentation.clear();
  const { path, seconds } = await recording;
  assert.ok(seconds >= 4 && seconds <= 5.1, String(seconds));
  assert.ok((await judgeClip(path)).startsWithKeyframe);
});

test('a camera that changes its format ends the clip, and what was seen before is in it', async (t) => {
  const { recorder } = await createStudio(t);
  const { camera } = startCamera(5);
  const recording = recorder.record({ camera, seconds: 2, post: 60 });
  camera.startFilm(other, Date.now() + 500).playTo(4);
  const { seconds, path } = await recording;
  assert.ok(seconds >= 2 && seconds <= 3.1, String(seconds));
  assert.ok((await judgeClip(path)).startsWithKeyframe);
});

test('a camera that comes up while a clip waits is in it', async (t) => {
  const { recorder } = await createStudio(t);
  const camera = new RecordedCamera();
  const recording = recorder.record({ camera, seconds: 2, post: 2 });
  camera.startFilm(long, Date.now() + 200).playTo(4);
  const { seconds } = await recording;
  assert.ok(seconds > 1.5 && seconds < 2.1, String(seconds));
});

test('what a camera showed long ago is not what just happened', async (t) => {
  const { recorder } = await createStudio(t);
  const camera = new RecordedCamera();
  camera.startFilm(long, Date.now() - 600_000).playTo(5);
  const recording = recorder.record({ camera, seconds: 2, post: 2 });
  camera.startFilm(long, Date.now() + 200).playTo(4);
  const { seconds } = await recording;
  assert.ok(seconds > 1.5 && seconds < 2.1, String(seconds));
});

test('a camera without video has nothing to save', async (t) => {
  const { recorder, directory } = await createStudio(t);
  await assert.rejects(
    recorder.record({ camera: new RecordedCamera(), seconds: 30, post: 0 }),
    (error) => error instanceof CommandError && error.code === 'not_enough_buffer',
  );
  assert.deepEqual(await readdir(directory), []);
});

test('a clip that is given up leaves no file and no viewer', async (t) => {
  const { recorder, directory } = await createStudio(t);
  const { camera } = startCamera(5);
  const stop = new AbortController();
  const recording = recorder.record({ camera, seconds: 2, post: 60 }, stop.signal);
  const reason = new Error('given up');
  stop.abort(reason);
  await assert.rejects(recording, reason);
  assert.equal(camera.viewers, 0);
  assert.deepEqual(await readdir(directory), []);
});

test('only so many clips are saved at a time', async (t) => {
  const { recorder } = await createStudio(t);
  const { camera } = startCamera(5);
  const request = { camera, seconds: 2, post: 60 };
  const recordings = Array.from({ length: 8 }, () => recorder.record(request));
  await assert.rejects(
    recorder.record(request),
    (error) => error instanceof CommandError && error.code === 'limit_reached',
  );
  camera.presentation.clear();
  const names = (await Promise.all(recordings)).map(({ name }) => name);
  assert.equal(new Set(names).size, 8);
});

test('after each clip, old ones make room', async (t) => {
  const retention = { maxAgeDays: null, maxTotalMegabytes: 0 };
  const { recorder, directory } = await createStudio(t, { retention });
  const { camera } = startCamera(5);
  await writeFile(join(directory, 'holiday.mp4'), 'of somebody else');
  await recorder.record({ camera, seconds: 1, post: 0 });
  const { name } = await recorder.record({ camera, seconds: 2, post: 0 });
  assert.deepEqual((await readdir(directory)).toSorted(), ['holiday.mp4', name]);
});

test('a folder that takes no clips is an error of its own', async (t) => {
  const { recorder } = await createStudio(t, { directory: '/dev/null/clips' });
  const { camera } = startCamera(5);
  await assert.rejects(recorder.record({ camera, seconds: 1, post: 0 }), ClipError);
});

test('when Oriel ends, clips that wait for more are saved as they are', async (t) => {
  const { recorder, directory } = await createStudio(t);
  const { camera } = startCamera(5);
  const recording = recorder.record({ camera, seconds: 2, post: 60 });
  await recorder[Symbol.asyncDispose]();
  const { name, path } = await recording;
  assert.deepEqual(await readdir(directory), [name]);
  assert.ok((await judgeClip(path)).frames >= 50);
});

test('a camera that rests is woken for the seconds to come', async (t) => {
  const { recorder } = await createStudio(t);
  const camera = createCamera(t, { options: { start: 'on_demand' } });
  camera.activate();
  const { seconds, path } = await recorder.record({ camera, seconds: 5, post: 3 });
  assert.ok(seconds > 0.5 && seconds < 3.1, String(seconds));
  assert.ok((await judgeClip(path)).startsWithKeyframe);
});

test('a real camera that is stopped ends its clip', async (t) => {
  const { recorder } = await createStudio(t);
  const camera = createCamera(t);
  await camera.start();
  await until(camera, 'live');
  const recording = recorder.record({ camera, seconds: 5, post: 60 });
  const { window } = camera.presentation.rendition('video') ?? assert.fail();
  const position = { segment: window.nextNumber + 1, part: 0 };
  await window.waitFor(position, AbortSignal.timeout(15_000));
  await camera.stop();
  const { seconds, path } = await recording;
  assert.ok(seconds >= 1 && seconds < 10, String(seconds));
  assert.ok((await judgeClip(path)).startsWithKeyframe);
});
