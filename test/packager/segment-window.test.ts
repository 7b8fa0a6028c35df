import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { describe, test } from 'node:test';
import { SegmentWindow } from '../../src/packager/segment-window.ts';
import type { WindowLimits } from '../../src/packager/segment-window.ts';
import { createSegment, createSequence, fragmentOf } from './segments.ts';

const LIMITS: WindowLimits = { duration: 50, linger: 20, bytes: 1_000 };
const FIRST = 100;

function createWindow(limits: Partial<WindowLimits> = {}): SegmentWindow {
  return new SegmentWindow(FIRST, { ...LIMITS, ...limits });
}

interface Listed {
  readonly parts?: readonly string[];
  readonly isComplete?: boolean;
  readonly sequence?: number;
}

/** Adds a segment with one part of ten ticks for each text, published one by one. */
function add(window: SegmentWindow, listed: Listed = {}): void {
  const { parts = ['x'], isComplete = true, sequence = 0 } = listed;
  const last = window.segments.at(-1);
  const segment = createSegment({
    number: window.nextNumber,
    start: last ? last.start + last.duration : 0,
    sequence: createSequence(sequence),
  });
  window.push(segment);
  for (const text of parts) {
    segment.append(fragmentOf(text));
    segment.closePart();
    window.publish();
  }
  if (isComplete) {
    segment.complete();
    window.publish();
  }
}

const numbersOf = (window: SegmentWindow): number[] => window.segments.map(({ number }) => number);

describe('what is kept', () => {
  test('segments leave the list when what follows them is long enough', () => {
    const window = createWindow();
    for (let count = 0; count < 5; count++) add(window);
    assert.deepEqual(numbersOf(window), [100, 101, 102, 103, 104]);
    add(window);
    assert.deepEqual(numbersOf(window), [101, 102, 103, 104, 105], 'the list is never shorter');
  });

  test('they can still be had for a while, and then are gone', () => {
    const window = createWindow();
    for (let count = 0; count < 12; count++) add(window);
    assert.deepEqual(numbersOf(window), [107, 108, 109, 110, 111]);
    assert.equal(window.find(106)?.number, 106);
    assert.equal(window.find(104)?.number, 104);
    assert.equal(window.find(103), null);
    assert.equal(window.byteLength, 8);
  });

  test('bytes are bounded: first what lingers goes, then what is listed', () => {
    const window = createWindow({ bytes: 60 });
    const tenBytes = { parts: ['x'.repeat(10)] };
    for (let count = 0; count < 12; count++) {
      add(window, tenBytes);
      assert.ok(window.byteLength <= 60);
    }
    assert.equal(window.segments.length, 5);
    assert.equal(window.find(106)?.number, 106);
    window.setLimits({ ...LIMITS, bytes: 40 });
    assert.equal(window.segments.length, 4);
    assert.equal(window.byteLength, 40);
  });

  test('three segments stay, whatever the bounds', () => {
    const window = createWindow({ bytes: 1, duration: 1 });
    for (let count = 0; count < 10; count++) add(window);
    assert.deepEqual(numbersOf(window), [107, 108, 109]);
  });

  test('init segments can be had as long as a segment that needs them', () => {
    const window = createWindow();
    add(window, { sequence: 7 });
    for (let count = 0; count < 7; count++) add(window, { sequence: 8 });
    assert.equal(numbersOf(window)[0], 103);
    assert.equal(window.findSequence(7)?.number, 7, 'segment 100 lingers');
    add(window, { sequence: 8 });
    assert.equal(window.find(100), null);
    assert.equal(window.findSequence(7), null);
    assert.equal(window.findSequence(8)?.init.toString(), 'init 8');
  });

  test('what is forgotten is gone at once, and numbers go on', async () => {
    const window = createWindow();
    for (let count = 0; count < 8; count++) add(window);
    const woken = window.changes.next(new AbortController().signal);
    const { version } = window;
    window.clear();
    await woken;
    assert.notEqual(window.version, version);
    assert.deepEqual([window.segments.length, window.byteLength], [0, 0]);
    assert.equal(window.find(107), null);
    assert.equal(window.nextNumber, 108);
    add(window);
    assert.deepEqual(numbersOf(window), [108]);
    assert.equal(window.find(108)?.number, 108);
  });
});

// RFC 8216bis, 6.2.5.2. Segment 100 is complete with two parts, of 101 one part is there.
describe('what a blocking request waits for', () => {
  function twoSegments(): SegmentWindow {
    const window = createWindow();
    add(window, { parts: ['a', 'b'] });
    add(window, { parts: ['c'], isComplete: false });
    return window;
  }

  test('_HLS_msn alone: "contains the Media Segment with that Media Sequence Number or a later one"', () => {
    const window = twoSegments();
    for (const [segment, isThere] of [
      [0, true],
      [99, true],
      [100, true],
      [101, false],
      [102, false],
    ] as const) {
      assert.equal(window.hasReached({ segment, part: null }), isThere, `${segment}`);
    }
  });

  test('with _HLS_part: the part, or anything later', () => {
    const window = twoSegments();
    for (const [segment, part, isThere] of [
      [99, 0, true],
      [99, 500, true],
      [100, 0, true],
      [100, 1, true],
      [101, 0, true],
      [101, 1, false],
      [102, 0, false],
    ] as const) {
      assert.equal(window.hasReached({ segment, part }), isThere, `${segment}.${part}`);
    }
  });

  // "a request for a Part Index greater than that of the final Partial Segment of the Parent Segment"
  // is one "for the first Partial Segment of the following Parent Segment".
  test('a part beyond the last of a complete segment is the first of the next', () => {
    const window = createWindow();
    add(window, { parts: ['a', 'b'] });
    assert.equal(window.hasReached({ segment: 100, part: 1 }), true);
    assert.equal(window.hasReached({ segment: 100, part: 2 }), false);
    window.push(createSegment({ number: 101 }));
    assert.equal(window.hasReached({ segment: 100, part: 2 }), false, 'it has only begun');
    window.segments[1]?.append(fragmentOf('c'));
    window.segments[1]?.closePart();
    assert.equal(window.hasReached({ segment: 100, part: 2 }), true);
    assert.equal(window.hasReached({ segment: 100, part: 9 }), true);
  });

  test('a part that may still come is not yet the first of the next segment', () => {
    assert.equal(twoSegments().hasReached({ segment: 101, part: 7 }), false);
  });

  test('an empty window has reached nothing', () => {
    const window = createWindow();
    assert.equal(window.hasReached({ segment: 0, part: null }), false);
    assert.equal(window.hasReached({ segment: FIRST, part: 0 }), false);
  });
});

describe('who waits', () => {
  test('is held until the part exists, and not longer', async () => {
    const window = createWindow();
    const { signal } = new AbortController();
    const order: string[] = [];
    const held = window
      .waitFor({ segment: 101, part: 1 }, signal)
      .then(() => order.push('answered'));
    add(window, { parts: ['a', 'b'] });
    await new Promise(setImmediate);
    add(window, { parts: ['c'], isComplete: false });
    await new Promise(setImmediate);
    order.push('one part there');
    window.segments[1]?.append(fragmentOf('d'));
    window.segments[1]?.closePart();
    window.publish();
    await held;
    assert.deepEqual(order, ['one part there', 'answered']);
    assert.equal(window.changes.waiting, 0);
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  test('for a segment is held until it is complete', async () => {
    const window = createWindow();
    let isAnswered = false;
    const held = window.waitFor({ segment: 100, part: null }, new AbortController().signal);
    void held.then(() => (isAnswered = true));
    add(window, { parts: ['a', 'b'], isComplete: false });
    await new Promise(setImmediate);
    assert.equal(isAnswered, false);
    window.segments[0]?.complete();
    window.publish();
    await held;
  });

  test('does not wait for what is there', async () => {
    const window = createWindow();
    add(window);
    await window.waitFor({ segment: 100, part: 0 }, AbortSignal.abort());
  });

  test('and leaves is forgotten', async () => {
    const window = createWindow();
    const viewer = new AbortController();
    const held = window.waitFor({ segment: 200, part: 0 }, viewer.signal);
    assert.equal(window.changes.waiting, 1);
    viewer.abort(new Error('gone'));
    await assert.rejects(held, /gone/);
    assert.equal(window.changes.waiting, 0);
    assert.equal(getEventListeners(viewer.signal, 'abort').length, 0);
  });

  test('a thousand at once are answered in the order they came', async () => {
    const window = createWindow();
    const answered: number[] = [];
    const all = Array.from({ length: 1_000 }, (_, index) =>
      window
        .waitFor({ segment: 100, part: 0 }, new AbortController().signal)
        .then(() => answered.push(index)),
    );
    add(window);
    await Promise.all(all);
    assert.deepEqual(
      answered,
      answered.toSorted((a, b) => a - b),
    );
    assert.equal(answered.length, 1_000);
  });
});

test('each published part and segment is a new version', () => {
  const window = createWindow();
  const versions = new Set([window.version]);
  add(window, { parts: ['a'], isComplete: false });
  versions.add(window.version);
  window.segments[0]?.complete();
  window.publish();
  versions.add(window.version);
  assert.equal(versions.size, 3);
});
