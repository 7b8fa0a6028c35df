import assert from 'node:assert/strict';
import { test } from 'node:test';
import { captureAt, positionAt } from '../../../www/media/capture-times.ts';
import { levelOf } from '../../../www/media/hls-playlist.ts';

// Two seconds, then the camera was away for ten, then two more.
const FRAGMENTS = [
  { start: 0, duration: 1, programDateTime: 100_000 },
  { start: 1, duration: 1, programDateTime: 101_000 },
  { start: 2, duration: 1, programDateTime: 112_000 },
  { start: 3, duration: 1, programDateTime: 113_000 },
];

test('a moment is found on the timeline of the player', () => {
  assert.equal(positionAt(FRAGMENTS, 100_500), 0.5);
  assert.equal(positionAt(FRAGMENTS, 113_250), 3.25);
});

test('a moment without media leads to what comes next', () => {
  assert.equal(positionAt(FRAGMENTS, 105_000), 2);
  assert.equal(positionAt(FRAGMENTS, 1000), 0);
});

test('a moment that is not in a whole segment yet leads to the newest that is', () => {
  assert.equal(positionAt(FRAGMENTS, 114_000), 3);
  assert.equal(positionAt(FRAGMENTS, 999_000), 3);
});

test('a position tells when it was captured', () => {
  assert.equal(captureAt(FRAGMENTS, 1.5), 101_500);
  assert.equal(captureAt(FRAGMENTS, 2.5), 112_500);
});

test('media without dates has no place in time', () => {
  const undated = [{ start: 0, duration: 1, programDateTime: null }];
  assert.deepEqual([positionAt(undated, 1), captureAt(undated, 1)], [null, null]);
  assert.deepEqual([positionAt([], 1), captureAt([], 1)], [null, null]);
});

test('a rendition is known by the name of its playlist, near or not', () => {
  const levels = [
    { url: ['http://oriel/x/video-near.m3u8'] },
    { url: ['http://oriel/x/360p.m3u8'] },
  ];
  assert.deepEqual(
    ['video', '360p', '720p'].map((rendition) => levelOf(levels, rendition)),
    [0, 1, -1],
  );
});
