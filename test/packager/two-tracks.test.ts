import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VIDEO_TIMESCALE } from '../../src/packager/presentation.ts';
import { Rendition } from '../../src/packager/rendition.ts';
import { SequenceWriter } from '../../src/packager/sequence-writer.ts';
import type { ArrivedSample, TrackWriter } from '../../src/packager/track-writer.ts';
import { assertContinuous } from './invariants.ts';
import { REGULAR, SETTINGS, START_MS, createFormat, createSamples } from './samples.ts';
import type { CameraScript } from './samples.ts';

const NUMBERS = { firstNumber: 10, firstDiscontinuity: 0 };
const AUDIO_TIMESCALE = 48_000;
const VIDEO = { id: 'video', timescale: VIDEO_TIMESCALE, trackId: 1 };
const AUDIO_TRACK = { id: 'audio', timescale: AUDIO_TIMESCALE, trackId: 2 };
const AUDIO: CameraScript = {
  seconds: 10,
  timescale: AUDIO_TIMESCALE,
  frame: 1_024,
  gop: 1,
  size: () => 100,
};

function createTracks() {
  const video = new Rendition(VIDEO, { ...SETTINGS, ...NUMBERS });
  const audio = new Rendition(AUDIO_TRACK, { ...SETTINGS, ...NUMBERS, leader: video });
  let sequences = 0;
  const start = () => {
    const writer = new SequenceWriter({
      renditions: [video, audio],
      gopSeconds: 1,
      nextSequenceNumber: () => sequences++,
    });
    return { writer, video: writer.track('video'), audio: writer.track('audio') };
  };
  return { video, audio, start };
}

interface Fed {
  readonly track: TrackWriter;
  readonly samples: Iterable<ArrivedSample>;
}

/** The samples of all tracks in the order in which they arrive. */
function feedTogether(...feeds: readonly Fed[]): void {
  const all = feeds.flatMap(({ track, samples }) =>
    [...samples].map((arrived) => ({ track, arrived })),
  );
  for (const { track, arrived } of all.toSorted(
    (a, b) => a.arrived.arrivedAtMs - b.arrived.arrivedAtMs,
  )) {
    track.onSample(arrived.sample, arrived.arrivedAtMs);
  }
}

function startMsOf({ window, timescale }: Rendition): number {
  return ((window.segments[0]?.start ?? NaN) * 1000) / timescale;
}

test('two tracks stand on one clock, whatever their ticks', () => {
  const { video, audio, start } = createTracks();
  const attempt = start();
  attempt.video.onFormat(createFormat());
  attempt.audio.onFormat(createFormat('mp4a.40.2', 'audio'));
  feedTogether(
    { track: attempt.video, samples: createSamples(REGULAR) },
    { track: attempt.audio, samples: createSamples(AUDIO) },
  );
  assert.equal(startMsOf(video), START_MS);
  assert.ok(Math.abs(startMsOf(audio) - START_MS) < 0.1);
  const sequence = video.window.segments[0]?.sequence;
  assert.equal(audio.window.segments[0]?.sequence.number, sequence?.number);
  assertContinuous(video.window.segments);
  assertContinuous(audio.window.segments);
});

test('the leading track tells the time also for one whose samples come late', () => {
  const { audio, start } = createTracks();
  const attempt = start();
  attempt.video.onFormat(createFormat());
  attempt.audio.onFormat(createFormat('mp4a.40.2', 'audio'));
  feedTogether(
    { track: attempt.video, samples: createSamples(REGULAR) },
    { track: attempt.audio, samples: createSamples({ ...AUDIO, delayMs: () => 350 }) },
  );
  assert.ok(Math.abs(startMsOf(audio) - START_MS) < 0.1);
  assertContinuous(audio.window.segments);
});

test('a track whose format comes after the sequence has begun takes part all the same', () => {
  const { video, audio, start } = createTracks();
  const attempt = start();
  attempt.video.onFormat(createFormat());
  const [early, late] = [1, 9].map((seconds) => ({ ...REGULAR, seconds }));
  assert.ok(early && late);
  feedTogether({ track: attempt.video, samples: createSamples(early) });
  attempt.audio.onFormat(createFormat('mp4a.40.2', 'audio'));
  const later = { startMs: START_MS + 1_000, decodeTime: VIDEO_TIMESCALE };
  feedTogether(
    { track: attempt.video, samples: createSamples({ ...late, ...later }) },
    {
      track: attempt.audio,
      samples: createSamples({ ...AUDIO, ...later, decodeTime: AUDIO_TIMESCALE }),
    },
  );
  const [first] = audio.window.segments;
  assert.equal(first?.sequence.number, video.window.segments[0]?.sequence.number);
  assert.ok(Math.abs(startMsOf(audio) - START_MS - 1_000) < 50);
  assertContinuous(audio.window.segments);
});

test('what a track brings before the leading one is held, up to a bound', () => {
  const { audio, start } = createTracks();
  const attempt = start();
  attempt.video.onFormat(createFormat());
  attempt.audio.onFormat(createFormat('mp4a.40.2', 'audio'));
  feedTogether({ track: attempt.audio, samples: createSamples({ ...AUDIO, seconds: 60 }) });
  assert.equal(audio.window.segments.length, 0);
  assert.equal(attempt.audio.held.length, 600);
  const decodeTime = 60 * VIDEO_TIMESCALE;
  const startMs = START_MS + 60_000;
  feedTogether({
    track: attempt.video,
    samples: createSamples({ ...REGULAR, decodeTime, startMs }),
  });
  assert.equal(attempt.audio.held.length, 0);
  assert.ok(startMsOf(audio) > START_MS + 40_000);
  assertContinuous(audio.window.segments);
});

test('a jump of the leading track begins a new sequence for all', () => {
  const { video, audio, start } = createTracks();
  const attempt = start();
  attempt.video.onFormat(createFormat());
  attempt.audio.onFormat(createFormat('mp4a.40.2', 'audio'));
  const samplesFrom = (script: CameraScript, timescale: number) => [
    ...createSamples(script),
    ...createSamples({
      ...script,
      startMs: START_MS + 10_000,
      decodeTime: 100_000 * timescale,
    }),
  ];
  // The picture jumps first, and both before the picture has told the new time.
  const late = { ...AUDIO, delayMs: () => 25 };
  feedTogether(
    { track: attempt.video, samples: samplesFrom(REGULAR, VIDEO_TIMESCALE) },
    { track: attempt.audio, samples: samplesFrom(late, AUDIO_TIMESCALE) },
  );
  const numbersOf = ({ window }: Rendition) =>
    [...new Set(window.segments.map(({ sequence }) => sequence.number))].toSorted((a, b) => a - b);
  assert.deepEqual(numbersOf(video), [0, 1]);
  assert.deepEqual(numbersOf(audio), [0, 1]);
  assertContinuous(video.window.segments);
  assertContinuous(audio.window.segments);
});

test('a rendition that does not exist has no way in', () => {
  const { start } = createTracks();
  assert.throws(() => start().writer.track('720p'), RangeError);
});

test('the end of the attempt ends all tracks', () => {
  const { video, audio, start } = createTracks();
  const attempt = start();
  attempt.video.onFormat(createFormat());
  attempt.audio.onFormat(createFormat('mp4a.40.2', 'audio'));
  feedTogether(
    { track: attempt.video, samples: createSamples(REGULAR) },
    { track: attempt.audio, samples: createSamples(AUDIO) },
  );
  attempt.writer.end();
  for (const { window } of [video, audio]) assert.equal(window.segments.at(-1)?.isComplete, true);
});
