import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deliveriesFor } from '../../../www/media/delivery.ts';
import { failed } from '../../../www/media/failure.ts';
import type { PlayerState } from '../../../www/player/player-state.ts';
import { announcement, badgeText, delayText, retryText } from '../../../www/player/status-text.ts';

const [delivery] = deliveriesFor('hls', { isRelaxed: false, hasMediaSource: true });
assert.ok(delivery);

test('delays are told as finely as they matter', () => {
  const cases: readonly (readonly [number | null, string])[] = [
    [null, 'live'],
    [-0.02, '0.00 s'],
    [0.104, '0.10 s'],
    [0.996, '1.0 s'],
    [1.44, '1.4 s'],
    [9.96, '10 s'],
    [61, '61 s'],
    [180, '3 min'],
  ];
  for (const [seconds, text] of cases) assert.equal(delayText(seconds), text);
});

test('the badge names the protocol in use and the true delay', () => {
  assert.equal(
    badgeText({ kind: 'live', delivery, delaySeconds: 0.6, isStalled: false }),
    'LL-HLS · 0.60 s',
  );
});

test('a countdown counts whole seconds and never below none', () => {
  assert.equal(retryText(5000, 1200), 'Trying again in 4 s');
  assert.equal(retryText(5000, 5000), 'Trying again now');
  assert.equal(retryText(5000, 9000), 'Trying again now');
  assert.equal(retryText(null, 0), '');
});

test('what is read aloud changes with the state, not with the delay', () => {
  const live = (delaySeconds: number): PlayerState => ({
    kind: 'live',
    delivery,
    delaySeconds,
    isStalled: false,
  });
  assert.equal(announcement(live(0.5)), announcement(live(0.9)));
  const spoken: readonly PlayerState[] = [
    { kind: 'idle' },
    { kind: 'connecting', isCameraStarting: false },
    live(0.5),
    { ...live(0.5), kind: 'live', delivery, delaySeconds: 1, isStalled: true },
    { kind: 'waiting', reason: failed('unreachable', 'no route to 10.0.0.5'), retryAtMs: 1 },
    { kind: 'paused', by: 'user' },
    { kind: 'paused', by: 'browser' },
  ];
  assert.deepEqual(spoken.map(announcement), [
    '',
    'Connecting',
    'Live',
    'Waiting for more video',
    'No video: The camera cannot be reached',
    'Paused',
    'Tap to play',
  ]);
});

test('every state has a short name', () => {
  assert.deepEqual(
    [
      badgeText({ kind: 'idle' }),
      badgeText({ kind: 'connecting', isCameraStarting: true }),
      badgeText({ kind: 'waiting', reason: failed('gone'), retryAtMs: null }),
      badgeText({ kind: 'paused', by: 'user' }),
    ],
    ['Not playing', 'Connecting', 'No video', 'Paused'],
  );
});
