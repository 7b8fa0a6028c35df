import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  afterCalm,
  afterStall,
  ArrivalRecord,
  createMargin,
  isWorthJumping,
  isWorthSetting,
  steerRate,
} from '../../../www/media/live-edge.ts';

const PLENTY = 0.5;

suite('steering', () => {
  test('where it should be a video plays at normal speed', () => {
    assert.equal(steerRate(0, PLENTY), 1);
  });

  test('differences too small to matter are left alone', () => {
    assert.equal(steerRate(0.019, PLENTY), 1);
    assert.equal(steerRate(-0.014, PLENTY), 1);
  });

  test('a video that is behind plays faster, in proportion', () => {
    assert.equal(steerRate(0.2, PLENTY), 1.12);
  });

  test('a video that is too close plays slower, in proportion', () => {
    assert.equal(steerRate(-0.1, PLENTY), 0.94);
  });

  test('the speed stays between 0.9 and 1.25', () => {
    assert.equal(steerRate(9, PLENTY), 1.25);
    assert.equal(steerRate(-9, PLENTY), 0.9);
  });

  test('nothing is hurried that has next to nothing in hand', () => {
    assert.equal(steerRate(0.5, 0.03), 1);
  });

  test('a rate is set when it differs by more than a hundredth, or is normal again', () => {
    assert.equal(isWorthSetting(1.105, 1.1), false);
    assert.equal(isWorthSetting(1.12, 1.1), true);
    assert.equal(isWorthSetting(1, 1.005), true);
    assert.equal(isWorthSetting(1, 1), false);
  });

  test('a video more than a second behind jumps instead of hurrying', () => {
    assert.equal(isWorthJumping(0.9, 1), false);
    assert.equal(isWorthJumping(1.1, 1.2), true);
  });

  test('one that has to stay far behind jumps only when it is four times as far', () => {
    assert.equal(isWorthJumping(2.1, 3.1), false);
    assert.equal(isWorthJumping(4.1, 5.1), true);
  });
});

/** Thirty arrivals a second for so many seconds, each so late. */
function arrivals(seconds: number, lateness: (atSeconds: number) => number): ArrivalRecord {
  const record = new ArrivalRecord();
  for (let frame = 0; frame < seconds * 30; frame++) {
    record.add(frame / 30, lateness(frame / 30));
  }
  return record;
}

function assertNear(actual: number | null, expected: number): void {
  assert.ok(actual !== null && Math.abs(actual - expected) < 0.005, `${actual}, not ${expected}`);
}

suite('the lateness to be ready for', () => {
  test('is unknown before anything came', () => {
    assert.equal(new ArrivalRecord().expected(0), null);
  });

  test('is the usual one, where media comes regularly', () => {
    assertNear(arrivals(20, () => 0.03).expected(20), 0.03);
  });

  test('is the worst one of each second, where media comes in parts or segments', () => {
    const oncePerSecond = (at: number): number => (at % 1 < 0.03 ? 0.2 : 0.01);
    assertNear(arrivals(20, oncePerSecond).expected(20), 0.2);
  });

  test('does not grow for a single hiccup', () => {
    const once = (at: number): number => (at >= 17 && at < 17.5 ? 0.4 : 0.03);
    assertNear(arrivals(18, once).expected(18), 0.03);
  });

  test('grows when hiccups come again, and sinks slowly afterwards', () => {
    const twice = (at: number): number => (at % 5 < 0.1 && at < 19 ? 0.33 : 0.03);
    const record = arrivals(18, twice);
    const soon = record.expected(18) ?? 0;
    assert.ok(soon > 0.15 && soon < 0.33, `${soon}`);
    const later = record.expected(23) ?? 0;
    assert.ok(later > 0.03 && later < soon, `${later} after ${soon}`);
    assertNear(record.expected(40), 0.03);
  });

  test('grows by half a second at most: a network worse than that needs another delivery', () => {
    const often = (at: number): number => (at % 3 < 1 ? 5 : 0.03);
    assert.ok((arrivals(18, often).expected(18) ?? 9) <= 0.53);
  });

  test('follows the camera when all media comes later', () => {
    const suddenly = (at: number): number => (at < 10 ? 0.03 : 0.23);
    assertNear(arrivals(20, suddenly).expected(20), 0.23);
  });
});

suite('the margin', () => {
  test('is left alone by one stall', () => {
    assert.equal(afterStall(createMargin(0.5, 0), 1000).seconds, 0.5);
  });

  test('is raised by half by two stalls in ten seconds', () => {
    const margin = afterStall(afterStall(createMargin(0.5, 0), 1000), 9000);
    assert.equal(margin.seconds, 0.75);
  });

  test('is left alone by two stalls far apart', () => {
    const margin = afterStall(afterStall(createMargin(0.5, 0), 1000), 12_000);
    assert.equal(margin.seconds, 0.5);
  });

  test('never grows beyond four times its base', () => {
    let margin = createMargin(0.5, 0);
    for (let stall = 0; stall < 40; stall++) margin = afterStall(margin, stall * 1000);
    assert.equal(margin.seconds, 2);
  });

  test('sinks slowly after half a minute of calm, down to its base', () => {
    const raised = afterStall(afterStall(createMargin(0.5, -2000), -2000), 0);
    assert.equal(afterCalm(raised, 29_000).seconds, 0.75);
    let margin = raised;
    for (let ms = 0; ms <= 50_000; ms += 100) margin = afterCalm(margin, ms);
    assert.ok(Math.abs(margin.seconds - 0.65) < 0.001, `${margin.seconds}`);
    assert.equal(afterCalm(margin, 200_000).seconds, 0.5);
  });

  test('stays when a stall comes while it sinks', () => {
    const raised = afterStall(afterStall(createMargin(0.5, -2000), -2000), 0);
    const again = afterStall(afterCalm(raised, 40_000), 41_000);
    assert.equal(afterCalm(again, 70_000).seconds, again.seconds);
  });
});
