import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { Gestures } from '../../../www/card/gestures.ts';
import type { Gesture } from '../../../www/card/card-choices.ts';

const HERE = { x: 50, y: 50 };

function watch(
  t: TestContext,
  wanted: readonly Gesture[],
): { gestures: Gestures; seen: Gesture[] } {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const seen: Gesture[] = [];
  const gestures = new Gestures(
    (gesture) => wanted.includes(gesture),
    (gesture) => seen.push(gesture),
  );
  return { gestures, seen };
}

function tap(gestures: Gestures): void {
  gestures.down(HERE);
  gestures.up();
}

test('a tap counts at once where nobody waits for a second one', (t) => {
  const { gestures, seen } = watch(t, ['tap_action']);
  tap(gestures);
  assert.deepEqual(seen, ['tap_action']);
});

test('two taps are a double tap and no tap; one tap is one after a moment', (t) => {
  const { gestures, seen } = watch(t, ['tap_action', 'double_tap_action']);
  tap(gestures);
  t.mock.timers.tick(100);
  tap(gestures);
  t.mock.timers.tick(1000);
  assert.deepEqual(seen, ['double_tap_action']);
  tap(gestures);
  assert.equal(seen.length, 1);
  t.mock.timers.tick(250);
  assert.deepEqual(seen, ['double_tap_action', 'tap_action']);
});

test('half a second is a hold, and no tap when the finger leaves', (t) => {
  const { gestures, seen } = watch(t, ['tap_action', 'hold_action']);
  gestures.down(HERE);
  t.mock.timers.tick(500);
  gestures.up();
  assert.deepEqual(seen, ['hold_action']);
});

test('a finger that moves scrolls: that is no gesture', (t) => {
  const { gestures, seen } = watch(t, ['tap_action', 'hold_action']);
  gestures.down(HERE);
  gestures.move({ x: 50, y: 80 });
  t.mock.timers.tick(1000);
  gestures.up();
  assert.deepEqual(seen, []);
  gestures.down(HERE);
  gestures.move({ x: 53, y: 52 });
  gestures.up();
  assert.deepEqual(seen, ['tap_action'], 'nobody holds quite still');
});

test('only what is wanted is told, and nothing after the end', (t) => {
  const { gestures, seen } = watch(t, ['double_tap_action']);
  tap(gestures);
  t.mock.timers.tick(1000);
  gestures.down(HERE);
  t.mock.timers.tick(1000);
  gestures.stop();
  gestures.up();
  assert.deepEqual(seen, []);
});
