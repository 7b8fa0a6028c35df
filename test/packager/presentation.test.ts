import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Presentation } from '../../src/packager/presentation.ts';
import { assertContinuous } from './invariants.ts';
import {
  REGULAR,
  SETTINGS,
  START_MS,
  createFormat,
  createPresentation,
  createSamples,
  feed,
  play,
  startAttempt,
} from './samples.ts';

const NUMBERS_PER_MS = 1 / 250;

test('a later presentation has another id, and numbers that grow', () => {
  const first = new Presentation(SETTINGS, { nowMs: START_MS });
  const second = new Presentation(SETTINGS, { nowMs: START_MS + 1_000 });
  assert.notEqual(first.id, second.id);
  const [before = NaN, after = NaN] = [first, second].map(
    (presentation) => presentation.rendition('video')?.window.nextNumber,
  );
  assert.ok(after - before >= 1_000 * NUMBERS_PER_MS);
});

test('segments are numbered slower than the clock runs, whatever their length', () => {
  const { rendition } = play({ seconds: 60, gop: 13 }, { settings: { segmentSeconds: 0.5 } });
  const numbers = rendition.window.nextNumber - (rendition.window.segments[0]?.number ?? NaN);
  assert.ok(numbers < 60_000 * NUMBERS_PER_MS, `${numbers} numbers in a minute`);
});

test('discontinuities are counted in small numbers, for players keep a list from 0', () => {
  const inTenYears = Date.UTC(2036, 0, 1);
  const presentation = new Presentation(SETTINGS, { nowMs: inTenYears });
  feed(startAttempt(presentation), createSamples({ ...REGULAR, startMs: inTenYears }));
  const [segment] = presentation.rendition('video')?.window.segments ?? [];
  assert.ok((segment?.discontinuity ?? Infinity) < 100_000);
});

test('a machine without the right time begins to count at 0', () => {
  const { window } = new Presentation(SETTINGS, { nowMs: 0 }).rendition('video') ?? {};
  assert.equal(window?.nextNumber, 0);
});

test('an unknown rendition is null', () => {
  assert.equal(createPresentation().presentation.rendition('480p'), null);
});

test('an attempt whose ticks are not those of the rendition is refused', () => {
  const { presentation } = createPresentation();
  const track = presentation.startSequence({ gopSeconds: null }).track('video');
  const format = { ...createFormat(), timescale: 12_800 };
  assert.throws(() => track.onFormat(format), RangeError);
});

test('a new attempt may bring another codec: its segments name their own init segment', () => {
  const shown = createPresentation();
  feed(startAttempt(shown.presentation), createSamples(REGULAR));
  const startMs = START_MS + 15_000;
  const format = createFormat('hvc1.1.6.L93.b0');
  feed(startAttempt(shown.presentation, { format }), createSamples({ ...REGULAR, startMs }));
  const { segments } = shown.rendition.window;
  assert.deepEqual(
    [...new Set(segments.map(({ sequence }) => sequence.codec))],
    ['avc1.64001f', 'hvc1.1.6.L93.b0'],
  );
  for (const { sequence } of segments) {
    assert.equal(shown.rendition.window.findSequence(sequence.number), sequence);
  }
  assertContinuous(segments);
});

test('what is cleared is gone, and the next attempt goes on with numbers, time and targets', () => {
  const { presentation, rendition } = createPresentation();
  feed(startAttempt(presentation), createSamples(REGULAR));
  const { nextNumber } = rendition.window;
  const last = rendition.window.segments.at(-1);
  const { targetSeconds, partTarget } = rendition;
  presentation.clear();
  assert.equal(presentation.byteLength, 0);
  assert.equal(rendition.isReady, false);
  const startMs = START_MS + 9_500;
  feed(startAttempt(presentation), createSamples({ ...REGULAR, gop: 75, startMs }));
  const [first] = rendition.window.segments;
  assert.equal(first?.number, nextNumber);
  assert.equal(first?.discontinuity, (last?.discontinuity ?? NaN) + 1);
  assert.ok((first?.start ?? 0) >= (last?.start ?? Infinity) + (last?.duration ?? 0));
  assert.deepEqual([rendition.targetSeconds, rendition.partTarget], [targetSeconds, partTarget]);
});

test('what is cleared is not filled by the attempt that was running', () => {
  const { presentation, rendition } = createPresentation();
  const track = startAttempt(presentation);
  const samples = [...createSamples(REGULAR)];
  feed(track, samples.slice(0, 100));
  presentation.clear();
  feed(track, samples.slice(100));
  assert.equal(rendition.window.segments.length, 0);
});

test('readers can be woken without new media', async () => {
  const { presentation, rendition } = createPresentation();
  const woken = rendition.window.changes.next(new AbortController().signal);
  const { version } = rendition.window;
  presentation.wakeReaders();
  await woken;
  assert.equal(rendition.window.version, version);
});

test('the bytes of a presentation are those of its segments', () => {
  const { presentation, rendition } = play();
  const bytes = rendition.window.segments.reduce((sum, { byteLength }) => sum + byteLength, 0);
  assert.equal(presentation.byteLength, bytes);
});

test('a window that is made smaller drops what is too much at once', () => {
  const { presentation, rendition } = play({ seconds: 60 });
  assert.ok(rendition.window.segments.length > 50);
  presentation.resizeWindow(10, SETTINGS.windowBytes);
  assert.equal(presentation.windowSeconds, 10);
  const complete = rendition.window.segments.filter(({ isComplete }) => isComplete);
  assert.equal(complete.length, 10);
  const heaviest = Math.max(...complete.map(({ byteLength }) => byteLength));
  presentation.resizeWindow(10, 5 * heaviest);
  assert.ok(presentation.byteLength <= 5 * heaviest);
  assertContinuous(rendition.window.segments);
});

test('who comes while a new attempt holds its first frames begins with those', () => {
  const { presentation, rendition } = play();
  assert.notEqual(rendition.feed.gop.length, 0);
  const track = startAttempt(presentation, { format: createFormat('hvc1.1.6.L93.b0') });
  assert.equal(rendition.feed.gop.length, 0);
  feed(track, createSamples({ ...REGULAR, startMs: START_MS + 15_000 }));
  assert.equal(rendition.feed.gop[0]?.sequence.codec, 'hvc1.1.6.L93.b0');
});
