import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DecodeTimes } from '../../src/nut/decode-times.ts';

const FRAME = 10;

/** @param order presentation times in frames */
function decodeTimes(order: readonly number[], delay: number): number[] {
  const times = new DecodeTimes(delay);
  return order.map((frame) => times.next(frame * FRAME, FRAME) / FRAME);
}

test('without B-frames, frames are decoded when they are shown', () => {
  assert.deepEqual(decodeTimes([0, 1, 2, 5, 6], 0), [0, 1, 2, 5, 6]);
});

test('with B-frames, each is decoded a frame after the other, and none after it is shown', () => {
  assert.deepEqual(decodeTimes([0, 3, 1, 2, 6, 4, 5, 9], 1), [-1, 0, 1, 2, 3, 4, 5, 6]);
  assert.deepEqual(decodeTimes([0, 4, 2, 1, 3, 8, 6, 5, 7], 2), [-2, -1, 0, 1, 2, 3, 4, 5, 6]);
});

test('what is announced but not used only makes decoding earlier', () => {
  assert.deepEqual(decodeTimes([0, 1, 2, 3], 2), [-2, -1, 0, 1]);
});

describe('B-frames that nobody has announced', () => {
  test('are learned from, and times grow all the same', () => {
    const times = decodeTimes([0, 3, 1, 2, 6, 4, 5, 9, 7, 8], 0);
    assert.deepEqual(times.slice(0, 2), [0, 3]);
    for (const [index, time] of times.entries()) {
      assert.ok(index === 0 || time > (times[index - 1] ?? NaN), times.join(' '));
    }
    assert.deepEqual(times.slice(-4), [5, 6, 7, 8]);
  });
});

test('time stamps that jump back are followed at once', () => {
  const before = Array.from({ length: 20 }, (_, index) => index);
  const times = decodeTimes([...before, 2, 3, 4], 0);
  assert.deepEqual(times.slice(-4), [19, 2, 3, 4]);
});

test('time stamps that stand still grow by a tick', () => {
  const times = new DecodeTimes(0);
  assert.deepEqual(
    [100, 100, 100].map((pts) => times.next(pts, FRAME)),
    [100, 101, 102],
  );
});
