import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { deliveriesFor } from '../../../www/media/delivery.ts';
import { failed } from '../../../www/media/failure.ts';
import { initialState, isBehind, nextState } from '../../../www/player/player-state.ts';
import type { PlayerEvent, PlayerState } from '../../../www/player/player-state.ts';

const [delivery] = deliveriesFor('dash', { isRelaxed: false, hasMediaSource: true });
assert.ok(delivery);

const start: PlayerEvent = { type: 'start' };
const stop: PlayerEvent = { type: 'stop' };
const stall: PlayerEvent = { type: 'stall' };
const attempt: PlayerEvent = { type: 'attempt' };
const trouble: PlayerEvent = {
  type: 'trouble',
  reason: failed('unauthorized', 'The camera refused the password'),
  retryAtMs: 5000,
};
const pause: PlayerEvent = { type: 'pause', by: 'user' };
const starting: PlayerEvent = { type: 'camera-starting' };
const picture = (delaySeconds: number | null): PlayerEvent => ({
  type: 'picture',
  delivery,
  delaySeconds,
});

function after(...events: readonly PlayerEvent[]): PlayerState {
  return events.reduce(nextState, initialState());
}

suite('a player', () => {
  test('connects, then is live with its delay', () => {
    assert.deepEqual(after(start), { kind: 'connecting', isCameraStarting: false });
    assert.deepEqual(after(start, attempt, picture(0.42)), {
      kind: 'live',
      delivery,
      delaySeconds: 0.42,
      isStalled: false,
    });
  });

  test('says why it waits and until when', () => {
    assert.deepEqual(after(start, trouble), {
      kind: 'waiting',
      reason: failed('unauthorized', 'The camera refused the password'),
      retryAtMs: 5000,
    });
  });

  test('keeps the reason on screen during the next attempt, until there is a picture', () => {
    assert.equal(after(start, trouble, attempt).kind, 'waiting');
    assert.equal(after(start, trouble, attempt, picture(1)).kind, 'live');
  });

  test('is connecting again when an attempt follows a picture', () => {
    assert.deepEqual(after(start, picture(1), attempt), {
      kind: 'connecting',
      isCameraStarting: false,
    });
  });

  test('tells that the camera is starting', () => {
    assert.deepEqual(after(start, trouble, starting), {
      kind: 'connecting',
      isCameraStarting: true,
    });
  });

  test('stalls only when it was live, and the next picture ends it', () => {
    assert.deepEqual(after(start, stall), after(start));
    const stalled = after(start, picture(0.4), stall);
    assert.ok(stalled.kind === 'live' && stalled.isStalled);
    assert.deepEqual(nextState(stalled, picture(0.4)), after(start, picture(0.4)));
  });

  test('that was stopped or paused takes no notice of what comes late', () => {
    for (const end of [stop, pause]) {
      const ended = after(start, picture(0.4), end);
      const lateEvents: readonly PlayerEvent[] = [picture(0.4), trouble, stall, attempt, starting];
      for (const late of lateEvents) {
        assert.equal(nextState(ended, late), ended, `${end.type}, ${late.type}`);
      }
    }
  });

  test('that is paused stays so when it goes out of sight, and plays when started', () => {
    assert.deepEqual(after(start, pause, stop), { kind: 'paused', by: 'user' });
    assert.deepEqual(after(start, pause, start), { kind: 'connecting', isCameraStarting: false });
  });

  test('has no news when nothing changed that anybody could see', () => {
    const live = after(start, picture(0.42));
    assert.equal(nextState(live, picture(0.44)), live);
    assert.notEqual(nextState(live, picture(0.51)), live);
    const waiting = after(start, trouble);
    assert.equal(nextState(waiting, trouble), waiting);
    const connecting = after(start, starting);
    assert.equal(nextState(connecting, starting), connecting);
    assert.equal(nextState(connecting, start), connecting);
  });
});

test('behind is more than twice the target and half a second', () => {
  assert.equal(isBehind(after(start, picture(0.85))), false);
  assert.equal(isBehind(after(start, picture(0.95))), true);
  assert.equal(isBehind(after(start, picture(null))), false);
  assert.equal(isBehind(after(start)), false);
});
