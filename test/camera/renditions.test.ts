// Smaller versions of the picture out of real sources, through real ffmpegs.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { execa } from 'execa';
import { ATTEMPT_TIMES, runAttempt } from '../../src/camera/attempt.ts';
import { createPresentation } from '../../src/camera/create-presentation.ts';
import type { CameraOptions } from '../../src/config/schema.ts';
import type { Presentation } from '../../src/packager/presentation.ts';
import type { Rendition } from '../../src/packager/rendition.ts';
import { parseSource } from '../../src/source.ts';
import { CAMERA_OPTIONS } from '../ffmpeg/camera-options.ts';
import { createFolder, makeVideo } from '../ffmpeg/media.ts';
import { SILENT_LOG } from '../ffmpeg/recording.ts';
import { assertContinuous } from '../packager/invariants.ts';
import { startRtspServer } from '../rtsp-server.ts';
import type { RtspServerOptions } from '../rtsp-server.ts';

const PROGRAMS = { ffmpeg: 'ffmpeg', ffprobe: 'ffprobe' };

interface Played {
  readonly main: Rendition;
  readonly others: readonly Rendition[];
}

/** What a camera brings until its main picture has so many segments. */
async function play(
  source: string,
  more: Partial<CameraOptions>,
  segments = 5,
): Promise<Presentation> {
  const options = { ...CAMERA_OPTIONS, source, ...more };
  const presentation = createPresentation(options);
  const stop = new AbortController();
  const openPresentation = (
    audioTimescale: number | null,
    smaller: readonly string[],
  ): Presentation => {
    assert.ok(presentation.expectAudio(audioTimescale));
    assert.ok(presentation.expectSmaller(smaller));
    const pictures = presentation.renditions.filter(({ id }) => id !== 'audio');
    const look = (): void => {
      const done = pictures.map(({ window }) => window.segments.filter((s) => s.isComplete));
      if (done.every(({ length }) => length >= segments)) stop.abort();
    };
    for (const { window } of pictures) window.changes.follow(look);
    return presentation;
  };
  const given = { options, source: parseSource(source), openPresentation, programs: PROGRAMS };
  const ignored = { probe: null, onProbe: () => {}, onMedia: () => {} };
  const deps = { ...given, ...ignored, times: ATTEMPT_TIMES, log: SILENT_LOG };
  await runAttempt(deps, AbortSignal.any([stop.signal, AbortSignal.timeout(40_000)]));
  return presentation;
}

function picturesOf(presentation: Presentation, ids: readonly string[]): Played {
  const [main, ...others] = presentation.renditions.filter(({ id }) => id !== 'audio');
  assert.ok(main);
  assert.deepEqual(
    others.map(({ id }) => id),
    ids,
  );
  return { main, others };
}

/** The clock that is followed moves frames that are decoded in another order by less. */
const EXACT_SECONDS = 0.001;

/**
 * The same segments: numbers and starts, and lengths to a frame, each with a keyframe at its head. On a
 * machine that falls behind, frames are left out: by those that a segment lacks it may end earlier, and
 * the next one begins there; what lacks the very first ones begins later.
 */
function assertAligned({ main, others }: Played, frameSeconds: number): void {
  const frame = frameSeconds * main.timescale;
  const exact = EXACT_SECONDS * main.timescale;
  // The end of the attempt cuts the last one short.
  const led = main.window.segments.slice(0, -1);
  assert.ok(led.length > 3);
  assertContinuous(main.window.segments);
  for (const { id, window, timescale, targetSeconds } of others) {
    assert.equal(timescale, main.timescale);
    assert.equal(targetSeconds, main.targetSeconds);
    assertContinuous(window.segments);
    const firstNumber = window.segments[0]?.number ?? Infinity;
    const beside = led.filter(({ number }) => number >= firstNumber);
    assert.ok(beside.length > 2, `${id}: ${beside.length} of ${led.length} segments`);
    let lackedBefore = 0;
    for (const {
      number,
      start,
      duration,
      sampleCount,
      isIndependent,
      run,
      discontinuity,
    } of beside) {
      const own = window.find(number);
      const label = `${id}, segment ${number}`;
      assert.ok(own, label);
      const lacked = Math.max(0, sampleCount - own.sampleCount);
      const later = own.start - start;
      const latest = number === firstNumber && lacked > 0 ? (1 + lacked) * frame : exact;
      const earliest = lackedBefore > 0 ? -(1 + lackedBefore) * frame : -exact;
      assert.ok(later <= latest && later >= earliest, `${label} starts ${later} later`);
      const longer = own.duration - duration;
      const most = (1 + lackedBefore) * frame;
      const least = -(1 + lacked) * frame;
      assert.ok(!own.isComplete || (longer < most && longer > least), `${label}: ${longer} longer`);
      assert.equal(own.isIndependent, isIndependent, label);
      assert.deepEqual([own.run, own.discontinuity], [run, discontinuity], label);
      assert.equal(own.sequence.number, window.find(number)?.sequence.number);
      lackedBefore = lacked;
    }
  }
}

interface Decoded {
  readonly width: number;
  readonly height: number;
  readonly nb_read_frames: string;
}

async function decode(t: TestContext, { window }: Rendition): Promise<Decoded> {
  const path = join(await createFolder(t), 'a.mp4');
  const [first] = window.segments;
  assert.ok(first);
  const media = window.segments.flatMap(({ data }) => data ?? []);
  await writeFile(path, Buffer.concat([first.sequence.init, ...media]));
  const shown = ['-show_entries', 'stream=width,height,nb_read_frames', '-of', 'json'];
  const { stdout, stderr } = await execa('ffprobe', [
    '-v',
    'warning',
    '-count_frames',
    ...shown,
    path,
  ]);
  assert.equal(stderr, '');
  const [stream] = (JSON.parse(stdout) as { streams: readonly Decoded[] }).streams;
  return stream ?? assert.fail();
}

const H264 = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-preset', 'ultrafast', '-t', '12'];
/** Keyframes of another distance than segments have. */
const ODD_GOP = ['-g', '37', '-sc_threshold', '0'];

interface Case {
  readonly name: string;
  readonly args: readonly string[];
  readonly options?: Partial<CameraOptions>;
}

const CASES: readonly Case[] = [
  { name: 'a picture that is copied', args: [...H264, ...ODD_GOP, '-bf', '0'] },
  { name: 'a picture with B-frames that is copied', args: [...H264, ...ODD_GOP, '-bf', '3'] },
  {
    name: 'a picture whose keyframes come as they like',
    args: [...H264, '-bf', '0', '-force_key_frames', '0,0.7,1.1,2.6,3,5.2,5.8,7,8.9,10'],
  },
  {
    name: 'a picture that is encoded, thinned out',
    args: [...H264, ...ODD_GOP],
    options: { video: 'h264', fps: 10, gop_seconds: 0.8, segment_seconds: 1.6 },
  },
];

for (const { name, args, options } of CASES) {
  test(`${name} and its smaller versions have the same segments`, async (t) => {
    const path = join(await createFolder(t), 'a.mp4');
    await makeVideo(path, args);
    const renditions = ['90p@100', '120p@200', '720p@2000'];
    const played = picturesOf(await play(`file:${path}`, { ...options, renditions }), [
      '120p',
      '90p',
    ]);
    assertAligned(played, 1 / (options?.fps ?? 25));
    const frames = played.main.window.segments.reduce(
      (sum, { data, sampleCount }) => sum + (data ? sampleCount : 0),
      0,
    );
    for (const [index, height] of [120, 90].entries()) {
      const rendition = played.others[index] ?? assert.fail();
      const decoded = await decode(t, rendition);
      assert.equal(decoded.height, height);
      assert.equal(decoded.width, 2 * Math.round((height * 16) / 9 / 2));
      const found = Number(decoded.nb_read_frames);
      // Half of them, even where the machine falls behind; the last segment is cut for each by itself.
      assert.ok(found > frames / 2 && found <= frames + 50, `${found} of ${frames} frames`);
    }
  });
}

const RTSP_CAMERAS: Readonly<Record<string, RtspServerOptions>> = {
  'with sound and B-frames': { audio: true, bframes: 2 },
  'that sends frames in order': {},
  'with H.265': { codec: 'h265' },
};

for (const [name, camera] of Object.entries(RTSP_CAMERAS)) {
  test(`an RTSP camera ${name} and its smaller versions have the same segments`, async (t) => {
    const { url } = await startRtspServer(t, { fps: 30, gop: 30, ...camera });
    const presentation = await play(url, { video: 'copy', renditions: ['180p@300'] });
    assertAligned(picturesOf(presentation, ['180p']), 1 / 30);
  });
}

test('the test picture and its smaller versions have the same segments', async () => {
  const options = { resolution: '240p', renditions: ['120p@100', '240p@400'] };
  assertAligned(picturesOf(await play('test:', options), ['120p']), 1 / 30);
});
