// Sound and picture out of real sources, through real ffmpegs, compared by when they flash and beep.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { ATTEMPT_TIMES, runAttempt } from '../../src/camera/attempt.ts';
import { createPresentation } from '../../src/camera/create-presentation.ts';
import type { CameraOptions } from '../../src/config/schema.ts';
import type { Presentation } from '../../src/packager/presentation.ts';
import type { Rendition } from '../../src/packager/rendition.ts';
import { parseSource } from '../../src/source.ts';
import { compareTimes, findBeeps, findFlashes, makeFlashAndBeep } from '../av-sync.ts';
import { CAMERA_OPTIONS } from '../ffmpeg/camera-options.ts';
import { createFolder } from '../ffmpeg/media.ts';
import { SILENT_LOG } from '../ffmpeg/recording.ts';
import { startRtspServer } from '../rtsp-server.ts';

const PROGRAMS = { ffmpeg: 'ffmpeg', ffprobe: 'ffprobe' };
const MOST_APART_SECONDS = 0.05;

interface Played {
  readonly presentation: Presentation;
  /** When each frame of the picture arrived, by its bytes. */
  readonly arrivedAtMs: ReadonlyMap<string, number>;
}

/** What a camera brings within so many seconds of media. */
async function play(source: string, more: Partial<CameraOptions>, seconds = 5): Promise<Played> {
  const options = { ...CAMERA_OPTIONS, source, ...more };
  const presentation = createPresentation(options);
  const stop = new AbortController();
  const arrivedAtMs = new Map<string, number>();
  let frames = 0;
  const openPresentation = (audioTimescale: number | null): Presentation => {
    assert.ok(presentation.expectAudio(audioTimescale));
    const [video] = presentation.renditions;
    video?.feed.follow(({ data }) => {
      const frame = data.subarray(data.indexOf('mdat')).toString('latin1');
      arrivedAtMs.set(frame, performance.now());
      if (++frames > seconds * 30) stop.abort();
    });
    return presentation;
  };
  await runAttempt(
    {
      options,
      source: parseSource(source),
      openPresentation,
      programs: PROGRAMS,
      times: ATTEMPT_TIMES,
      log: SILENT_LOG,
      probe: null,
      onProbe: () => {},
      onMedia: () => {},
    },
    stop.signal,
  );
  return { presentation, arrivedAtMs };
}

function fileOf({ window }: Rendition): Buffer {
  const [first] = window.segments;
  assert.ok(first);
  return Buffer.concat([first.sequence.init, ...window.segments.flatMap(({ data }) => data ?? [])]);
}

async function measureApart({ presentation }: Played): Promise<number[]> {
  const [video, audio] = presentation.renditions;
  assert.ok(video && audio);
  const startSeconds = (audio.window.segments[0]?.start ?? NaN) / audio.timescale;
  const beeps = await findBeeps(fileOf(audio), startSeconds);
  return compareTimes(await findFlashes(fileOf(video)), beeps);
}

function middleOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

interface Case {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly options: Partial<CameraOptions>;
  readonly timescale: number;
}

const CASES: readonly Case[] = [
  {
    name: 'AAC that is copied',
    file: 'a.mp4',
    args: ['-c:a', 'aac', '-ar', '44100'],
    options: {},
    timescale: 44_100,
  },
  {
    name: 'AAC that is encoded, beside video that is encoded',
    file: 'a.ts',
    args: ['-c:a', 'aac', '-ac', '2'],
    options: { audio: 'aac', video: 'h264' },
    timescale: 48_000,
  },
  {
    name: 'AAC out of a transport stream, copied',
    file: 'a.ts',
    args: ['-c:a', 'aac'],
    options: { audio: 'copy' },
    timescale: 48_000,
  },
  {
    name: 'G.711, encoded',
    file: 'a.mkv',
    args: ['-c:a', 'pcm_mulaw', '-ar', '8000', '-ac', '1'],
    options: {},
    timescale: 48_000,
  },
  {
    name: 'Opus, copied',
    file: 'a.mkv',
    args: ['-c:a', 'libopus'],
    options: { audio: 'copy' },
    timescale: 48_000,
  },
];

for (const { name, file, args, options, timescale } of CASES) {
  test(`${name}: beeps stand beside their flashes`, async (t) => {
    const path = await makeFlashAndBeep(join(await createFolder(t), file), args);
    const played = await play(`file:${path}`, options);
    assert.equal(played.presentation.rendition('audio')?.timescale, timescale);
    const apart = await measureApart(played);
    t.diagnostic(`sound behind picture: ${apart.map((each) => Math.round(each * 1000)).join()} ms`);
    assert.ok(apart.length > 0);
    assert.ok(
      apart.every((each) => Math.abs(each) < MOST_APART_SECONDS),
      apart.join(),
    );
  });
}

test('sound of an RTSP camera costs the picture no delay', async (t: TestContext) => {
  const { url } = await startRtspServer(t, { audio: true, fps: 30, gop: 30 });
  // At the same time: whatever holds up the camera or this machine holds up the same frames of both.
  const [withSound, without] = await Promise.all([play(url, {}), play(url, { audio: 'none' })]);
  assert.equal(withSound.presentation.renditions.length, 2);
  assert.equal(without.presentation.renditions.length, 1);
  const costsMs = [...withSound.arrivedAtMs].flatMap(([frame, atMs]) => {
    const withoutMs = without.arrivedAtMs.get(frame);
    return withoutMs === undefined ? [] : [atMs - withoutMs];
  });
  const costMs = middleOf(costsMs);
  t.diagnostic(`sound delays ${costsMs.length} frames by ${costMs.toFixed(1)} ms`);
  assert.ok(costsMs.length > 60, `${costsMs.length} frames`);
  assert.ok(costMs < 25, `${costMs} ms`);
});

test('sound that no browser plays cannot be copied, and the camera says so', async (t) => {
  const path = join(await createFolder(t), 'a.mkv');
  await makeFlashAndBeep(path, ['-c:a', 'pcm_mulaw', '-ar', '8000', '-ac', '1'], 2);
  await assert.rejects(play(`file:${path}`, { audio: 'copy' }), {
    code: 'unsupported_codec',
    message: /pcm_mulaw.*audio: auto/,
  });
});

test('a source without sound, and a test picture, have none', async (t) => {
  const path = await makeFlashAndBeep(join(await createFolder(t), 'a.mp4'), ['-an'], 3);
  for (const source of [`file:${path}`, 'test:']) {
    const { presentation } = await play(source, { audio: 'aac' }, 1);
    assert.equal(presentation.renditions.length, 1);
  }
});
