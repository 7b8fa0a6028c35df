import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Cadence } from '../../src/packager/cadence.ts';

const TIMESCALE = 90_000;

function createCadence(settings: { segmentSeconds?: number; partSeconds?: number } = {}): Cadence {
  return new Cadence({ timescale: TIMESCALE, segmentSeconds: 1, partSeconds: 0.2, ...settings });
}

/** The part target in seconds that a camera with such frames gets. */
function partSecondsOf(frames: readonly number[], partSeconds = 0.2): number {
  const cadence = createCadence({ partSeconds });
  for (let index = 0; cadence.partTarget === null; index++) {
    assert.ok(index < 1_000, 'the part target is found soon');
    cadence.observeSample(frames[Math.min(index, frames.length - 1)] ?? NaN);
  }
  return cadence.partTarget / TIMESCALE;
}

describe('the part target', () => {
  const RATES = [1, 2, 5, 7, 10, 12.5, 15, 20, 24, 25, 29.97, 30, 48, 50, 59.94, 60, 120];

  for (const fps of RATES) {
    test(`${fps} frames a second fit into it with some room, and fill 85 % of it`, () => {
      const frame = Math.round(TIMESCALE / fps);
      for (const part of [0.05, 0.1, 0.2, 0.333, 0.5, 1]) {
        const target = partSecondsOf([frame], part) * TIMESCALE;
        const frames = Math.max(1, Math.round((part * TIMESCALE) / frame));
        assert.ok(frames * frame * 1.02 <= target, `${part} s: room for jitter`);
        const filled = Math.floor(target / frame) * frame;
        assert.ok(filled >= 0.85 * target, `${part} s: 85 %`);
      }
    });
  }

  test('it is a whole number of milliseconds, for that is how it is written', () => {
    for (const frame of [3_003, 3_600, 3_750, 1_501]) {
      const ms = partSecondsOf([frame]) * 1000;
      assert.ok(Math.abs(ms - Math.round(ms)) < 1e-9, `${ms} ms`);
    }
  });

  test('the frame that comes most counts, not the average', () => {
    assert.equal(partSecondsOf([3_600, 3_600, 3_600, 7_200, 3_600]), 0.206);
  });

  test('a picture that hangs at the start does not make long parts for ever', () => {
    assert.equal(partSecondsOf([171_000, 3_600]), 0.206);
    assert.equal(partSecondsOf([3_600, 3_600, 90_000, 3_600]), 0.206);
  });

  test('while it is not known, a part ends where it will have ended', () => {
    for (let fps = 1; fps <= 60; fps += 0.25) {
      const frame = Math.round(TIMESCALE / fps);
      const cadence = createCadence();
      let open = 0;
      do {
        cadence.observeSample(frame);
        if (open > 0 && open + frame > cadence.longestPart) break;
        open += frame;
      } while (open + frame <= cadence.longestPart);
      const target = partSecondsOf([frame]) * TIMESCALE;
      assert.ok(open <= target, `${fps} fps: ${open} ticks in a part of ${target}`);
      assert.ok(open >= 0.85 * target, `${fps} fps: ${open} ticks in a part of ${target}`);
    }
  });

  // RFC 8216bis: players end the session when it changes.
  test('it never changes', () => {
    const cadence = createCadence();
    for (let index = 0; index < 10; index++) cadence.observeSample(3_600);
    const { partTarget } = cadence;
    assert.notEqual(partTarget, null);
    for (let index = 0; index < 100; index++) cadence.observeSample(18_000);
    assert.equal(cadence.partTarget, partTarget);
  });
});

/** Segments of so many seconds that ended at a keyframe. */
function observeWhole(cadence: Cadence, segments: readonly number[]): void {
  for (const seconds of segments) cadence.observeSegment(seconds * TIMESCALE, true);
}

describe('the target duration', () => {
  const secondsOf = (cadence: Cadence): number => cadence.shortestSegment / TIMESCALE;

  test('it follows from the keyframe distance of our own encoder, before any frame', () => {
    for (const [gopSeconds, segmentSeconds, targetSeconds] of [
      [1, 1, 2],
      [0.5, 1, 2],
      [2, 1, 3],
      [0.3, 1, 2],
      [1, 0.5, 2],
      [1, 4, 5],
      [3, 4, 7],
      [10, 10, 11],
      [0.2, 10, 10],
    ] as const) {
      const cadence = createCadence({ segmentSeconds });
      cadence.expectGop(gopSeconds);
      const { targetSeconds: found } = cadence;
      const gops = Math.ceil(secondsOf(cadence) / gopSeconds - 1e-9);
      assert.ok(found !== null && Math.round(gops * gopSeconds) <= found - 0.5, 'a segment fits');
      assert.equal(found, targetSeconds, `GOP ${gopSeconds}, segment ${segmentSeconds}`);
    }
  });

  test('it is one second more than the longer of the first two whole segments', () => {
    for (const [first, second, targetSeconds] of [
      [0.04, 0.04, 2],
      [1, 1, 2],
      [1, 1.04, 2],
      [1.2, 1.2, 3],
      [2, 2, 3],
      [1, 4, 5],
      [4, 1, 5],
    ] as const) {
      const cadence = createCadence();
      observeWhole(cadence, [first]);
      assert.equal(cadence.targetSeconds, null, 'the first may have been cut short');
      observeWhole(cadence, [second]);
      assert.equal(cadence.targetSeconds, targetSeconds, `${first} s, ${second} s`);
    }
  });

  test('a segment that ended early counts, but does not decide', () => {
    const cadence = createCadence();
    cadence.observeSegment(4.4 * TIMESCALE, false);
    observeWhole(cadence, [1]);
    assert.equal(cadence.targetSeconds, null);
    observeWhole(cadence, [1]);
    assert.equal(cadence.targetSeconds, 6);
  });

  test('a segment of the longest GOP decides at once, whole or not', () => {
    for (const [seconds, isWhole, targetSeconds] of [
      [9.9, false, null],
      [10, true, 11],
      [11.4, false, 13],
    ] as const) {
      const cadence = createCadence();
      cadence.observeSegment(seconds * TIMESCALE, isWhole);
      assert.equal(cadence.targetSeconds, targetSeconds, `${seconds} s`);
    }
  });

  test('a GOP that is still growing decides only when it is long', () => {
    const cadence = createCadence();
    cadence.observeGop(4.2 * TIMESCALE);
    assert.equal(cadence.targetSeconds, null, 'four seconds are common');
    cadence.observeGop(4.5 * TIMESCALE);
    assert.equal(cadence.targetSeconds, 11);
  });

  test('it never changes', () => {
    const cadence = createCadence();
    observeWhole(cadence, [1, 1, 9]);
    cadence.observeGop(9 * TIMESCALE);
    cadence.expectGop(5);
    assert.equal(cadence.targetSeconds, 2);
  });
});

describe('the longest segment', () => {
  // RFC 8216bis, 4.4.3.1: "The EXTINF duration of each Media Segment in a Playlist file, when rounded
  // to the nearest integer, MUST be less than or equal to the Target Duration."
  test('still rounds to the target duration', () => {
    for (const seconds of [1, 2.3, 6, 10]) {
      const cadence = createCadence();
      observeWhole(cadence, [seconds, seconds]);
      const longest = cadence.longestSegment / TIMESCALE;
      assert.ok(Math.round(longest) <= (cadence.targetSeconds ?? 0));
      assert.ok(longest > seconds);
    }
    assert.ok(Math.round(createCadence().longestSegment / TIMESCALE) <= 11, 'before it is known');
  });
});

test('a segment may be a tenth shorter than asked for, so that a keyframe just before is taken', () => {
  assert.equal(createCadence({ segmentSeconds: 2 }).shortestSegment, 1.8 * TIMESCALE);
});
