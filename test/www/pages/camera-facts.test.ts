import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CameraState } from '../../../www/server/api.ts';
import { factsOf } from '../../../www/pages/camera-facts.ts';

const unknown: CameraState = {
  id: 'porch',
  name: 'Porch',
  enabled: true,
  status: 'starting',
  since: '2026-11-23T10:00:00.000Z',
  source: 'rtsp://10.0.0.5/stream1',
  last_error: null,
  retry_at: null,
  restarts: 0,
  viewers: 2,
  codec: null,
  resolution: null,
  fps: null,
  bitrate_kbps: null,
  urls: {
    player: 'cameras/porch/',
    hls: 'cameras/porch/hls/index.m3u8',
    dash: 'cameras/porch/dash/manifest.mpd',
    live: 'cameras/porch/live',
  },
  delay_ms: null,
};

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
