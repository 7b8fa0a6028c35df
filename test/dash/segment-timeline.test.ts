import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { guessDuration, renderSegmentTimeline } from '../../src/dash/segment-timeline.ts';
import type { SegmentView } from '../../src/packager/segment.ts';
import { createSegment, fragmentOf } from '../packager/segments.ts';

/** Segments one after another with these durations in ticks; the last may be open. */
function segmentsOf(durations: readonly number[], isLastOpen = false): SegmentView[] {
  let start = 1_000;
  return durations.map((duration, index) => {
    const segment = createSegment({ number: index, start });
    segment.append(fragmentOf('x', { duration }));
    if (!isLastOpen || index < durations.length - 1) segment.complete();
    start += duration;
    return segment;
  });
}

/** What the timeline lists: t, d and r of each S. */
function entriesOf(text: string): number[][] {
  return [...text.matchAll(/<S t="(\d+)" d="(\d+)"(?: r="(\d+)")?\/>/g)].map(([, t, d, r]) => [
    Number(t),
    Number(d),
    Number(r ?? 0),
  ]);
}

const render = (segments: readonly SegmentView[], mode: 'complete' | 'guess') =>
  entriesOf(renderSegmentTimeline({ segments, mode, fallbackDuration: 400 }));

describe('what a timeline lists', () => {
  test('complete segments, equal ones together', () => {
    assert.deepEqual(render(segmentsOf([100, 100, 100, 120, 100]), 'complete'), [
      [1_000, 100, 2],
      [1_300, 120, 0],
      [1_420, 100, 0],
    ]);
  });

  test('equal segments with a hole between them apart', () => {
    const [one, two] = [createSegment({ start: 0 }), createSegment({ number: 1, start: 150 })];
    for (const segment of [one, two]) {
      segment.append(fragmentOf('x', { duration: 100 }));
      segment.complete();
    }
    assert.deepEqual(render([one, two], 'complete'), [
      [0, 100, 0],
      [150, 100, 0],
    ]);
  });

  test('not the one that is being made, where nothing can be said of it', () => {
    assert.deepEqual(render(segmentsOf([100, 120, 30], true), 'complete'), [
      [1_000, 100, 0],
      [1_100, 120, 0],
    ]);
  });

  test('with a guess the one that is being made and the one after it', () => {
    assert.deepEqual(render(segmentsOf([100, 80, 30], true), 'guess'), [
      [1_000, 100, 0],
      [1_100, 80, 0],
      [1_180, 100, 1],
    ]);
  });

  test('with a guess the next, when all are complete', () => {
    assert.deepEqual(render(segmentsOf([80, 80]), 'guess'), [
      [1_000, 80, 1],
      [1_160, 100, 0],
    ]);
  });

  test('a segment that outgrew the guess as long as it is', () => {
    assert.deepEqual(render(segmentsOf([80, 250], true), 'guess'), [
      [1_000, 80, 0],
      [1_080, 250, 0],
      [1_330, 100, 0],
    ]);
  });
});

test('the guess is a little more than the last whole segment, else what is given', () => {
  assert.equal(
    guessDuration({ segments: segmentsOf([50, 80, 10], true), fallbackDuration: 7 }),
    100,
  );
  assert.equal(guessDuration({ segments: segmentsOf([10], true), fallbackDuration: 7 }), 7);
  assert.equal(guessDuration({ segments: [], fallbackDuration: 7 }), 7);
});
