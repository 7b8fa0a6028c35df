import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  afterCalm,
  afterStall,
  createTarget,
  isWorthSetting,
  steerRate,
} from '../../www/live-edge.ts';

const reading = { latencySeconds: 0.5, targetSeconds: 0.5, forwardBufferSeconds: 0.3 };

suite('steering', () => {
  test('at its target a video plays at normal speed', () => {
    assert.equal(steerRate(reading), 1);
  });

  test('differences too small to matter are left alone', () => {
    assert.equal(steerRate({ ...reading, latencySeconds: 0.529 }), 1);
    assert.equal(steerRate({ ...reading, latencySeconds: 0.451 }), 1);
  });

  test('a video that is behind plays faster, in proportion', () => {
    assert.equal(steerRate({ ...reading, latencySeconds: 0.7 }), 1.1);
  });

  test('a video that is too close plays slower, in proportion', () => {
    assert.equal(steerRate({ ...reading, latencySeconds: 0.4 }), 0.95);
  });

  test('the speed stays between 0.92 and 1.2', () => {
    assert.equal(steerRate({ ...reading, latencySeconds: 9 }), 1.2);
    assert.equal(steerRate({ ...reading, targetSeconds: 3 }), 0.92);
  });

  test('nothing is hurried that has no more than a tenth of a second in hand', () => {
    assert.equal(steerRate({ ...reading, latencySeconds: 0.9, forwardBufferSeconds: 0.1 }), 1);
  });

  test('a distance that is not known yet steers nothing', () => {
    assert.equal(steerRate({ ...reading, latencySeconds: 0 }), 1);
  });

  test('a rate is set when it differs by more than a hundredth, or is normal again', () => {
    assert.equal(isWorthSetting(1.105, 1.1), false);
    assert.equal(isWorthSetting(1.12, 1.1), true);
    assert.equal(isWorthSetting(1, 1.005), true);
    assert.equal(isWorthSetting(1, 1), false);
  });
});

suite('the target', () => {
  test('one stall leaves it alone', () => {
    assert.equal(afterStall(createTarget(0.5, 0), 1000).seconds, 0.5);
  });

  test('two stalls in ten seconds raise it by half', () => {
    const target = afterStall(afterStall(createTarget(0.5, 0), 1000), 9000);
    assert.equal(target.seconds, 0.75);
  });

  test('two stalls far apart leave it alone', () => {
    const target = afterStall(afterStall(createTarget(0.5, 0), 1000), 12_000);
    assert.equal(target.seconds, 0.5);
  });

  test('it never grows beyond four times its base', () => {
    let target = createTarget(0.5, 0);
    for (let stall = 0; stall < 40; stall++) target = afterStall(target, stall * 1000);
    assert.equal(target.seconds, 2);
  });

  test('it sinks slowly after half a minute of calm, down to its base', () => {
    const raised = afterStall(afterStall(createTarget(0.5, 0), 0), 0);
    assert.equal(afterCalm(raised, 29_000).seconds, 0.75);
    let target = raised;
    for (let ms = 0; ms <= 50_000; ms += 100) target = afterCalm(target, ms);
    assert.ok(Math.abs(target.seconds - 0.65) < 0.001, `${target.seconds}`);
    assert.equal(afterCalm(target, 200_000).seconds, 0.5);
  });

  test('a stall while it sinks starts the calm anew', () => {
    const raised = afterStall(afterStall(createTarget(0.5, 0), 0), 0);
    const again = afterStall(afterCalm(raised, 40_000), 41_000);
    assert.equal(afterCalm(again, 70_000).seconds, again.seconds);
  });
});
