import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Sample } from '../../src/mp4/sample.ts';
import {
  endOf,
  findKeyframe,
  readSamples,
  selectSegments,
  showTime,
  trimSamples,
} from '../../src/packager/excerpt.ts';
import type { SegmentView } from '../../src/packager/segment.ts';
import { RecordedCamera, film } from '../recorded-camera.ts';
import type { Film } from '../recorded-camera.ts';
import { assertSameBytes } from '../same-bytes.ts';

const START_MS = Date.UTC(2026, 10, 23, 1, 2, 3);
const SECOND = 90_000;

let short: Film;
let other: Film;
before(async () => {
  short = await film({ seconds: 6, bFrames: 2 });
  other = await film({ seconds: 3, size: '128x72' });
});

function startsOf(segments: readonly SegmentView[]): number[] {
  return segments.map(({ start }) => Math.round((start / 90 - START_MS) / 100) / 10);
}

function from(seconds: number): number {
  return (START_MS + seconds * 1000) * 90;
}

test('what is read out of the window is what went in, at its capture time', () => {
  const camera = new RecordedCamera();
  camera.startFilm(short, START_MS).playTo(6);
  const samples = camera.rendition.window.segments.flatMap(readSamples);
  assert.deepEqual(
    samples.map(({ isKey, compositionOffset }) => ({ isKey, compositionOffset })),
    short.samples.map(({ isKey, compositionOffset }) => ({ isKey, compositionOffset })),
  );
  for (const [index, { data }] of samples.entries()) {
    assertSameBytes(data, short.samples[index]?.data, `frame ${index}`);
  }
  assert.ok(Math.abs(showTime(samples[0] ?? assert.fail()) / 90 - START_MS) < 5);
});

test('the segment that is being made is read as far as it is there', () => {
  const camera = new RecordedCamera();
  camera.startFilm(short, START_MS).playTo(1.5);
  const newest = camera.rendition.window.segments.at(-1) ?? assert.fail();
  assert.equal(newest.isComplete, false);
  assert.equal(readSamples(newest).length, newest.sampleCount);
  assert.ok(newest.sampleCount > newest.parts.length);
});

test('segments are taken from the one in which the wanted time lies', () => {
  const camera = new RecordedCamera();
  camera.startFilm(short, START_MS).playTo(6);
  const { segments } = camera.rendition.window;
  assert.deepEqual(startsOf(selectSegments(segments, from(3.5))), [3, 4, 5]);
  assert.deepEqual(startsOf(selectSegments(segments, from(-10))), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(selectSegments(segments, from(7)), []);
  assert.deepEqual(selectSegments([], from(0)), []);
});

test('a time at which the camera was away begins with its return', () => {
  const camera = new RecordedCamera();
  camera.startFilm(short, START_MS).playTo(2);
  camera.startFilm(short, START_MS + 60_000).playTo(2);
  const { segments } = camera.rendition.window;
  assert.deepEqual(startsOf(selectSegments(segments, from(40))), [60, 61]);
  assert.deepEqual(startsOf(selectSegments(segments, from(1.5))), [1, 60, 61]);
});

test('what another init segment describes is left behind', () => {
  const camera = new RecordedCamera();
  camera.startFilm(short, START_MS).playTo(3);
  camera.startFilm(other, START_MS + 4_000).playTo(2);
  const selected = selectSegments(camera.rendition.window.segments, from(0));
  assert.deepEqual(startsOf(selected), [4, 5]);
  assert.equal(selected[0]?.sequence.width, 128);
});

test('the newest keyframe is found in the segment that is being made', () => {
  const camera = new RecordedCamera();
  const reel = camera.startFilm(short, START_MS);
  assert.equal(findKeyframe(camera.rendition.window.segments), null);
  reel.playTo(2.9);
  const keyframe = findKeyframe(camera.rendition.window.segments) ?? assert.fail();
  assertSameBytes(keyframe.sample.data, short.samples[50]?.data);
  assert.ok(Math.abs(showTime(keyframe.sample) - from(2)) < 450);
});

test('keyframes are found behind segments that have none', () => {
  // Segments are cut without a keyframe when they would take too much of the window.
  const bytes = short.samples.reduce((sum, { data }) => sum + data.length, 0);
  const camera = new RecordedCamera({ windowBytes: bytes * 2 });
  const samples = short.samples.map((sample, index) => ({ ...sample, isKey: index === 0 }));
  camera.startFilm({ ...short, samples }, START_MS).playTo(6);
  const { segments } = camera.rendition.window;
  const keyframe = findKeyframe(segments) ?? assert.fail();
  assertSameBytes(keyframe.sample.data, short.samples[0]?.data);
  const newest = segments.at(-1) ?? assert.fail();
  assert.equal(newest.isIndependent, false);
  assert.equal(selectSegments(segments, endOf(newest) - 1)[0], segments[0]);
});

function sampleAt(index: number, isKey: boolean, compositionOffset = 0): Sample {
  const times = { decodeTime: index * SECOND, duration: SECOND, compositionOffset };
  return { ...times, trackId: 1, isKey, data: Buffer.alloc(1) };
}

function trim(samples: readonly Sample[], from: number, until = Infinity): number[] {
  const span = { from: from * SECOND, until: until * SECOND };
  return trimSamples(samples, span).map(({ decodeTime }) => decodeTime / SECOND);
}

const KEYS = [false, true, false, false, true, false].map((isKey, index) => sampleAt(index, isKey));

test('samples begin with the keyframe at or before the wanted time', () => {
  assert.deepEqual(trim(KEYS, 4), [4, 5]);
  assert.deepEqual(trim(KEYS, 3.9), [1, 2, 3, 4, 5]);
  assert.deepEqual(trim(KEYS, 100), [4, 5]);
});

test('where no keyframe comes before the wanted time, samples begin with the first', () => {
  assert.deepEqual(trim(KEYS, 0.5), [1, 2, 3, 4, 5]);
  assert.deepEqual(trim(KEYS.slice(2, 4), 2), []);
  assert.deepEqual(trim([], 2), []);
});

test('a keyframe counts from when it is shown, not from when it is decoded', () => {
  const samples = [sampleAt(0, true), sampleAt(1, false), sampleAt(2, true, 2 * SECOND)];
  assert.deepEqual(trim(samples, 3), [0, 1, 2]);
  assert.deepEqual(trim(samples, 4), [2]);
});

test('samples end where the wanted time does, but the first one is always there', () => {
  assert.deepEqual(trim(KEYS, 1, 3), [1, 2]);
  assert.deepEqual(trim(KEYS, 4, 2), [4]);
});
