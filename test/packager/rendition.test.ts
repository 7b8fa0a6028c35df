import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Rendition } from '../../src/packager/rendition.ts';
import { assertContinuous, assertPartRule, assertTargetDuration, samplesOf } from './invariants.ts';
import {
  REGULAR,
  START_MS,
  createPresentation,
  createSamples,
  feed,
  play,
  startAttempt,
} from './samples.ts';

const TIMESCALE = 90_000;

function secondsOf({ window }: Rendition): number[] {
  return window.segments
    .filter(({ isComplete }) => isComplete)
    .map(({ duration }) => duration / TIMESCALE);
}

function assertValid(rendition: Rendition): void {
  assertContinuous(rendition.window.segments);
  assertTargetDuration(rendition);
  assert.ok(rendition.isReady);
}

describe('where segments are cut', () => {
  const CASES = [
    // GOP, segment_seconds, seconds of each segment, TARGETDURATION
    [0.2, 1, 1, 2],
    [0.4, 1, 1.2, 3],
    [0.48, 1, 0.96, 2],
    [1, 1, 1, 2],
    [1.2, 1, 1.2, 3],
    [2, 1, 2, 3],
    [4, 1, 4, 5],
    [10, 1, 10, 11],
    [1, 4, 4, 5],
    [2, 5, 6, 7],
    [0.2, 0.5, 0.6, 2],
  ] as const;

  for (const [gopSeconds, segmentSeconds, seconds, target] of CASES) {
    test(`a GOP of ${gopSeconds} s makes segments of ${seconds} s where ${segmentSeconds} s are asked for`, () => {
      const { rendition } = play(
        { seconds: 45, gop: Math.round(gopSeconds * 25) },
        { settings: { segmentSeconds } },
      );
      const found = secondsOf(rendition);
      assert.ok(found.length >= 4);
      assert.deepEqual([...new Set(found)], [seconds]);
      assert.equal(rendition.targetSeconds, target);
      assert.ok(rendition.window.segments.every(({ isIndependent }) => isIndependent));
      assertValid(rendition);
    });
  }

  test('a keyframe a little early still begins a segment, one far too early does not', () => {
    const keys = new Set([0, 23, 46, 60, 69, 92]);
    const { rendition } = play({ seconds: 4.6, gop: (index) => keys.has(index) });
    assert.deepEqual(secondsOf(rendition), [0.92, 0.92, 0.92, 0.92]);
    assertValid(rendition);
  });

  test('GOPs of half a second to ten make segments that keep the target of the first two', () => {
    const distances = [50, 25, 250, 13, 100, 12, 249, 38];
    const keys = new Set<number>([0]);
    for (let index = 0, at = 0; at < 4_000; index++) {
      at += distances[index % distances.length] ?? 0;
      keys.add(at);
    }
    const { rendition } = play({ seconds: 160, gop: (index) => keys.has(index) });
    assert.equal(rendition.targetSeconds, 3);
    assertValid(rendition);
    assertPartRule(rendition);
  });
});

// Many cameras send a keyframe of their own to whoever connects.
describe('a first GOP that is cut short', () => {
  for (const shortSeconds of [0.4, 1, 2, 3.6]) {
    test(`of ${shortSeconds} s leaves room for those of 4 s that follow`, () => {
      const short = shortSeconds * 25;
      const { presentation, rendition } = createPresentation();
      const gop = (index: number): boolean => index === 0 || index % 100 === short;
      const attempt = startAttempt(presentation);
      feed(attempt, createSamples({ ...REGULAR, seconds: 60, gop }), () => {
        assert.ok(rendition.window.segments.every(({ isIndependent }) => isIndependent));
      });
      const seconds = secondsOf(rendition);
      assert.ok(seconds.length > 10);
      assert.deepEqual([...new Set(seconds.slice(1))], [4]);
      assert.ok((rendition.targetSeconds ?? 0) >= 5, 'a late keyframe fits as well');
      assertValid(rendition);
    });
  }
});

describe('a GOP that outgrows the target duration', () => {
  function afterShortGops(): Rendition {
    const keys = new Set([0, 25, 50]);
    return play({ seconds: 30, gop: (index) => keys.has(index) }).rendition;
  }

  test('is cut where it would break the promise, and not before', () => {
    const rendition = afterShortGops();
    assert.equal(rendition.targetSeconds, 2);
    assert.deepEqual([...new Set(secondsOf(rendition).slice(2))], [2.4]);
    assertValid(rendition);
    assertPartRule(rendition);
  });

  test('is cut but once where segments of several GOPs need a longer target', () => {
    const settings = { segmentSeconds: 10 };
    const { rendition } = play({ seconds: 50, gop: 100 }, { settings });
    assert.deepEqual(secondsOf(rendition), [11.4, 12.6, 12, 12]);
    assertValid(rendition);
  });

  test('goes on in segments that are not independent', () => {
    const { segments } = afterShortGops().window;
    const [third, ...rest] = segments.slice(2);
    assert.ok(segments.slice(0, 3).every(({ isIndependent }) => isIndependent));
    assert.ok(rest.length > 5 && rest.every(({ isIndependent }) => !isIndependent));
    assert.equal(third?.parts.filter(({ isIndependent }) => isIndependent).length, 1);
  });

  test('makes a camera ready soon, with the longest target there is', () => {
    const { presentation, rendition } = createPresentation();
    let readyAfterMs: number | null = null;
    feed(
      startAttempt(presentation),
      createSamples({ ...REGULAR, seconds: 30, gop: 10_000 }),
      ({ arrivedAtMs }) => {
        if (rendition.isReady) readyAfterMs ??= arrivedAtMs - START_MS;
      },
    );
    assert.equal(readyAfterMs, 4_480);
    assert.equal(rendition.targetSeconds, 11);
    assert.deepEqual(secondsOf(rendition), [11.4, 11.4]);
    assertValid(rendition);
  });
});

describe('parts', () => {
  for (const fps of [1, 5, 7, 10, 12.5, 15, 20, 24, 25, 29.97, 30, 50, 59.94, 60]) {
    test(`hold to their target at ${fps} frames a second`, () => {
      const frame = Math.round(TIMESCALE / fps);
      const { rendition } = play({ seconds: 20, frame, gop: Math.ceil(fps) });
      assertValid(rendition);
      assertPartRule(rendition);
    });
  }

  test('are closed with the frame that fills them, without waiting for the next', () => {
    const { presentation, rendition } = createPresentation();
    let frames = 0;
    feed(startAttempt(presentation, { gopSeconds: 1 }), createSamples(REGULAR), () => {
      frames++;
      // The sequence begins with the second frame, which tells that the first was no burst.
      if (frames < 2) return;
      const parts = rendition.window.segments.flatMap((segment) => segment.parts);
      assert.equal(parts.length, Math.floor(frames / 5), `frame ${frames}`);
    });
    assert.equal(frames, 250);
  });

  test('of frames that come as they like never outgrow the target', () => {
    const durations = [3_600, 1_800, 5_400, 9_000, 900, 12_000, 3_600, 7_200];
    const frame = (index: number): number => durations[(index * 7) % durations.length] ?? 3_600;
    const { rendition } = play({ seconds: 30, frame, gop: 20 });
    const { partTarget } = rendition;
    assertValid(rendition);
    for (const { parts } of rendition.window.segments) {
      for (const { duration } of parts) assert.ok(duration <= (partTarget ?? 0), `${duration}`);
    }
  });

  test('a frame longer than a part is a part of its own', () => {
    const frame = (index: number): number => (index === 30 ? 90_000 : 3_600);
    const { rendition } = play({ seconds: 10, frame });
    const long = rendition.window.segments
      .flatMap(({ parts }) => parts)
      .filter(({ duration }) => duration > (rendition.partTarget ?? 0));
    assert.deepEqual(
      long.map(({ duration }) => duration),
      [90_000],
    );
    assertValid(rendition);
  });

  test('a keyframe within a segment makes its part independent', () => {
    const { rendition } = play({ gop: 10 }, { settings: { segmentSeconds: 2 } });
    const [segment] = rendition.window.segments;
    assert.deepEqual(
      segment?.parts.map(({ isIndependent }) => isIndependent),
      [true, false, true, false, true, false, true, false, true, false],
    );
  });
});

describe('the part that comes next', () => {
  /** Hints that came true, and hints that were withdrawn. */
  function hints(script: Partial<Parameters<typeof createSamples>[0]>, gopSeconds: number | null) {
    const { presentation, rendition } = createPresentation();
    const { window } = rendition;
    let hint: string | null = null;
    let version = window.version;
    const kept: string[] = [];
    const broken: string[] = [];
    feed(
      startAttempt(presentation, { gopSeconds }),
      createSamples({ ...REGULAR, ...script }),
      () => {
        if (window.version === version) return;
        version = window.version;
        const { segment, part } = rendition.nextPart;
        const next = `${segment}.${part}`;
        if (hint !== null && hint !== next) {
          const [number, index] = hint.split('.').map(Number);
          const cameTrue = window.find(number ?? NaN)?.parts[index ?? NaN] !== undefined;
          (cameTrue ? kept : broken).push(hint);
        }
        hint = next;
      },
    );
    return { kept, broken };
  }

  test('is told right for our own encoder from the first', () => {
    for (const [fps, gopSeconds] of [
      [25, 1],
      [30, 1],
      [24, 1],
      [15, 2],
      [29.97, 1],
      [30, 0.5],
    ] as const) {
      const frame = Math.round(TIMESCALE / fps);
      const gop = Math.round(fps * gopSeconds);
      const { kept, broken } = hints({ seconds: 30, frame, gop }, gopSeconds);
      assert.deepEqual(broken, [], `${fps} fps`);
      assert.ok(kept.length > 50);
    }
  });

  test('is told right for a regular camera as soon as its rhythm is known', () => {
    const { kept, broken } = hints({ seconds: 60, gop: 50 }, null);
    assert.ok(broken.length <= 3, broken.join(' '));
    assert.ok(kept.length > 250);
  });

  test('is told right where a long GOP must be cut', () => {
    const { broken } = hints({ seconds: 120, gop: 100_000 }, null);
    assert.deepEqual(broken, []);
  });
});

describe('what a rendition tells of itself', () => {
  test('frame rate and bit rates are measured on whole segments', () => {
    const { rendition } = play({ seconds: 5.5, size: (_, isKey) => (isKey ? 10_000 : 1_000) });
    assert.equal(rendition.frameRate, 25);
    const bytes = 10_000 + 24 * 1_000 + 25 * 112;
    assert.equal(rendition.peakBitrate, bytes * 8);
    assert.equal(rendition.averageBitrate, bytes * 8);
    assert.equal(rendition.gop, TIMESCALE);
  });

  test('one whole segment is enough to tell', () => {
    const { rendition } = play({ seconds: 1.2 });
    assert.ok((rendition.peakBitrate ?? 0) > 0);
    assert.equal(rendition.averageBitrate, rendition.peakBitrate);
    assert.equal(rendition.frameRate, 25);
  });

  test('the heaviest segment sets the peak', () => {
    const size = (index: number): number => (index >= 50 && index < 75 ? 5_000 : 1_000);
    const { rendition } = play({ seconds: 10, size });
    assert.equal(rendition.peakBitrate, 25 * 5_112 * 8);
    assert.ok((rendition.averageBitrate ?? 0) < 25 * 2_000 * 8);
  });

  test('nothing is known before there is something', () => {
    const { rendition } = createPresentation();
    const { isReady, frameRate, peakBitrate, averageBitrate, gop } = rendition;
    assert.deepEqual(
      { isReady, frameRate, peakBitrate, averageBitrate, gop },
      { isReady: false, frameRate: null, peakBitrate: null, averageBitrate: null, gop: null },
    );
    assert.deepEqual(rendition.nextPart, { segment: rendition.window.nextNumber, part: 0 });
  });

  test('a camera of ours is ready with its first part, another with its second segment', () => {
    for (const [gopSeconds, frames] of [
      [1, 5],
      [null, 51],
    ] as const) {
      const { presentation, rendition } = createPresentation();
      let seen = 0;
      const samples = createSamples(REGULAR);
      const track = startAttempt(presentation, { gopSeconds });
      while (!rendition.isReady) {
        const { value } = samples.next();
        assert.ok(value);
        feed(track, [value]);
        seen++;
      }
      assert.equal(seen, frames);
    }
  });
});

describe('what is kept', () => {
  test('nothing before the first keyframe', () => {
    const { rendition } = play({ gop: (index) => index % 25 === 10 });
    const [first] = rendition.window.segments;
    assert.equal(first?.isIndependent, true);
    assert.equal(first?.start, (START_MS + 400) * 90);
    assertValid(rendition);
  });

  test('a window as long as asked for, in seconds', () => {
    const { rendition } = play({ seconds: 120 }, { settings: { windowSeconds: 20 } });
    const { segments } = rendition.window;
    const seconds = segments.reduce((sum, { duration }) => sum + duration, 0) / TIMESCALE;
    assert.ok(seconds >= 20 && seconds <= 22, `${seconds} s`);
    assertValid(rendition);
  });

  // RFC 8216bis, 6.2.2: "the Server MUST NOT remove a Media Segment … if that would produce a Playlist
  // whose duration is less than three times the Target Duration".
  test('a window of three target durations at least, where seconds bound it', () => {
    const { rendition } = play({ seconds: 120, gop: 250 }, { settings: { windowSeconds: 10 } });
    const { segments } = rendition.window;
    const complete = segments.filter(({ isComplete }) => isComplete);
    const seconds = complete.reduce((sum, { duration }) => sum + duration, 0) / TIMESCALE;
    assert.equal(rendition.targetSeconds, 11);
    assert.ok(seconds >= 33, `${seconds} s`);
  });

  test('bytes that stay below the bound, however heavy the frames', () => {
    const windowBytes = 1_000_000;
    for (const bytes of [1_000, 20_000, 200_000]) {
      const { presentation, rendition } = createPresentation({ windowBytes });
      let most = 0;
      feed(
        startAttempt(presentation),
        createSamples({ ...REGULAR, seconds: 20, size: () => bytes }),
        () => {
          most = Math.max(most, presentation.byteLength);
        },
      );
      const part = 5 * (bytes + 112);
      assert.ok(most <= windowBytes + part, `${most} bytes`);
      assertContinuous(rendition.window.segments);
    }
  });

  test('a copy of each sample, not a view into what the pipe gave', () => {
    const { presentation, rendition } = createPresentation();
    const samples = [...createSamples({ ...REGULAR, seconds: 2 })];
    feed(startAttempt(presentation), samples);
    for (const { sample } of samples) sample.data.fill(0xee);
    const [first] = rendition.window.segments;
    assert.ok(first);
    assert.deepEqual(
      samplesOf(first).map(({ data }) => data[0]),
      Array.from({ length: 25 }, (_, index) => index),
    );
  });
});

test('with B-frames, a segment begins when its keyframe is shown, and none overlaps', () => {
  // I P B B: each keyframe is shown a frame after it is decoded.
  const compositionOffset = (index: number): number => [3_600, 10_800, 0, 0][index % 4] ?? 0;
  const { rendition } = play({ gop: 24, compositionOffset });
  const { segments } = rendition.window;
  assert.equal(segments[0]?.start, START_MS * 90);
  for (const [index, { start, duration }] of segments.entries()) {
    const next = segments[index + 1];
    if (next) assert.equal(next.start, start + duration);
  }
  assertValid(rendition);
});
