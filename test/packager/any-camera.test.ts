// Cameras drawn by lot: whatever they do, what is shown keeps its promises.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ArrivedSample } from '../../src/packager/track-writer.ts';
import { createRandom } from '../random.ts';
import { assertContinuous } from './invariants.ts';
import { START_MS, createPresentation, createSamples, feed, startAttempt } from './samples.ts';
import type { Shown } from './samples.ts';

const FRAMES = [1_500, 1_800, 3_000, 3_003, 3_600, 6_000, 9_000, 45_000];
const TICKS_PER_MS = 90;

type Random = (limit: number) => number;

function pick<T>(random: Random, values: readonly T[]): T {
  return values[random(values.length)] as T;
}

/** A few seconds of one camera, from a wall-clock time on. */
function drawSamples(random: Random, startMs: number): ArrivedSample[] {
  const base = pick(random, FRAMES);
  const jitter = pick(random, [0, 0, 0.02, 0.3, 1]);
  const gop = 1 + random(300);
  const isErratic = random(3) === 0;
  const stallAt = random(4) === 0 ? random(200) : Infinity;
  const frame = (): number =>
    Math.max(1, Math.round(base * (1 + (jitter * (random(200) - 100)) / 100)));
  const samples = [
    ...createSamples({
      seconds: 2 + random(20),
      frame,
      gop: (index) => (isErratic ? random(gop) === 0 : index % gop === 0),
      startMs,
      decodeTime: random(1_000_000_000),
      compositionOffset: (index) => (gop % 2 ? 0 : (index % 3) * base),
      size: (_, isKey) => 1 + random(isKey ? 20_000 : 2_000),
    }),
  ];
  let latest = 0;
  return samples.map(({ sample, arrivedAtMs }, index) => {
    const isStalled = index >= stallAt && index < stallAt + 30;
    const stalledUntil = samples[Math.min(stallAt + 30, samples.length - 1)]?.arrivedAtMs ?? 0;
    latest = Math.max(latest, (isStalled ? stalledUntil : arrivedAtMs) + random(30));
    return { sample, arrivedAtMs: latest };
  });
}

/** Time stamps that jump by themselves. */
function jump(random: Random, samples: ArrivedSample[]): ArrivedSample[] {
  const at = random(samples.length);
  const ticks = random(2) === 0 ? random(200_000) : random(1_000_000_000);
  return samples.map(({ sample, arrivedAtMs }, index) => {
    const decodeTime = index > at ? sample.decodeTime + ticks : sample.decodeTime;
    return { sample: { ...sample, decodeTime }, arrivedAtMs };
  });
}

function assertPromises({ rendition }: Shown): void {
  const { window, partTarget, targetSeconds, timescale } = rendition;
  assertContinuous(window.segments);
  for (const { number, parts, duration, isComplete, sampleCount } of window.segments) {
    const seconds = duration / timescale;
    const isPromised = targetSeconds !== null && isComplete && sampleCount > 1;
    if (isPromised)
      assert.ok(Math.round(seconds) <= targetSeconds, `segment ${number}: ${seconds} s`);
    for (const part of parts) {
      const bytes = Buffer.concat(part.pieces);
      assert.ok(bytes.length > 0);
      const isSingle = bytes.indexOf('moof') === bytes.lastIndexOf('moof');
      if (!isSingle)
        assert.ok(
          part.duration <= (partTarget ?? Infinity),
          `part ${number}.${part.index} of ${part.duration}, ${partTarget}`,
        );
    }
  }
}

for (let seed = 1; seed <= 60; seed++) {
  test(`camera ${seed} keeps its promises`, () => {
    const random = createRandom(seed);
    const windowBytes = pick(random, [400_000, 100_000_000]);
    const shown = createPresentation({ windowBytes, windowSeconds: 10 + random(50) });
    let nowMs = START_MS;
    for (let attempt = 1 + random(4); attempt > 0; attempt--) {
      const gopSeconds = random(3) === 0 ? 1 : null;
      const track = startAttempt(shown.presentation, { gopSeconds });
      for (let piece = 1 + random(3); piece > 0; piece--) {
        const drawn = drawSamples(random, nowMs);
        const samples = random(2) === 0 ? jump(random, drawn) : drawn;
        feed(track, samples);
        nowMs = samples.at(-1)?.arrivedAtMs ?? nowMs;
      }
      assertPromises(shown);
      const ahead = shown.rendition.end / TICKS_PER_MS - nowMs;
      // After many jumps, a lag of eight seconds is borne: an encoder may be too slow.
      assert.ok(ahead < 2_000 && ahead > -8_500, `the timeline is ${ahead} ms ahead`);
      nowMs += random(4_000);
    }
    // A part beyond the bound: it is kept with the next one that is published.
    assert.ok(shown.presentation.byteLength < windowBytes * 1.3);
  });
}
