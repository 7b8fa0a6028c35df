import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { failed } from '../../../www/media/failure.ts';
import type { Failure } from '../../../www/media/failure.ts';
import type { OnFailure, ReplayPlayer } from '../../../www/media/media-player.ts';
import { Replay } from '../../../www/player/replay.ts';
import type { ReplayHost } from '../../../www/player/replay.ts';
import type { VideoReading } from '../../../www/player/progress-watch.ts';

const STEP_MS = 50;
const NOW_MS = 1_790_000_000_000;
const LATEST_MS = 2000;

/** A window of a minute and a screen. */
class Scene implements ReplayHost {
  fail: OnFailure = () => {};
  isPaused = false;
  canPlay = true;
  isUnseen = false;
  wasPausedUnseen = false;
  knowsCapture = true;
  allowsPlay = true;
  isLoadable = true;
  running = 0;
  began = 0;
  windowMs = 60_000;
  /** When the camera has ceased to send. */
  goneAtMs = Infinity;
  readonly ends: (Failure | null)[] = [];
  readonly replay: Replay;
  #playedMs: number;
  readonly #t: TestContext;
  #ended: Promise<void> = Promise.resolve();

  constructor(t: TestContext, behindSeconds: number) {
    t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: NOW_MS });
    this.#t = t;
    this.#playedMs = NOW_MS - behindSeconds * 1000;
    this.replay = new Replay(this.#playedMs, this, {
      onState: () => {},
      onEnd: (failure) => this.ends.push(failure),
    });
    t.after(async () => {
      this.replay.stop();
      await this.#ended;
    });
  }

  start(): void {
    this.#ended = this.replay.start();
  }

  nowMs(): number {
    return Date.now();
  }

  async createReplayPlayer(startAtMs: number, onFailure: OnFailure): Promise<ReplayPlayer> {
    if (!this.isLoadable) throw new TypeError('Failed to fetch dynamically imported module');
    this.#playedMs = startAtMs;
    this.fail = onFailure;
    return {
      start: () => {
        this.began++;
        this.running++;
      },
      stop: () => {
        this.running--;
      },
      seek: (toMs) => {
        this.#playedMs = toMs;
      },
      captureMs: () => (this.knowsCapture ? this.#playedMs : null),
      setRendition: () => {},
      oldestMs: () => Date.now() - this.windowMs,
      hasAudio: () => false,
    };
  }

  readVideo(): VideoReading {
    const currentTime = this.#playedMs / 1000;
    const { isPaused, canPlay, isUnseen, wasPausedUnseen } = this;
    return {
      currentTime,
      isPaused,
      canPlay,
      secondsAhead: 1,
      stalls: 0,
      frames: null,
      isUnseen,
      wasPausedUnseen,
    };
  }

  async resumeVideo(): Promise<boolean> {
    if (this.allowsPlay) this.isPaused = false;
    return this.allowsPlay;
  }

  pauseVideo(): void {
    this.isPaused = true;
  }

  keepStill(): void {}

  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += STEP_MS) {
      await setImmediate();
      this.#t.mock.timers.tick(STEP_MS);
      const latestMs = Math.min(Date.now(), this.goneAtMs) - LATEST_MS;
      const canMove = this.running > 0 && this.canPlay && !this.isPaused;
      if (canMove)
        this.#playedMs = Math.max(this.#playedMs, Math.min(this.#playedMs + STEP_MS, latestMs));
    }
    await setImmediate();
  }
}

test('the past plays on, as far behind as it began', async (t) => {
  const scene = new Scene(t, 30);
  scene.start();
  await scene.pass(20_000);
  const { isPlaying, isStalled, behindSeconds } = scene.replay.state;
  assert.deepEqual([isPlaying, isStalled, Math.round(behindSeconds)], [true, false, 30]);
  assert.deepEqual(scene.ends, []);
});

test('who goes on while the code of the player is loaded gets there', async (t) => {
  const scene = new Scene(t, 10);
  scene.start();
  scene.replay.seek(NOW_MS - 40_000);
  await scene.pass(2000);
  assert.equal(Math.round(scene.replay.state.behindSeconds), 40);
  assert.equal(scene.replay.state.isStalled, false);
});

test('a pause holds the picture while live goes on', async (t) => {
  const scene = new Scene(t, 20);
  scene.start();
  await scene.pass(1000);
  scene.replay.togglePlay();
  await scene.pass(15_000);
  assert.equal(scene.replay.state.isPlaying, false);
  assert.equal(Math.round(scene.replay.state.behindSeconds), 35);
  scene.replay.togglePlay();
  await scene.pass(2000);
  assert.equal(scene.isPaused, false);
  assert.equal(Math.round(scene.replay.state.behindSeconds), 35);
});

test('what has left the window while it was paused is not played: live is', async (t) => {
  const scene = new Scene(t, 50);
  scene.start();
  await scene.pass(1000);
  scene.replay.togglePlay();
  await scene.pass(30_000);
  assert.deepEqual(scene.ends, []);
  scene.replay.togglePlay();
  assert.deepEqual(scene.ends, [null]);
  assert.equal(scene.running, 0);
});

test('another moment is played when it is sought', async (t) => {
  const scene = new Scene(t, 10);
  scene.start();
  await scene.pass(1000);
  scene.replay.seek(Date.now() - 40_000);
  assert.equal(Math.round(scene.replay.state.behindSeconds), 40);
  await scene.pass(5000);
  assert.equal(Math.round(scene.replay.state.behindSeconds), 40);
});

test('when nothing more comes it is over: live says why', async (t) => {
  const scene = new Scene(t, 6);
  scene.start();
  await scene.pass(1000);
  scene.goneAtMs = Date.now();
  await scene.pass(4000);
  assert.deepEqual(scene.ends, []);
  await scene.pass(3000);
  assert.deepEqual([scene.ends, scene.running], [[null], 0]);
});

test('what cannot be played says why, and is over', async (t) => {
  const scene = new Scene(t, 20);
  scene.start();
  await scene.pass(1000);
  scene.fail(failed('connection_lost'));
  await scene.pass(1000);
  assert.deepEqual(scene.ends, [failed('connection_lost')]);
});

test('a player that cannot be loaded says so', async (t) => {
  const scene = new Scene(t, 20);
  scene.isLoadable = false;
  scene.start();
  await scene.pass(1000);
  assert.deepEqual(scene.ends, [failed('player_missing')]);
});

test('one that was stopped says nothing any more', async (t) => {
  const scene = new Scene(t, 20);
  scene.start();
  await scene.pass(1000);
  scene.replay.stop();
  scene.fail(failed('connection_lost'));
  await scene.pass(5000);
  assert.deepEqual([scene.ends, scene.running], [[], 0]);
});

for (const [what, behindSeconds] of [
  ['near to live', 5],
  ['at the old end of the window', 68],
] as const) {
  test(`a slow line is waited for, ${what}`, async (t) => {
    const scene = new Scene(t, behindSeconds);
    scene.canPlay = false;
    scene.start();
    await scene.pass(5000);
    assert.deepEqual([scene.ends, scene.running], [[], 1]);
    assert.equal(scene.replay.state.isStalled, true);
    scene.canPlay = true;
    await scene.pass(500);
    assert.deepEqual([scene.ends, scene.replay.state.isStalled], [[], false]);
  });
}

test('what never comes is over, but not while it is paused', async (t) => {
  const scene = new Scene(t, 20);
  scene.canPlay = false;
  scene.start();
  scene.replay.togglePlay();
  await scene.pass(30_000);
  assert.deepEqual(scene.ends, []);
  scene.replay.togglePlay();
  await scene.pass(11_000);
  assert.deepEqual(scene.ends, [failed('no_picture_came')]);
});

test('a picture that is paused outlives its connection, and goes on from there', async (t) => {
  const scene = new Scene(t, 20);
  scene.start();
  await scene.pass(1000);
  scene.replay.togglePlay();
  scene.fail(failed('connection_lost'));
  await scene.pass(5000);
  assert.deepEqual([scene.ends, scene.running, scene.began], [[], 1, 1]);
  scene.replay.togglePlay();
  // Its player may say so once more before anybody looks.
  scene.fail(failed('connection_lost'));
  await scene.pass(2000);
  assert.deepEqual([scene.ends, scene.running, scene.began], [[], 1, 2]);
  assert.equal(Math.round(scene.replay.state.behindSeconds), 25);
  assert.equal(scene.isPaused, false);
});

test('pause and play of the browser’s own are what is wanted', async (t) => {
  const scene = new Scene(t, 20);
  scene.start();
  await scene.pass(1000);
  scene.isPaused = true;
  await scene.pass(500);
  assert.deepEqual([scene.replay.state.isPlaying, scene.isPaused], [false, true]);
  scene.isPaused = false;
  await scene.pass(500);
  assert.equal(scene.replay.state.isPlaying, true);
});

test('what a browser pauses because nobody sees it plays on when somebody does', async (t) => {
  const scene = new Scene(t, 20);
  scene.start();
  await scene.pass(1000);
  Object.assign(scene, {
    isPaused: true,
    isUnseen: true,
    wasPausedUnseen: true,
    allowsPlay: false,
  });
  await scene.pass(15_000);
  Object.assign(scene, { isUnseen: false, allowsPlay: true });
  await scene.pass(500);
  assert.deepEqual([scene.ends, scene.isPaused], [[], false]);
  assert.equal(scene.replay.state.isPlaying, true);
});

test('while another size of the picture comes, its moment stays what it was', async (t) => {
  const scene = new Scene(t, 20);
  scene.start();
  await scene.pass(1000);
  scene.replay.seek(Date.now() - 40_000);
  await scene.pass(5000);
  const { capturedAtMs } = scene.replay.state;
  scene.knowsCapture = false;
  await scene.pass(1000);
  assert.ok(Math.abs(scene.replay.state.capturedAtMs - capturedAtMs) < 500);
});
