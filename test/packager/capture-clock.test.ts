import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CaptureClock } from '../../src/packager/capture-clock.ts';
import type { ClockObservation, ClockVerdict } from '../../src/packager/capture-clock.ts';
import { createRandom } from '../random.ts';
import { START_MS } from './samples.ts';

const TICKS_PER_MS = 90;
const TIMESCALE = TICKS_PER_MS * 1000;
const FRAME_MS = 40;
const FRAME = FRAME_MS * TICKS_PER_MS;
const START = START_MS * TICKS_PER_MS;

/** Frame `index` of a camera whose clock began at 0 when the wall clock showed START_MS. */
function frame(
  index: number,
  change: { lateMs?: number; aheadMs?: number } = {},
): ClockObservation {
  return {
    showTime: index * FRAME + (change.aheadMs ?? 0) * TICKS_PER_MS,
    duration: FRAME,
    arrivedAtMs: START_MS + index * FRAME_MS + (change.lateMs ?? 0),
  };
}

function createClock(observations = [frame(0)], notBefore = 0): CaptureClock {
  return new CaptureClock({ timescale: TIMESCALE, observations, notBefore });
}

interface Watched {
  readonly verdict: ClockVerdict;
  /** Frames seen until the verdict was not steady. */
  readonly frames: number;
}

/** Shows frames until one is not steady. */
function watch(
  clock: CaptureClock,
  frames: { from?: number; to: number },
  seen: (index: number) => ClockObservation,
): Watched {
  const { from = 1, to } = frames;
  for (let index = from; index < to; index++) {
    const verdict = clock.observe(seen(index));
    if (verdict !== 'steady') return { verdict, frames: index - from + 1 };
  }
  return { verdict: 'steady', frames: to - from };
}

const minutes = (count: number): number => (count * 60_000) / FRAME_MS;
const errorMs = (clock: CaptureClock): number => (clock.offset - START) / TICKS_PER_MS;

describe('where it begins', () => {
  test('media time is capture time', () => {
    assert.equal(createClock().offset, START);
  });

  test('the least delayed frame of a burst tells the time', () => {
    const burst = [320, 280, 170, 35, 60].map((lateMs, index) => frame(index, { lateMs }));
    assert.equal(errorMs(createClock(burst)), 35);
  });

  test('time does not run backwards over a restart', () => {
    const notBefore = START + 700 * TICKS_PER_MS;
    const clock = createClock([frame(0)], notBefore);
    assert.equal(errorMs(clock), 700);
    const { verdict } = watch(clock, { to: minutes(1) }, frame);
    assert.equal(verdict, 'steady', 'and that is no jump');
    watch(clock, { from: minutes(1), to: minutes(5) }, frame);
    assert.ok(Math.abs(errorMs(clock)) < 15, 'it is paid back');
  });

  test('an earlier end of the last sequence changes nothing', () => {
    assert.equal(createClock([frame(0)], START - 1).offset, START);
  });

  test('no observation is an error', () => {
    assert.throws(() => createClock([]), RangeError);
  });
});

describe('what it follows', () => {
  test('a quartz that is 0.01 % off, fast or slow, stays within 20 ms over an hour', () => {
    for (const partsPerMillion of [100, -100]) {
      const clock = createClock();
      let worst = 0;
      const drifting = (index: number): ClockObservation => {
        const elapsedMs = (index + 1) * FRAME_MS;
        const driftMs = (elapsedMs * partsPerMillion) / 1e6;
        worst = Math.max(worst, Math.abs(errorMs(clock) - driftMs));
        return frame(index, { lateMs: driftMs });
      };
      assert.equal(watch(clock, { to: minutes(60) }, drifting).verdict, 'steady');
      assert.ok(worst < 20, `${partsPerMillion} ppm: ${worst} ms`);
    }
  });

  test('a first guess that was 300 ms late is put right, gently', () => {
    const clock = createClock([frame(0, { lateMs: 300 })]);
    let steepest = 0;
    watch(clock, { to: minutes(3) }, (index) => {
      const before = clock.offset;
      clock.observe(frame(index));
      steepest = Math.max(steepest, Math.abs(clock.offset - before));
      return frame(index);
    });
    assert.ok(Math.abs(errorMs(clock)) < 15, `${errorMs(clock)} ms`);
    assert.ok(steepest <= 0.003 * FRAME, `${steepest} ticks in a frame`);
  });

  test('jitter is not followed', () => {
    const random = createRandom(7);
    const clock = createClock();
    const jittery = (index: number) => frame(index, { lateMs: random(120) });
    assert.equal(watch(clock, { to: minutes(10) }, jittery).verdict, 'steady');
    assert.ok(Math.abs(errorMs(clock)) <= 15, `${errorMs(clock)} ms`);
  });

  test('offsets are whole ticks', () => {
    const clock = new CaptureClock({
      timescale: 44_100,
      observations: [{ showTime: 0, duration: 1024, arrivedAtMs: START_MS + 23.4567 }],
      notBefore: 0,
    });
    for (let index = 1; index < 1_000; index++) {
      const arrivedAtMs = START_MS + 23.4567 + (index * 1024) / 44.1 + 100;
      clock.observe({ showTime: index * 1024, duration: 1024, arrivedAtMs });
      assert.ok(Number.isSafeInteger(clock.offset));
    }
  });
});

describe('what it calls a jump', () => {
  test('time stamps that jump ahead are noticed with the first frame', () => {
    const { verdict, frames } = watch(createClock(), { to: 10 }, (index) =>
      frame(index, { aheadMs: 600 }),
    );
    assert.deepEqual([verdict, frames], ['jumped', 1]);
  });

  test('a wall clock set back by ten seconds is noticed with the first frame', () => {
    const clock = createClock();
    watch(clock, { to: 100 }, frame);
    const { verdict, frames } = watch(clock, { from: 100, to: 110 }, (index) =>
      frame(index, { lateMs: -10_000 }),
    );
    assert.deepEqual([verdict, frames], ['jumped', 1]);
  });

  test('a wall clock set back by a little is followed gently', () => {
    const clock = createClock();
    const stepped = (index: number) => frame(index, { lateMs: -300 });
    assert.equal(watch(clock, { to: minutes(5) }, stepped).verdict, 'steady');
    assert.ok(Math.abs(errorMs(clock) + 300) <= 15, `${errorMs(clock)} ms`);
  });

  test('media that has come late for a whole window has jumped', () => {
    const clock = createClock();
    const { verdict, frames } = watch(clock, { to: minutes(1) }, (index) =>
      frame(index, { lateMs: 900 }),
    );
    assert.equal(verdict, 'jumped');
    assert.ok(frames * FRAME_MS <= 4_100, `${frames} frames`);
  });

  test('it has not where more lag is tolerated', () => {
    const clock = new CaptureClock({
      timescale: TIMESCALE,
      observations: [frame(0)],
      notBefore: 0,
      lagToleranceMs: 1_000,
    });
    const late = (index: number) => frame(index, { lateMs: 900 });
    assert.equal(watch(clock, { to: minutes(10) }, late).verdict, 'steady');
    assert.ok(Math.abs(errorMs(clock) - 900) <= 15, 'it is followed instead');
  });

  test('a wall clock set forward by an hour is a jump, and not a camera that stands still', () => {
    const clock = createClock();
    watch(clock, { to: 30 }, frame);
    const stepped = (index: number) => frame(index, { lateMs: 3_600_000 });
    const { verdict } = watch(clock, { from: 30, to: minutes(1) }, stepped);
    assert.equal(verdict, 'jumped');
  });
});

describe('what it bears', () => {
  // Wherever in a window the silence begins.
  test('a network that stands still for seconds, and then brings all at once', () => {
    for (const stallMs of [900, 1_500, 3_000, 4_900]) {
      for (let begin = 5; begin < 120; begin++) {
        const clock = createClock();
        const stalled = (index: number): ClockObservation => {
          const elapsedMs = (index - begin) * FRAME_MS;
          const isHeld = elapsedMs >= 0 && elapsedMs < stallMs;
          return frame(index, isHeld ? { lateMs: stallMs - elapsedMs } : {});
        };
        const { verdict, frames } = watch(clock, { to: 400 }, stalled);
        assert.equal(verdict, 'steady', `${stallMs} ms from frame ${begin}, at ${frames}`);
        assert.ok(Math.abs(errorMs(clock)) <= 15);
      }
    }
  });

  test('a camera that shows a picture for almost two seconds now and then', () => {
    for (let begin = 1; begin < 100; begin++) {
      const clock = createClock();
      let showTime = 0;
      const { verdict } = watch(clock, { to: 300 }, (index) => {
        showTime += index === begin + 1 ? 47 * FRAME : FRAME;
        const arrivedAtMs = START_MS + showTime / TICKS_PER_MS;
        return { showTime, duration: FRAME, arrivedAtMs };
      });
      assert.equal(verdict, 'steady', `from frame ${begin}`);
    }
  });

  test('a source that delivers six seconds at a time', () => {
    const clock = createClock();
    const inBursts = (index: number) => {
      const upMs = FRAME_MS * (150 - (index % 150));
      return frame(index, { lateMs: upMs });
    };
    // The burst of the beginning has told the time before.
    assert.equal(watch(clock, { from: 149, to: minutes(2) }, inBursts).verdict, 'steady');
    assert.ok(Math.abs(errorMs(clock) - FRAME_MS) <= 15, `${errorMs(clock)} ms`);
  });
});

describe('what it calls stuck', () => {
  // ffmpeg moves time stamps that do not grow to one tick after the last.
  test('frames that arrive with time stamps that stand still', () => {
    const clock = createClock();
    const { verdict, frames } = watch(clock, { to: minutes(1) }, (index) => ({
      showTime: index,
      duration: 1,
      arrivedAtMs: START_MS + index * FRAME_MS,
    }));
    assert.equal(verdict, 'stuck');
    assert.ok(frames * FRAME_MS <= 4_100, `${frames} frames`);
  });

  test('a slow camera is not stuck', () => {
    const clock = createClock();
    const { verdict } = watch(clock, { to: 200 }, (index) => ({
      showTime: index * 1_000 * TICKS_PER_MS,
      duration: 1_000 * TICKS_PER_MS,
      arrivedAtMs: START_MS + index * 1_000,
    }));
    assert.equal(verdict, 'steady');
  });
});
