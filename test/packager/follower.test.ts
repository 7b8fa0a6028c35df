import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Presentation, VIDEO_TIMESCALE } from '../../src/packager/presentation.ts';
import type { Fragment } from '../../src/packager/fragment-feed.ts';
import type { ArrivedSample } from '../../src/packager/track-writer.ts';
import { assertContinuous } from './invariants.ts';
import { REGULAR, SETTINGS, SILENCE, START_MS, createFormat, createSamples } from './samples.ts';
import type { CameraScript } from './samples.ts';

const TIMESCALE = 48_000;
const FRAME = 1_024;
const SOUND: CameraScript = { seconds: 10, timescale: TIMESCALE, frame: FRAME, gop: 1 };

interface Heard {
  readonly seconds: number;
  readonly isSilent: boolean;
}

/** Plays a camera with the given sound, in the order in which all of it arrives. */
function play(sound: readonly ArrivedSample[], video: CameraScript = REGULAR) {
  const presentation = new Presentation(SETTINGS, { nowMs: START_MS });
  assert.ok(presentation.expectAudio(TIMESCALE));
  const [picture, audio] = presentation.renditions;
  assert.ok(picture && audio);
  const heard: Heard[] = [];
  audio.feed.follow(({ data, decodeTime }: Fragment) => {
    const isSilent = data.subarray(-SILENCE.length).equals(SILENCE);
    heard.push({ seconds: decodeTime / TIMESCALE - START_MS / 1000, isSilent });
  });
  const writer = presentation.startSequence({ gopSeconds: 1 });
  writer.track('audio').onFormat(createFormat('mp4a.40.2', 'audio'));
  writer.track('video').onFormat(createFormat());
  const arrivals = [
    ...[...createSamples(video)].map((arrived) => ({ id: 'video', arrived })),
    ...sound.map((arrived) => ({ id: 'audio', arrived })),
  ].toSorted((a, b) => a.arrived.arrivedAtMs - b.arrived.arrivedAtMs);
  for (const { id, arrived } of arrivals) {
    writer.track(id).onSample(arrived.sample, arrived.arrivedAtMs);
  }
  writer.end();
  assertContinuous(picture.window.segments);
  assertContinuous(audio.window.segments);
  return { picture, audio, heard };
}

function sound(script: Partial<CameraScript> = {}): ArrivedSample[] {
  return [...createSamples({ ...SOUND, ...script })];
}

function moved(samples: readonly ArrivedSample[], ticks: number): ArrivedSample[] {
  return samples.map(({ sample, arrivedAtMs }) => ({
    sample: { ...sample, decodeTime: sample.decodeTime + ticks },
    arrivedAtMs,
  }));
}

/** From the first to the last moment at which something is to be heard. */
function loudSpan(heard: readonly Heard[]): [number, number] {
  const loud = heard.filter(({ isSilent }) => !isSilent);
  return [loud[0]?.seconds ?? NaN, loud.at(-1)?.seconds ?? NaN];
}

function endSeconds({ end, timescale }: { end: number; timescale: number }): number {
  return end / timescale;
}

test('segments of sound have the numbers and, to half a frame, the starts of those of the picture', () => {
  const { picture, audio } = play(sound());
  assert.deepEqual(
    audio.window.segments.map(({ number }) => number),
    picture.window.segments.map(({ number }) => number),
  );
  for (const [index, { start, run }] of audio.window.segments.entries()) {
    const led = picture.window.segments[index];
    assert.ok(led && run === led.run);
    const apart = start / TIMESCALE - led.start / VIDEO_TIMESCALE;
    assert.ok(Math.abs(apart) <= FRAME / 2 / TIMESCALE + 1e-6, `${apart} s`);
  }
  assert.equal(audio.targetSeconds, picture.targetSeconds);
});

test('every frame lasts exactly as long as its samples', () => {
  const { heard } = play(sound());
  const steps = heard.slice(1).map(({ seconds }, i) => seconds - (heard[i]?.seconds ?? 0));
  assert.ok(steps.every((step) => Math.abs(step * TIMESCALE - FRAME) < 0.01));
  // The picture may end a little later.
  assert.ok(heard.slice(0, -2).every(({ isSilent }) => !isSilent));
});

test('sound that stops is replaced by silence, so that the picture can go on', () => {
  const { picture, audio, heard } = play(sound({ seconds: 3 }));
  assert.ok(Math.abs(endSeconds(audio) - endSeconds(picture)) < 0.05);
  const [, last] = loudSpan(heard);
  assert.ok(last > 2.9 && last < 3, `${last} s`);
});

test('sound that never comes is silence', () => {
  const { picture, audio, heard } = play([]);
  assert.ok(heard.length > 400 && heard.every(({ isSilent }) => isSilent));
  assert.ok(Math.abs(endSeconds(audio) - endSeconds(picture)) < 0.05);
});

test('sound that comes later than the picture begins with silence', () => {
  const late = { startMs: START_MS + 4_000, decodeTime: 4 * TIMESCALE, seconds: 6 };
  const { heard } = play(sound(late));
  const [first] = loudSpan(heard);
  assert.ok(Math.abs(heard[0]?.seconds ?? NaN) < 0.03);
  assert.ok(Math.abs(first - 4) < 0.05, `${first} s`);
});

for (const seconds of [100, -100, 1e6]) {
  test(`sound whose time stamps jump by ${seconds} s is soon in place again`, () => {
    const all = sound({ seconds: 20 });
    const jumped = moved(all.slice(200), seconds * TIMESCALE);
    const { picture, audio, heard } = play([...all.slice(0, 200), ...jumped], {
      ...REGULAR,
      seconds: 20,
    });
    assert.ok(Math.abs(endSeconds(audio) - endSeconds(picture)) < 0.05);
    const silentAfter = heard.findLast(({ isSilent }) => isSilent)?.seconds ?? NaN;
    assert.ok(silentAfter > 4 && silentAfter < 8, `silent until ${silentAfter} s`);
    assert.ok(loudSpan(heard)[1] > 19.8);
  });
}

test('sound that has nothing to do with the time of the picture is laid beside it', () => {
  const { heard } = play(moved(sound({ seconds: 10 }), 5_000 * TIMESCALE));
  const [first, last] = loudSpan(heard);
  assert.ok(first < 2.5 && last > 9.8, `heard from ${first} to ${last} s`);
});

test('sound whose clock is a thousandth too fast stays within half a second in ten minutes', () => {
  const seconds = 600;
  const fast = sound({ seconds }).map(({ sample, arrivedAtMs }) => ({
    sample: { ...sample, decodeTime: Math.round(sample.decodeTime * 1.001) },
    arrivedAtMs,
  }));
  const marked = fast.at(-1);
  const { heard } = play(fast, { ...REGULAR, seconds });
  assert.ok(marked);
  const [, last] = loudSpan(heard);
  assert.ok(Math.abs(last - seconds) < 0.5, `${last} s`);
  const silent = heard.filter(({ isSilent }) => isSilent).length;
  assert.ok(silent < 40, `${silent} silent frames`);
});

test('a network that stands still for both, and brings all at once, leaves the sound alone', () => {
  const late = (arrived: ArrivedSample): ArrivedSample => {
    const isHeld = arrived.arrivedAtMs > START_MS + 4_000 && arrived.arrivedAtMs < START_MS + 5_500;
    return isHeld ? { ...arrived, arrivedAtMs: START_MS + 5_500 } : arrived;
  };
  const delayMs = (index: number): number => {
    const at = (index + 1) * 40;
    return at > 4_000 && at < 5_500 ? 5_500 - at : 0;
  };
  const { heard } = play(sound().map(late), { ...REGULAR, delayMs });
  assert.equal(heard.slice(0, -2).filter(({ isSilent }) => isSilent).length, 0);
});

test('who joins gets the sound since the newest keyframe of the picture', () => {
  const presentation = new Presentation(SETTINGS, { nowMs: START_MS });
  presentation.expectAudio(TIMESCALE);
  const writer = presentation.startSequence({ gopSeconds: 1 });
  writer.track('audio').onFormat(createFormat('mp4a.40.2', 'audio'));
  writer.track('video').onFormat(createFormat());
  const arrivals = [
    ...[...createSamples({ ...REGULAR, seconds: 3.6 })].map((each) => ({ id: 'video', ...each })),
    ...sound({ seconds: 3.6 }).map((each) => ({ id: 'audio', ...each })),
  ].toSorted((a, b) => a.arrivedAtMs - b.arrivedAtMs);
  for (const { id, sample, arrivedAtMs } of arrivals)
    writer.track(id).onSample(sample, arrivedAtMs);
  const first = presentation.rendition('audio')?.feed.gop[0];
  const seconds = (first?.decodeTime ?? NaN) / TIMESCALE - START_MS / 1000;
  assert.ok(seconds > 2.95 && seconds <= 3, `${seconds} s`);
});

test('a presentation that has begun keeps its tracks', () => {
  const presentation = new Presentation(SETTINGS, { nowMs: START_MS });
  assert.ok(presentation.expectAudio(TIMESCALE));
  assert.ok(presentation.expectAudio(null));
  presentation.startSequence({ gopSeconds: 1 });
  assert.ok(presentation.expectAudio(null));
  assert.equal(presentation.expectAudio(TIMESCALE), false);
  assert.equal(presentation.renditions.length, 1);
});
