import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clipUrl, fileName } from '../../../www/player/saved-files.ts';

const PORCH = 'http://oriel/cameras/porch/';

test('a clip is the last half minute, or what there is', () => {
  const now = { capturedAtMs: null, nowMs: 1_000_000 };
  assert.equal(clipUrl(PORCH, { windowSeconds: 60.4, ...now }), `${PORCH}clip.mp4?seconds=30`);
  assert.equal(clipUrl(PORCH, { windowSeconds: 8.9, ...now }), `${PORCH}clip.mp4?seconds=8`);
});

test('a clip of the past holds what is on the screen, and what came of it', () => {
  const wish = { windowSeconds: 60, nowMs: 1_000_000 };
  assert.equal(
    clipUrl(PORCH, { ...wish, capturedAtMs: 960_000.4 }),
    `${PORCH}clip.mp4?seconds=30&until=970000`,
  );
  assert.equal(clipUrl(PORCH, { ...wish, capturedAtMs: 995_000 }), `${PORCH}clip.mp4?seconds=30`);
});

test('a file says which camera and when', () => {
  const at = new Date(2026, 10, 3, 9, 5, 7);
  assert.equal(fileName(PORCH, at, 'jpg'), 'porch-2026-11-03-090507.jpg');
});
