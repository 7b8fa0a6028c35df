import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinParts, viewParts } from '../../src/packager/joined-parts.ts';
import type { RenditionView } from '../../src/packager/rendition-view.ts';
import type { Position } from '../../src/packager/segment-window.ts';
import { REGULAR, createPresentation, createSamples, feed, startAttempt } from './samples.ts';
import { assertSameBytes } from '../same-bytes.ts';

const FRAME_30 = 3_000;
const SETTINGS = { partSeconds: 0.1, joinedPartSeconds: 0.2 };

/** Some seconds of 30 frames a second and a keyframe each second, then so many frames. */
function playFrames(seconds: number, frames: number): RenditionView {
  const { presentation, rendition } = createPresentation(SETTINGS);
  const script = { ...REGULAR, frame: FRAME_30, gop: 30, seconds: seconds + frames / 30 };
  feed(startAttempt(presentation, { gopSeconds: 1 }), createSamples(script));
  return rendition;
}

test('parts of 100 ms are joined in pairs, and a pair is as good as a part of 200 ms', () => {
  const rendition = playFrames(3, 0);
  assert.equal(rendition.partsJoined, 2);
  const joined = joinParts(rendition, 2);
  assert.equal((joined.partTarget ?? 0) / 90_000, 0.212);
  const [single, pair] = [rendition, joined].map(({ window }) => window.segments[0]?.parts ?? []);
  assert.equal(single?.length, 10);
  assert.equal(pair?.length, 5);
  assertSameBytes(
    Buffer.concat(pair?.flatMap(({ pieces }) => pieces) ?? []),
    Buffer.concat(single?.flatMap(({ pieces }) => pieces) ?? []),
  );
  assert.deepEqual(
    pair?.map(({ isIndependent }) => isIndependent),
    [true, false, false, false, false],
  );
});

test('a pair is there when both are, and the next one is hinted until then', () => {
  const rendition = playFrames(3, 9);
  const joined = joinParts(rendition, 2);
  const newest = joined.window.segments.at(-1);
  assert.equal(rendition.window.segments.at(-1)?.parts.length, 3);
  assert.equal(newest?.parts.length, 1);
  assert.deepEqual(joined.nextPart, { segment: newest?.number, part: 1 });
  const at = (part: number): Position => ({ segment: newest?.number ?? 0, part });
  assert.equal(joined.window.hasReached(at(0)), true);
  assert.equal(joined.window.hasReached(at(1)), false);
});

test('what remains of a complete segment is a part of its own', () => {
  const { presentation, rendition } = createPresentation(SETTINGS);
  const script = { ...REGULAR, frame: FRAME_30, gop: 27, seconds: 5 };
  feed(startAttempt(presentation, { gopSeconds: 0.9 }), createSamples(script));
  const joined = joinParts(rendition, 2);
  const [first, second] = joined.window.segments;
  assert.equal(rendition.window.segments[0]?.parts.length, 9);
  assert.equal(first?.parts.length, 5);
  assert.equal(first?.parts.at(-1)?.pieces.length, 1);
  // "part N beyond the last part of segment M" means part 0 of segment M + 1.
  assert.equal(joined.window.hasReached({ segment: first?.number ?? 0, part: 5 }), true);
  assert.equal(joined.window.find(second?.number ?? 0)?.parts.length, 5);
});

test('where one part is long enough, nothing is joined', () => {
  const { rendition } = createPresentation({ partSeconds: 0.2 });
  for (const isNear of [true, false]) {
    assert.deepEqual(viewParts(rendition, isNear), { view: rendition, partSuffix: '' });
  }
});
