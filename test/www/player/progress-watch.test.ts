import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isStarved, observe, startWatch } from '../../../www/player/progress-watch.ts';
import type { ProgressWatch } from '../../../www/player/progress-watch.ts';

interface Look {
  readonly atMs: number;
  readonly currentTime: number;
  readonly secondsAhead?: number;
  readonly stalls?: number;
  readonly frames?: number | null;
}

const MOVING: readonly Look[] = [
  { atMs: 0, currentTime: 5 },
  { atMs: 250, currentTime: 5.25 },
];

function stallAt(atMs: number, stalls: number): Look {
  return { atMs, currentTime: atMs / 1000, stalls };
}

function watchAll(...looks: readonly Look[]): ProgressWatch {
  return looks.reduce(
    (watch, { atMs, currentTime, secondsAhead = 1, stalls = 0, frames = null }) =>
      observe(
        watch,
        {
          currentTime,
          isPaused: false,
          canPlay: true,
          secondsAhead,
          stalls,
          frames,
          isUnseen: false,
          wasPausedUnseen: false,
        },
        atMs,
      ),
    startWatch(0),
  );
}

test('a jump to the live edge is not yet a moving picture', () => {
  const jumped = watchAll({ atMs: 0, currentTime: 0 }, { atMs: 250, currentTime: 1_790_000_000 });
  assert.equal(jumped.progress, 'starting');
  assert.equal(jumped.playingSinceMs, null);
});

test('a picture that moves is playing since then', () => {
  const moving = watchAll(
    { atMs: 0, currentTime: 5 },
    { atMs: 250, currentTime: 5.25 },
    { atMs: 500, currentTime: 5.5 },
  );
  assert.equal(moving.progress, 'moving');
  assert.equal(moving.playingSinceMs, 250);
});

test('a picture that stands still is stalled after a moment and frozen after four seconds', () => {
  const still = (atMs: number): string => watchAll(...MOVING, { atMs, currentTime: 5.25 }).progress;
  assert.deepEqual([900, 1000, 4200, 4250].map(still), ['moving', 'stalled', 'stalled', 'frozen']);
});

test('a picture with nothing more to show is given six seconds', () => {
  const still = (atMs: number): string =>
    watchAll(...MOVING, { atMs, currentTime: 5.25, secondsAhead: 0.1 }).progress;
  assert.deepEqual([1000, 6200, 6250].map(still), ['stalled', 'stalled', 'frozen']);
});

test('a stalled picture that goes on is moving again', () => {
  const watch = watchAll(
    { atMs: 0, currentTime: 5 },
    { atMs: 250, currentTime: 5.25 },
    { atMs: 1250, currentTime: 5.25 },
    { atMs: 1500, currentTime: 9.5 },
  );
  assert.equal(watch.progress, 'moving');
});

test('no first picture in ten seconds counts as frozen', () => {
  assert.equal(
    watchAll({ atMs: 0, currentTime: 0 }, { atMs: 9900, currentTime: 0 }).progress,
    'starting',
  );
  assert.equal(
    watchAll({ atMs: 0, currentTime: 0 }, { atMs: 10_000, currentTime: 0 }).progress,
    'frozen',
  );
});

test('six stalls in half a minute are starvation, those at the start aside', () => {
  const looks: Look[] = Array.from({ length: 4 }, (_, n) => ({
    atMs: n * 250,
    currentTime: n / 4,
    stalls: n,
  }));
  const five = [5, 6, 7, 8, 9].map((second, n) => stallAt(second * 1000, 4 + n));
  assert.equal(isStarved(watchAll(...looks, ...five)), false);
  assert.equal(isStarved(watchAll(...looks, ...five, stallAt(12_000, 9))), true);
  assert.equal(isStarved(watchAll(...looks, ...five, stallAt(39_000, 9))), false);
});

function framesAt(frameEveryMs: number, hangsAtMs: number, untilMs: number): ProgressWatch {
  return watchAll(
    ...Array.from({ length: untilMs / 250 }, (_, look) => ({
      atMs: look * 250,
      currentTime: look / 4,
      frames: Math.floor(Math.min(look * 250, hangsAtMs) / frameEveryMs),
    })),
  );
}

test('a clock that runs while no picture is decoded is a frozen picture', () => {
  assert.equal(framesAt(33, 10_000, 15_500).progress, 'moving');
  assert.equal(framesAt(33, 10_000, 16_500).progress, 'frozen');
  assert.equal(framesAt(33, 0, 8000).progress, 'frozen');
});

test('a camera of one picture in two seconds is not taken for one that hangs', () => {
  assert.equal(framesAt(2000, Infinity, 60_000).progress, 'moving');
  assert.equal(framesAt(2000, 30_000, 60_000).progress, 'moving');
  assert.equal(framesAt(2000, 30_000, 80_000).progress, 'frozen');
});

test('where decoded pictures are not counted, the clock alone decides', () => {
  const looks = Array.from({ length: 80 }, (_, look) => ({
    atMs: look * 250,
    currentTime: look / 4,
    frames: null,
  }));
  assert.equal(watchAll(...looks).progress, 'moving');
});
