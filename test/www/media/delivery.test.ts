import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  deliveriesFor,
  deliveryLabel,
  isProtocolChoice,
  transportOf,
} from '../../../www/media/delivery.ts';
import type { Delivery, ProtocolChoice } from '../../../www/media/delivery.ts';

const modern = { isRelaxed: false, hasMediaSource: true };
const CHOICES = ['auto', 'live', 'hls', 'dash'] as const;

function ladder(choice: ProtocolChoice): readonly Delivery[] {
  return deliveriesFor(choice, modern);
}

test('left to itself a player tries what is nearest to live first', () => {
  assert.deepEqual(ladder('auto').map(transportOf), ['live', 'll-dash', 'll-hls', 'hls']);
  const targets = ladder('auto').map(({ targetSeconds }) => targetSeconds);
  assert.deepEqual(
    targets,
    targets.toSorted((a, b) => a - b),
  );
});

test('each choice begins with low latency', () => {
  const firsts = CHOICES.map((choice) => ladder(choice)[0]);
  assert.deepEqual(
    firsts.map((first) => first && deliveryLabel(first)),
    ['live', 'live', 'LL-HLS', 'LL-DASH'],
  );
});

test('a protocol chosen by the user is never replaced by another', () => {
  assert.deepEqual([...new Set(ladder('live').map(({ protocol }) => protocol))], ['live']);
  assert.deepEqual([...new Set(ladder('hls').map(({ protocol }) => protocol))], ['hls']);
  assert.deepEqual([...new Set(ladder('dash').map(({ protocol }) => protocol))], ['dash']);
});

test('a relaxed player holds no connection of its own', () => {
  for (const choice of CHOICES) {
    const deliveries = deliveriesFor(choice, { isRelaxed: true, hasMediaSource: true });
    assert.ok(
      deliveries.every(({ protocol, isLowLatency }) => protocol === 'live' || !isLowLatency),
      choice,
    );
  }
});

test('native HLS is used where there is no Media Source, and only there', () => {
  const native = deliveriesFor('dash', { isRelaxed: false, hasMediaSource: false });
  assert.deepEqual(
    native.map(({ protocol }) => protocol),
    ['native'],
  );
  assert.ok(ladder('auto').every(({ protocol }) => protocol !== 'native'));
});

test('only the four choices are choices', () => {
  assert.deepEqual(['auto', 'hls', 'dash', 'live', 'smoke', '', null].map(isProtocolChoice), [
    true,
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});
