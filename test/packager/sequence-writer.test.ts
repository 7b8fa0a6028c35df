import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SourceError } from '../../src/errors.ts';
import type { SegmentView } from '../../src/packager/segment.ts';
import type { ArrivedSample } from '../../src/packager/track-writer.ts';
import { createRandom } from '../random.ts';
import { assertContinuous, assertPartRule, assertTargetDuration, samplesOf } from './invariants.ts';
import {
  REGULAR,
  START_MS,
  createFormat,
  createPresentation,
  createSamples,
  feed,
  play,
  startAttempt,
} from './samples.ts';
import type { CameraScript, Shown } from './samples.ts';

const TICKS_PER_MS = 90;

function segmentsOf({ rendition }: Shown): readonly SegmentView[] {
  return rendition.window.segments;
}

function sequencesOf(shown: Shown): number {
  return new Set(segmentsOf(shown).map(({ sequence }) => sequence)).size;
}

/** How much later than its capture the newest frame ends on the timeline, in ms. */
function aheadMs({ rendition }: Shown, last: ArrivedSample | undefined): number {
  const { arrivedAtMs = NaN, sample } = last ?? {};
  return (rendition.end - (sample?.duration ?? NaN)) / TICKS_PER_MS - arrivedAtMs;
}

/** Frames that a camera sends one after another, as one list. */
function inTurn(...scripts: readonly Partial<CameraScript>[]): ArrivedSample[] {
  const all: ArrivedSample[] = [];
  for (const script of scripts) {
    const { sample, arrivedAtMs } = all.at(-1) ?? {};
    all.push(
      ...createSamples({
        ...REGULAR,
        startMs: arrivedAtMs === undefined ? START_MS : arrivedAtMs + 40,
        decodeTime: sample ? sample.decodeTime + 3_600 : 0,
        ...script,
      }),
    );
  }
  return all;
}

function playAll(samples: readonly ArrivedSample[], settings = {}): Shown {
  const shown = createPresentation(settings);
  feed(startAttempt(shown.presentation), samples);
  return shown;
}

describe('where a sequence begins', () => {
  test('media time is the wall clock at which the camera captured', () => {
    const shown = play({ decodeTime: 123_456_789 });
    assert.equal(segmentsOf(shown)[0]?.start, START_MS * TICKS_PER_MS);
    assertContinuous(segmentsOf(shown));
  });

  test('what ffmpeg read while it probed comes at once, and its last frame tells the time', () => {
    const burst = [...createSamples(REGULAR)].map((arrived, index) =>
      index < 50 ? { ...arrived, arrivedAtMs: START_MS + 2_000 + index / 10 } : arrived,
    );
    const shown = playAll(burst);
    const start = segmentsOf(shown)[0]?.start ?? NaN;
    assert.ok(Math.abs(start / TICKS_PER_MS - START_MS) <= 5);
    assertContinuous(segmentsOf(shown));
  });

  test('nothing is shown before the burst is over, and then all of it', () => {
    const { presentation, rendition } = createPresentation();
    const track = startAttempt(presentation);
    const samples = [
      ...createSamples({ ...REGULAR, delayMs: (index) => Math.max(0, 1_000 - index * 40) }),
    ];
    feed(track, samples.slice(0, 20));
    assert.equal(rendition.window.segments.length, 0);
    feed(track, samples.slice(20, 27));
    assert.equal(rendition.window.segments[0]?.sampleCount, 25);
  });
});

describe('the end of an attempt', () => {
  test('is a discontinuity, and numbers and time go on', () => {
    const shown = createPresentation();
    for (let attempt = 0; attempt < 4; attempt++) {
      const startMs = START_MS + attempt * 20_000;
      const track = startAttempt(shown.presentation);
      feed(track, createSamples({ ...REGULAR, seconds: 4.7, startMs, decodeTime: attempt * 7 }));
    }
    assert.equal(sequencesOf(shown), 4);
    const numbers = [...new Set(segmentsOf(shown).map(({ sequence }) => sequence.number))];
    const [first = NaN] = numbers;
    assert.deepEqual(numbers, [first, first + 1, first + 2, first + 3]);
    assertContinuous(segmentsOf(shown));
    assert.ok(
      segmentsOf(shown)
        .slice(0, -1)
        .every(({ isComplete }) => isComplete),
    );
  });

  test('does not let time run backwards, however soon the next begins', () => {
    const shown = createPresentation();
    feed(startAttempt(shown.presentation), createSamples(REGULAR));
    const late = { ...REGULAR, startMs: START_MS + 9_000 };
    feed(startAttempt(shown.presentation), createSamples(late));
    assert.equal(sequencesOf(shown), 2);
    assertContinuous(segmentsOf(shown));
  });

  test('ends its writer for good', () => {
    const shown = createPresentation();
    const writer = shown.presentation.startSequence({ gopSeconds: null });
    const track = startAttempt(shown.presentation);
    const samples = [...createSamples(REGULAR)];
    feed(track, samples.slice(0, 60));
    writer.end();
    const next = shown.presentation.startSequence({ gopSeconds: null });
    const { length } = segmentsOf(shown);
    feed(track, samples.slice(60));
    assert.equal(segmentsOf(shown).length, length, 'late frames of the old attempt are dropped');
    assert.equal(segmentsOf(shown).at(-1)?.isComplete, true);
    next.end();
    next.end();
  });

  test('of one that brought no frame leaves no trace', () => {
    const shown = createPresentation();
    feed(startAttempt(shown.presentation), createSamples(REGULAR));
    const before = segmentsOf(shown).length;
    startAttempt(shown.presentation);
    const startMs = START_MS + 60_000;
    feed(startAttempt(shown.presentation), createSamples({ ...REGULAR, startMs }));
    assert.equal(sequencesOf(shown), 2);
    assert.ok(segmentsOf(shown).length > before);
    assertContinuous(segmentsOf(shown));
  });
});

describe('time stamps that jump', () => {
  const JUMPS_MS = [-3_600_000, -5_000, -700, 600, 1_200, 1_900, 2_500, 60_000, 3_600_000];

  for (const jumpMs of JUMPS_MS) {
    test(`by ${jumpMs / 1000} s begin a new sequence, and the timeline stays on the wall clock`, () => {
      const before = inTurn({ seconds: 8.2 });
      const last = before.at(-1);
      const end = (last?.sample.decodeTime ?? 0) + 3_600;
      const after = inTurn({
        startMs: (last?.arrivedAtMs ?? NaN) + 40,
        decodeTime: end + jumpMs * TICKS_PER_MS,
      });
      const shown = playAll([...before, ...after]);
      assert.equal(sequencesOf(shown), 2);
      assertContinuous(segmentsOf(shown));
      assertTargetDuration(shown.rendition);
      const ahead = aheadMs(shown, after.at(-1));
      assert.ok(Math.abs(ahead) < 60, `${ahead} ms ahead of the wall clock`);
      const longest = segmentsOf(shown).flatMap((segment) =>
        samplesOf(segment).map(({ duration }) => duration),
      );
      assert.ok(Math.max(...longest) <= 7_200, 'no frame is shown for the length of the jump');
    });
  }

  test('in the burst of the beginning leave what came before them out', () => {
    for (const jumpMs of [5_000, 3_600_000]) {
      const [first, ...rest] = inTurn({});
      assert.ok(first);
      const moved = rest.map(({ sample, arrivedAtMs }) => ({
        sample: { ...sample, decodeTime: sample.decodeTime + jumpMs * TICKS_PER_MS },
        arrivedAtMs,
      }));
      const shown = playAll([first, ...moved]);
      assert.equal(shown.rendition.targetSeconds, 2);
      assert.equal(sequencesOf(shown), 1);
      assertContinuous(segmentsOf(shown));
      assertPartRule(shown.rendition);
      assert.ok(Math.abs(aheadMs(shown, moved.at(-1))) < 60);
    }
  });

  test('time and again never make the timeline run away', () => {
    const random = createRandom(5);
    const samples: ArrivedSample[] = [];
    let decodeTime = 0;
    for (let jump = 0; jump < 40; jump++) {
      const startMs = (samples.at(-1)?.arrivedAtMs ?? START_MS) + 40;
      samples.push(...createSamples({ ...REGULAR, seconds: 6, startMs, decodeTime }));
      decodeTime = random(1_000_000_000);
    }
    const shown = playAll(samples);
    assertContinuous(segmentsOf(shown));
    assert.ok(Math.abs(aheadMs(shown, samples.at(-1))) < 100);
  });
});

describe('a gap', () => {
  test('of more than two seconds begins a new sequence behind it', () => {
    const before = inTurn({ seconds: 8.2 });
    const last = before.at(-1);
    assert.ok(last);
    const gap = 7_000 * TICKS_PER_MS;
    const after = inTurn({
      startMs: last.arrivedAtMs + 7_040,
      decodeTime: last.sample.decodeTime + 3_600 + gap,
    });
    const shown = playAll([...before, ...after]);
    assert.equal(sequencesOf(shown), 2);
    assertContinuous(segmentsOf(shown));
    assertTargetDuration(shown.rendition);
    assert.ok(Math.abs(aheadMs(shown, after.at(-1))) < 60);
  });

  test('of less is a frame shown a little longer', () => {
    const frame = (index: number): number => (index === 130 ? 150_000 : 3_600);
    const shown = play({ frame, gop: 50, seconds: 12 });
    assert.equal(sequencesOf(shown), 1);
    assertContinuous(segmentsOf(shown));
  });

  test('a network that stands still for three seconds loses nothing', () => {
    for (let begin = 100; begin < 160; begin += 3) {
      const delayMs = (index: number): number =>
        index >= begin && index < begin + 75 ? 3_000 - (index - begin) * 40 : 0;
      const shown = play({ seconds: 20, delayMs });
      assert.equal(sequencesOf(shown), 1, `from frame ${begin}`);
      assertContinuous(segmentsOf(shown));
    }
  });
});

describe('clocks that disagree', () => {
  test('a drifting camera is followed without a hole or an overlap', () => {
    const delayMs = (index: number): number => index * 0.02;
    const shown = play({ seconds: 120, delayMs });
    const last = segmentsOf(shown).at(-1);
    assert.equal(sequencesOf(shown), 1);
    assertContinuous(segmentsOf(shown));
    assertPartRule(shown.rendition);
    const end = (last?.start ?? 0) + (last?.duration ?? 0);
    const arrived = START_MS + 120_000 + 3_000 * 0.02;
    assert.ok(Math.abs(end / TICKS_PER_MS - arrived) < 20, `${end / TICKS_PER_MS - arrived} ms`);
  });

  test('an encoder that falls behind is given more and more rope, not a jump each time', () => {
    const shown = play({ seconds: 300, delayMs: (index) => index * 1.2 }, { gopSeconds: 1 });
    assertContinuous(segmentsOf(shown));
    const { discontinuity = NaN } = segmentsOf(shown).at(-1) ?? {};
    const first = createPresentation();
    feed(startAttempt(first.presentation), createSamples(REGULAR));
    const jumps = discontinuity - (segmentsOf(first)[0]?.discontinuity ?? NaN);
    assert.ok(jumps >= 2 && jumps <= 6, `${jumps} jumps`);
  });

  test('time stamps that stand still while frames arrive are a stalled source', () => {
    const { presentation } = createPresentation();
    const track = startAttempt(presentation);
    const samples = [...createSamples(REGULAR)].map(({ sample, arrivedAtMs }, index) => ({
      sample: index < 50 ? sample : { ...sample, decodeTime: 50 * 3_600 + index, duration: 1 },
      arrivedAtMs,
    }));
    assert.throws(
      () => feed(track, samples),
      (error) => error instanceof SourceError && error.code === 'stalled',
    );
  });

  test('a wall clock set forward by a year is a discontinuity, not a stalled source', () => {
    const before = inTurn({ seconds: 6.3 });
    const yearMs = 365 * 86_400_000;
    const lastMs = before.at(-1)?.arrivedAtMs ?? NaN;
    const after = inTurn({ startMs: lastMs + yearMs, decodeTime: before.length * 3_600 });
    const shown = playAll([...before, ...after]);
    assert.equal(sequencesOf(shown), 2);
    assert.ok(Math.abs(aheadMs(shown, after.at(-1))) < 60);
    assertContinuous(segmentsOf(shown));
  });
});

describe('another format in the middle of an attempt', () => {
  test('is a new sequence on the same clock, without a hole', () => {
    const shown = createPresentation();
    const track = startAttempt(shown.presentation);
    const samples = [...createSamples(REGULAR)];
    feed(track, samples.slice(0, 125));
    track.onFormat(createFormat('avc1.4d001f'));
    feed(track, samples.slice(125));
    assert.equal(sequencesOf(shown), 2);
    assertContinuous(segmentsOf(shown));
    const codecs = segmentsOf(shown).map(({ sequence }) => sequence.codec);
    assert.deepEqual([...new Set(codecs)], ['avc1.64001f', 'avc1.4d001f']);
    assert.ok(Math.abs(aheadMs(shown, samples.at(-1))) < 1);
    assert.equal(shown.rendition.window.segments[0]?.start, START_MS * TICKS_PER_MS);
  });

  test('is told before anything came', () => {
    const shown = createPresentation();
    const track = startAttempt(shown.presentation);
    track.onFormat(createFormat('avc1.4d001f'));
    feed(track, createSamples(REGULAR));
    assert.equal(segmentsOf(shown)[0]?.sequence.codec, 'avc1.4d001f');
    assert.equal(sequencesOf(shown), 1);
  });
});

test('a frame that comes late begins where the one before it was to end', () => {
  const late = 60;
  const lateMs = 90;
  const samples = [...createSamples(REGULAR)].map(({ sample, arrivedAtMs }, index) =>
    index === late
      ? {
          sample: { ...sample, decodeTime: sample.decodeTime + lateMs * TICKS_PER_MS },
          arrivedAtMs: arrivedAtMs + lateMs,
        }
      : { sample, arrivedAtMs },
  );
  // Those it overtook come behind it.
  const shown = playAll(samples.filter((_, index) => index !== late + 1 && index !== late + 2));
  assert.equal(sequencesOf(shown), 1);
  assertContinuous(segmentsOf(shown));
  const durations = segmentsOf(shown).flatMap((segment) =>
    samplesOf(segment).map(({ duration }) => duration),
  );
  assert.deepEqual(durations.slice(late - 1, late + 2), [3_600, 3_600 + 8_100, 2_700]);
});
