import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deliveriesFor, deliveryLabel, isProtocolChoice, nextRung } from '../../www/delivery.ts';
import type { Delivery, ProtocolChoice } from '../../www/delivery.ts';

const modern = { isRelaxed: false, hasMediaSource: true };

function ladder(choice: ProtocolChoice): readonly Delivery[] {
  return deliveriesFor(choice, modern);
}

test('each choice begins with low latency', () => {
  const firsts = (['auto', 'hls', 'dash'] as const).map((choice) => ladder(choice)[0]);
  assert.deepEqual(
    firsts.map((first) => first && deliveryLabel(first)),
    ['LL-DASH', 'LL-HLS', 'LL-DASH'],
  );
});

test('HLS or DASH chosen by the user is never replaced by the other', () => {
  assert.deepEqual([...new Set(ladder('hls').map(({ protocol }) => protocol))], ['hls']);
  assert.deepEqual([...new Set(ladder('dash').map(({ protocol }) => protocol))], ['dash']);
});

test('a relaxed player holds no connection for low latency', () => {
  for (const choice of ['auto', 'hls', 'dash'] as const) {
    const deliveries = deliveriesFor(choice, { isRelaxed: true, hasMediaSource: true });
    assert.deepEqual(
      deliveries.map(({ isLowLatency }) => isLowLatency),
      [false],
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

test('after failures the next delivery is tried, and the first again after the last', () => {
  const deliveries = ladder('auto');
  assert.equal(nextRung(deliveries, 0, 'failed'), 1);
  assert.equal(nextRung(deliveries, deliveries.length - 1, 'failed'), 0);
});

test('a starved network gets a delivery that is at least half slower', () => {
  for (const choice of ['auto', 'hls', 'dash'] as const) {
    const deliveries = ladder(choice);
    for (const [rung, from] of deliveries.entries()) {
      const next = nextRung(deliveries, rung, 'starved');
      const to = deliveries[next];
      assert.ok(to !== undefined);
      assert.ok(
        next === deliveries.length - 1 || to.targetSeconds >= 1.5 * from.targetSeconds,
        `${choice} ${rung}`,
      );
    }
  }
});

test('the slowest delivery stays when even that starves', () => {
  assert.equal(nextRung(ladder('hls'), 2, 'starved'), 2);
});

test('calm leads back towards live, one step at a time', () => {
  assert.equal(nextRung(ladder('dash'), 2, 'calm'), 1);
  assert.equal(nextRung(ladder('dash'), 0, 'calm'), 0);
});

test('only the three choices are choices', () => {
  assert.deepEqual(['auto', 'hls', 'dash', 'live', '', null].map(isProtocolChoice), [
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});
