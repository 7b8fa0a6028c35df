import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deliveriesFor } from '../../../www/media/delivery.ts';
import { statsRows } from '../../../www/player/stats-model.ts';
import type { StatsReading } from '../../../www/player/stats-model.ts';

const [delivery] = deliveriesFor('live', { isRelaxed: false, hasMediaSource: true });
assert.ok(delivery);

const READING: StatsReading = {
  atMs: 10_000,
  width: 1280,
  height: 720,
  frames: 400,
  dropped: 10,
  stalls: 2,
  state: { kind: 'live', delivery, delaySeconds: 0.12, isStalled: false },
  camera: null,
  rendition: null,
};

const asObject = (reading: StatsReading, before: StatsReading | null): Record<string, string> =>
  Object.fromEntries(statsRows(reading, before).map(({ label, value }) => [label, value]));

test('statistics tell what plays and how well', () => {
  const before = { ...READING, atMs: 8000, frames: 338, dropped: 8 };
  assert.deepEqual(asObject(READING, before), {
    Size: '1280 × 720',
    'Frame rate': '30.0 fps',
    Delay: '0.12 s',
    Dropped: '10 / 400',
    Stalls: '2',
    Transport: 'live',
  });
});

test('what is not known is left out: no rate at first, nor when a new video counts anew', () => {
  assert.equal('Frame rate' in asObject(READING, null), false);
  assert.equal('Frame rate' in asObject(READING, { ...READING, atMs: 8000, frames: 9000 }), false);
  const idle = { ...READING, width: 0, frames: 0, state: { kind: 'idle' } as const };
  assert.deepEqual(Object.keys(asObject(idle, null)), ['Stalls']);
});

test('in the past it is how far back that counts', () => {
  const state = {
    kind: 'replay',
    isPlaying: true,
    isStalled: false,
    capturedAtMs: 0,
    behindSeconds: 23,
  } as const;
  const rows = asObject({ ...READING, state }, null);
  assert.deepEqual([rows['Delay'], rows['Transport']], ['-0:23', 'HLS']);
});
