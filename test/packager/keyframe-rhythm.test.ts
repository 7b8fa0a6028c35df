import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { KeyframeRhythm } from '../../src/packager/keyframe-rhythm.ts';
import { createRandom } from '../random.ts';

const FRAME = 3_600;
const SECOND = 90_000;

/** Keyframes with these distances in ticks, the first one at 1000 s. */
function rhythmOf(distances: readonly number[], expected: number | null = null): KeyframeRhythm {
  const rhythm = new KeyframeRhythm(expected);
  let key = 1_000 * SECOND;
  rhythm.observe(key, FRAME);
  for (const distance of distances) {
    key += distance;
    rhythm.observe(key, FRAME);
  }
  return rhythm;
}

const times = (count: number, distance: number): number[] => Array(count).fill(distance);

describe('what it learns', () => {
  test('three equal distances are a rhythm, two are not', () => {
    assert.equal(rhythmOf([]).gop, null);
    assert.equal(rhythmOf(times(2, SECOND)).gop, null);
    assert.equal(rhythmOf(times(3, SECOND)).gop, SECOND);
  });

  test('the mean is taken, so that it does not drift', () => {
    const ntsc = [90_090, 90_090, 90_091, 90_090, 90_089];
    assert.equal(rhythmOf(ntsc).gop, 90_090);
  });

  test('a frame more or less is no break', () => {
    const rhythm = rhythmOf([SECOND, SECOND + FRAME, SECOND, SECOND - FRAME, SECOND]);
    assert.equal(rhythm.gop, SECOND);
    assert.equal(rhythm.isErratic, false);
  });

  test('a rhythm that changes is learned anew', () => {
    const distances = [...times(10, SECOND), ...times(4, 2 * SECOND)];
    assert.equal(rhythmOf(distances.slice(0, 11)).gop, null);
    assert.equal(rhythmOf(distances).gop, 2 * SECOND);
    assert.equal(rhythmOf(distances).isErratic, false);
  });

  test('a first GOP that lacks a frame does not count', () => {
    assert.equal(rhythmOf([SECOND - FRAME, ...times(2, SECOND)]).gop, SECOND);
  });

  test('a keyframe that is missing is forgotten soon', () => {
    const rhythm = rhythmOf([...times(5, SECOND), 2 * SECOND, ...times(3, SECOND)]);
    assert.equal(rhythm.gop, SECOND);
    assert.equal(rhythm.isErratic, false);
  });
});

describe('what it is told', () => {
  test('the distance of our own encoder is believed at once', () => {
    assert.equal(new KeyframeRhythm(SECOND).gop, SECOND);
    assert.equal(rhythmOf(times(5, SECOND + 90), SECOND).gop, SECOND);
  });

  test('it is not believed any more when a keyframe comes at another time', () => {
    const broken = rhythmOf([SECOND, SECOND / 2], SECOND);
    assert.equal(broken.gop, null);
    assert.equal(rhythmOf([SECOND, ...times(5, SECOND / 2)], SECOND).gop, SECOND / 2);
  });
});

describe('keyframes that come as they like', () => {
  test('are erratic from the second break on', () => {
    const random = createRandom(3);
    const distances = Array.from({ length: 40 }, () => (1 + random(250)) * FRAME);
    assert.equal(rhythmOf(distances).isErratic, true);
    assert.equal(rhythmOf(distances).gop, null);
  });

  test('are erratic also when two distances take turns', () => {
    const alternating = Array.from({ length: 12 }, (_, index) => (1 + (index % 2)) * SECOND);
    assert.equal(rhythmOf(alternating).isErratic, true);
  });

  test('are forgiven after sixteen regular ones', () => {
    const distances = [SECOND, 2 * SECOND, SECOND, 3 * SECOND, ...times(16, SECOND)];
    assert.equal(rhythmOf(distances.slice(0, 12)).isErratic, true);
    assert.equal(rhythmOf(distances).isErratic, false);
    assert.equal(rhythmOf(distances).gop, SECOND);
  });
});

describe('when the next keyframe is due', () => {
  const last = 1_000 * SECOND + 5 * SECOND;

  test('one distance after the last one, to half a frame', () => {
    const rhythm = rhythmOf(times(5, SECOND));
    for (const [time, isDue] of [
      [last + SECOND, true],
      [last + SECOND - FRAME / 4, true],
      [last + SECOND + FRAME / 4, true],
      [last + SECOND - FRAME, false],
      [last + SECOND + FRAME, false],
      [last, false],
    ] as const) {
      assert.equal(rhythm.isDue(time, FRAME), isDue, `${time - last}`);
    }
  });

  test('nobody knows without a rhythm', () => {
    assert.equal(
      new KeyframeRhythm(SECOND).isDue(SECOND, FRAME),
      false,
      'before the first keyframe',
    );
    assert.equal(rhythmOf([SECOND]).isDue(1_002 * SECOND, FRAME), false);
  });
});
