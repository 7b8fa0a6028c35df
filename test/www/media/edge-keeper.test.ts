import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { EdgeKeeper } from '../../../www/media/edge-keeper.ts';
import type { EdgeKeeperOptions, EdgeVideo } from '../../../www/media/edge-keeper.ts';

const FRAME = 1 / 30;
const STEP_MS = 1000 / 60;
/** Media time when the clock says 0: the two have nothing to do with each other. */
const FIRST = 1000;
const DEFAULTS: EdgeKeeperOptions = { marginSeconds: 0.1, everyMs: 50, startBehindSeconds: 0.2 };

/** A video element as browsers have it, as far as time goes: it plays what is buffered, and waits where that ends. */
class Screen implements EdgeVideo {
  currentTime = 0;
  playbackRate = 1;
  paused = false;
  muted = true;
  seeking = false;
  stalls = 0;
  ranges: { start: number; end: number }[] = [];
  readonly #waiting = new Set<() => void>();
  #isStalled = false;

  get buffered(): EdgeVideo['buffered'] {
    const { ranges } = this;
    return {
      length: ranges.length,
      start: (index: number) => ranges[index]?.start ?? Number.NaN,
      end: (index: number) => ranges[index]?.end ?? Number.NaN,
    };
  }

  get readyState(): number {
    if (this.ranges.length === 0) return 0;
    return this.ahead > 0.001 ? 4 : 2;
  }

  get ahead(): number {
    const { currentTime } = this;
    const here = this.ranges.find(({ start, end }) => start <= currentTime && currentTime <= end);
    return here === undefined ? 0 : here.end - currentTime;
  }

  addEventListener(_type: 'waiting', listener: () => void): void {
    this.#waiting.add(listener);
  }

  removeEventListener(_type: 'waiting', listener: () => void): void {
    this.#waiting.delete(listener);
  }

  append(start: number, end: number): void {
    const last = this.ranges.at(-1);
    if (last !== undefined && start <= last.end + 0.001) last.end = Math.max(last.end, end);
    else this.ranges.push({ start, end });
  }

  play(seconds: number): void {
    const step = Math.min(seconds * this.playbackRate, this.ahead);
    this.currentTime += step;
    const isStalled = step < seconds * this.playbackRate - 1e-9 && this.currentTime > 0;
    if (isStalled && !this.#isStalled) {
      this.stalls++;
      for (const listener of this.#waiting) listener();
    }
    this.#isStalled = isStalled;
  }
}

/** A camera that sends a frame every thirtieth of a second, a screen, and a keeper between them. */
class Scene {
  readonly screen = new Screen();
  readonly keeper: EdgeKeeper;
  /** How long a frame takes from the camera to here, in seconds. */
  delay = (): number => 0.02;
  /** Whether the camera's frames come at all. */
  isSending = true;
  readonly #t: TestContext;
  #nowMs = 0;
  #sent = 0;
  #onTheWay: { end: number; atSeconds: number }[] = [];

  constructor(t: TestContext, options: Partial<EdgeKeeperOptions> = {}) {
    t.mock.timers.enable({ apis: ['setInterval'] });
    this.#t = t;
    this.keeper = new EdgeKeeper(this.screen, { ...DEFAULTS, ...options }, () => this.#nowMs);
    t.after(() => this.keeper.stop());
    this.keeper.start();
  }

  get now(): number {
    return this.#nowMs / 1000;
  }

  /** From the camera to the screen. */
  get behind(): number {
    return this.now + FIRST - this.screen.currentTime;
  }

  pass(seconds: number): void {
    const until = this.#nowMs + seconds * 1000;
    while (this.#nowMs < until) {
      this.#nowMs += STEP_MS;
      this.#send();
      this.screen.play(STEP_MS / 1000);
      this.#t.mock.timers.tick(STEP_MS);
    }
  }

  #send(): void {
    for (; (this.#sent + 1) * FRAME <= this.now; this.#sent++) {
      if (!this.isSending) continue;
      // A frame is there when it begins; it lasts until the next. None overtakes another.
      const last = this.#onTheWay.at(-1)?.atSeconds ?? 0;
      const atSeconds = Math.max(this.#sent * FRAME + this.delay(), last);
      this.#onTheWay.push({ end: (this.#sent + 1) * FRAME, atSeconds });
    }
    const here = this.#onTheWay.filter(({ atSeconds }) => atSeconds <= this.now);
    this.#onTheWay = this.#onTheWay.filter(({ atSeconds }) => atSeconds > this.now);
    for (const { end } of here) {
      this.screen.append(FIRST + end - FRAME, FIRST + end);
      this.keeper.look();
    }
  }
}

test('playback begins near live, and stays where the network and the margin allow', (t) => {
  const scene = new Scene(t);
  scene.pass(10);
  assert.equal(scene.screen.stalls, 0);
  assert.ok(scene.behind > 0.1 && scene.behind < 0.2, `${scene.behind}`);
  const behind = scene.behind;
  scene.pass(120);
  assert.ok(Math.abs(scene.behind - behind) < 0.04, `drifted from ${behind} to ${scene.behind}`);
  assert.equal(scene.screen.stalls, 0);
});

test('an irregular network is given what it needs, and no more when it is regular again', (t) => {
  const scene = new Scene(t);
  let frame = 0;
  scene.delay = () => (frame++ % 25 === 0 ? 0.3 : 0.03);
  scene.pass(20);
  const { stalls } = scene.screen;
  scene.pass(30);
  assert.equal(scene.screen.stalls, stalls, 'no more stalls once it is known');
  assert.ok(scene.behind > 0.3 && scene.behind < 0.6, `${scene.behind}`);
  scene.delay = () => 0.03;
  scene.pass(60);
  assert.ok(scene.behind < 0.25, `${scene.behind}`);
});

test('one long stall leaves no delay behind', (t) => {
  const scene = new Scene(t);
  scene.pass(20);
  const before = scene.behind;
  const until = scene.now + 1.5;
  scene.delay = () => (scene.now < until ? until - scene.now + 0.02 : 0.02);
  scene.pass(2);
  assert.equal(scene.screen.stalls, 1);
  scene.pass(28);
  assert.ok(scene.behind < before + 0.05, `${scene.behind}, ${before} before`);
});

test('after a long time without media it jumps to live instead of showing what it missed', (t) => {
  const scene = new Scene(t);
  scene.pass(10);
  const until = scene.now + 6;
  scene.delay = () => (scene.now < until ? until - scene.now : 0.02);
  scene.pass(7);
  assert.ok(scene.behind < 2, `${scene.behind}`);
});

test('a hole in the media is jumped over as soon as playback stands before it', (t) => {
  const scene = new Scene(t);
  scene.pass(5);
  scene.isSending = false;
  scene.pass(2);
  scene.isSending = true;
  scene.pass(0.5);
  assert.equal(scene.screen.ranges.length, 2);
  assert.ok(scene.behind < 0.6, `${scene.behind}`);
});

test('who asks for live is brought there at once', (t) => {
  const scene = new Scene(t);
  scene.pass(10);
  const near = scene.behind;
  scene.screen.currentTime -= 1.5;
  scene.keeper.goLive();
  assert.ok(scene.behind < near + 0.1, `${scene.behind}`);
});

test('where somebody else steers, only holes are its business', (t) => {
  const scene = new Scene(t, { isSteering: () => false });
  scene.pass(5);
  scene.screen.currentTime -= 1;
  scene.pass(5);
  assert.equal(scene.screen.playbackRate, 1);
  assert.ok(scene.behind > 1);
});

test('a video that is paused is left alone', (t) => {
  const scene = new Scene(t);
  scene.pass(5);
  scene.screen.paused = true;
  const { currentTime } = scene.screen;
  scene.screen.play = () => {};
  scene.pass(10);
  assert.equal(scene.screen.currentTime, currentTime);
});

test('while a connection is cut the last picture stands, and afterwards nothing of it stays', (t) => {
  const scene = new Scene(t);
  scene.pass(20);
  const before = scene.behind;
  const cutAt = scene.now;
  scene.delay = () => (scene.now < cutAt + 3 ? cutAt + 3 - scene.now + 0.02 : 0.02);
  let latest = scene.screen.currentTime;
  for (let step = 0; step < 3 * 60; step++) {
    scene.pass(1 / 60);
    assert.ok(scene.screen.currentTime >= latest - 0.001, 'it never goes back');
    latest = scene.screen.currentTime;
  }
  assert.equal(scene.screen.stalls, 1);
  scene.pass(3);
  assert.ok(scene.behind < before + 0.1, `${scene.behind}, ${before} before`);
});

test('a video that is heard stays further behind than one that is only seen', (t) => {
  const scene = new Scene(t);
  scene.pass(15);
  const seen = scene.behind;
  scene.screen.muted = false;
  scene.pass(10);
  const heard = scene.behind;
  assert.ok(heard - seen > 0.1 && heard - seen < 0.2, `${seen} s, then ${heard} s`);
  scene.screen.muted = true;
  scene.pass(10);
  assert.ok(Math.abs(scene.behind - seen) < 0.05, `${scene.behind} s`);
});
