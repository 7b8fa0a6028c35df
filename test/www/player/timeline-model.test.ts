import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  behindAfterKey,
  behindAt,
  behindSpoken,
  behindText,
  hasPast,
  settleBehind,
  shareOf,
} from '../../../www/player/timeline-model.ts';

test('the right end of the timeline is live, the left end the oldest there is', () => {
  assert.deepEqual([behindAt(1, 60), behindAt(0.5, 60), behindAt(-3, 60)], [0, 30, 60]);
  assert.deepEqual(
    [shareOf(0, 60), shareOf(30, 60), shareOf(90, 60), shareOf(5, 0)],
    [1, 0.5, 0, 1],
  );
});

test('what is near to live is live, and what is about to leave is not begun with', () => {
  assert.equal(settleBehind(2, 60), null);
  assert.equal(settleBehind(10, 60), 10);
  assert.equal(settleBehind(60, 60), 59);
  assert.deepEqual([settleBehind(30, 3), settleBehind(30, 0)], [null, null]);
});

test('a window of a few seconds is no past worth a timeline', () => {
  assert.deepEqual([hasPast(0), hasPast(4), hasPast(12)], [false, false, true]);
});

test('the slider has the keys of a slider', () => {
  const from = (key: string, behind = 20): number | null => behindAfterKey(key, behind, 60);
  assert.deepEqual(
    ['ArrowLeft', 'ArrowRight', 'PageDown', 'PageUp', 'Home', 'End', 'x'].map((key) => from(key)),
    [21, 19, 30, 10, 60, 0, null],
  );
  assert.equal(from('PageDown', 58), 60);
  assert.equal(from('PageUp', 3), 0);
});

test('one step back from live leads somewhere', () => {
  const behind = behindAfterKey('ArrowLeft', 0, 60) ?? 0;
  assert.notEqual(settleBehind(behind, 60), null);
});

test('how far back is written as a clock, and spoken as people say it', () => {
  assert.deepEqual([behindText(23.4), behindText(605)], ['-0:23', '-10:05']);
  assert.deepEqual(
    [0, 1, 23, 185].map((seconds) => behindSpoken(seconds)),
    ['Live', 'Live', '23 seconds ago', '3 minutes 5 seconds ago'],
  );
});
