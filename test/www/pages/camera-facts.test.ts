import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CameraState } from '../../../www/server/api.ts';
import { factsOf } from '../../../www/pages/camera-facts.ts';
import { LIVE_CAMERA } from '../live-camera.ts';

const unknown: CameraState = { ...LIVE_CAMERA, status: 'starting', viewers: 2 };

test('what is not known is not shown', () => {
  assert.deepEqual(
    factsOf(unknown).map(({ label }) => label),
    ['Viewers', 'Source'],
  );
});

test('facts are told in the words people use', () => {
  const known = {
    ...unknown,
    codec: 'avc1.64001f',
    resolution: '1280x720',
    fps: 29.97,
    bitrate_kbps: 2140,
  };
  const facts = factsOf(known)
    .slice(0, 4)
    .map(({ value }) => value);
  assert.deepEqual(facts, ['H.264', '1280 × 720', '30 fps', '2.1 Mbit/s']);
});
