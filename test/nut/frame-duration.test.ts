import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrameDuration } from '../../src/nut/frame-duration.ts';

function expectAfter(distances: readonly number[], first = 3_600): number {
  const duration = new FrameDuration(first);
  for (const distance of distances) duration.observe(distance);
  return duration.expected;
}

test('before two frames were seen, a frame lasts as long as was said', () => {
  assert.equal(expectAfter([]), 3_600);
});

test('the first distance is believed', () => {
  assert.equal(expectAfter([3_000]), 3_000);
});

test('a late frame changes nothing', () => {
  assert.equal(expectAfter([3_000, 3_000, 9_000]), 3_000);
  assert.equal(expectAfter([3_000, 9_000]), 3_000);
});

test('another rate is learned within four frames', () => {
  const day = Array.from({ length: 100 }, () => 3_000);
  assert.equal(expectAfter([...day, 6_000, 6_000, 6_000]), 3_000);
  assert.equal(expectAfter([...day, 6_000, 6_000, 6_000, 6_000]), 6_000);
});

test('jitter does not make it waver', () => {
  const jittery = Array.from({ length: 50 }, (_, index) => 3_000 + ((index * 97) % 300) - 150);
  const seen = new Set(jittery.map((_, index) => expectAfter(jittery.slice(0, index + 1), 3_000)));
  assert.deepEqual([...seen], [3_000]);
});
