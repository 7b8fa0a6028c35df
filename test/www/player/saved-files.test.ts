import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clipUrl, fileName } from '../../../www/player/saved-files.ts';

const PORCH = 'http://oriel/cameras/porch/';

test('a clip is the last half minute, or what there is', () => {
  // How much that is, the server knows.
  assert.equal(clipUrl(PORCH, { capturedAtMs: null, nowMs: 1_000_000 }), `${PORCH}clip.mp4`);
});

test('a clip of the past holds what is on the screen, and what came of it', () => {
  const nowMs = 1_000_000;
  const past = { nowMs, capturedAtMs: 960_000.4 };
  assert.equal(clipUrl(PORCH, past), `${PORCH}clip.mp4?until=970000`);
  assert.equal(clipUrl(PORCH, { nowMs, capturedAtMs: 995_000 }), `${PORCH}clip.mp4`);
});

test('a file says which camera and when', () => {
  const at = new Date(2026, 10, 3, 9, 5, 7);
  assert.equal(fileName(PORCH, at, 'jpg'), 'porch-2026-11-03-090507.jpg');
});
