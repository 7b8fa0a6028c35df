import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deliveriesFor, transportOf } from '../../../www/media/delivery.ts';
import type { ProtocolChoice } from '../../../www/media/delivery.ts';
import { DeliveryLadder } from '../../../www/media/delivery-ladder.ts';
import type { AttemptOutcome } from '../../../www/media/delivery-ladder.ts';

const NEVER_PLAYED: AttemptOutcome = { verdict: 'failed', playedMs: 0 };
const BROKE_SOON: AttemptOutcome = { verdict: 'failed', playedMs: 4000 };
const BROKE_LATE: AttemptOutcome = { verdict: 'failed', playedMs: 60_000 };
const STARVED: AttemptOutcome = { verdict: 'starved', playedMs: 20_000 };

function ladderOf(choice: ProtocolChoice): DeliveryLadder {
  return new DeliveryLadder(deliveriesFor(choice, { isRelaxed: false, hasMediaSource: true }));
}

function transportAfter(ladder: DeliveryLadder, ...outcomes: readonly AttemptOutcome[]): string {
  for (const outcome of outcomes) ladder.after(outcome);
  return transportOf(ladder.current);
}

test('a way that shows no picture gives way at once, down to the last and then the first again', () => {
  const ladder = ladderOf('auto');
  const tried = [1, 2, 3, 4].map(() => transportAfter(ladder, NEVER_PLAYED));
  assert.deepEqual(tried, ['ll-dash', 'll-hls', 'hls', 'live']);
});

test('whether there is a way that has not failed yet is told, so that nobody waits in vain', () => {
  const ladder = ladderOf('auto');
  const hasAnother = [1, 2, 3, 4].map(() => ladder.after(NEVER_PLAYED));
  assert.deepEqual(hasAnother, [true, true, true, false]);
  assert.equal(ladderOf('live').after(NEVER_PLAYED), false);
});

test('a way that breaks off soon gets a second chance, one that played well any number', () => {
  assert.equal(transportAfter(ladderOf('auto'), BROKE_SOON), 'live');
  assert.equal(transportAfter(ladderOf('auto'), BROKE_SOON, BROKE_SOON), 'll-dash');
  assert.equal(transportAfter(ladderOf('auto'), BROKE_LATE, BROKE_LATE, BROKE_LATE), 'live');
});

test('a network that starves a player gets one that asks seldom', () => {
  assert.equal(transportAfter(ladderOf('auto'), STARVED), 'hls');
  assert.equal(transportAfter(ladderOf('dash'), STARVED, STARVED), 'dash');
  assert.equal(transportAfter(ladderOf('live'), STARVED), 'live');
});

test('after calm it climbs to whichever better way works', () => {
  const ladder = ladderOf('auto');
  transportAfter(ladder, NEVER_PLAYED, NEVER_PLAYED);
  assert.deepEqual(ladder.better.map(transportOf), ['live', 'll-dash']);
  const [live] = ladder.better;
  ladder.climbTo(live ?? assert.fail());
  assert.equal(transportOf(ladder.current), 'live');
});

test('a way that fails after each climb is tried less and less often, until it holds', () => {
  const ladder = ladderOf('auto');
  const calms = [1, 2, 3].map(() => {
    transportAfter(ladder, NEVER_PLAYED);
    const calmMs = ladder.calmMs;
    const [live] = ladder.better;
    ladder.climbTo(live ?? assert.fail());
    return calmMs / 60_000;
  });
  assert.deepEqual(calms, [2, 4, 8]);
  transportAfter(ladder, { verdict: 'failed', playedMs: 60 * 60_000 });
  assert.equal(ladder.calmMs, 2 * 60_000);
});

test('other deliveries to choose from disturb nobody who plays one of them', () => {
  const relaxed = deliveriesFor('auto', { isRelaxed: true, hasMediaSource: true });
  const onLive = ladderOf('auto');
  assert.equal(onLive.replace(relaxed), true);
  assert.equal(transportOf(onLive.current), 'live');
  const onDash = ladderOf('auto');
  transportAfter(onDash, NEVER_PLAYED);
  assert.equal(onDash.replace(relaxed), false);
  assert.equal(transportOf(onDash.current), 'live');
});
