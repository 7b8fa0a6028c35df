import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSegment, fragmentOf } from './segments.ts';

test('parts hold the fragments since the part before, as one piece', () => {
  const segment = createSegment();
  for (const text of ['a', 'b', 'c']) segment.append(fragmentOf(text));
  assert.equal(segment.openPartDuration, 30);
  assert.ok(segment.closePart());
  segment.append(fragmentOf('d', { isKey: true, duration: 7 }));
  assert.ok(segment.closePart());
  assert.deepEqual(segment.parts, [
    { index: 0, duration: 30, isIndependent: false, pieces: [Buffer.from('abc')] },
    { index: 1, duration: 7, isIndependent: true, pieces: [Buffer.from('d')] },
  ]);
  assert.deepEqual([segment.duration, segment.byteLength, segment.sampleCount], [37, 4, 4]);
});

test('an empty part is not closed', () => {
  const segment = createSegment();
  assert.equal(segment.closePart(), false);
  segment.append(fragmentOf('a'));
  assert.ok(segment.closePart());
  assert.equal(segment.closePart(), false);
  assert.equal(segment.parts.length, 1);
});

test('a keyframe makes its own part independent, and not the next', () => {
  const segment = createSegment();
  segment.append(fragmentOf('a', { isKey: true }));
  segment.append(fragmentOf('b'));
  segment.closePart();
  segment.append(fragmentOf('c'));
  segment.closePart();
  assert.deepEqual(
    segment.parts.map(({ isIndependent }) => isIndependent),
    [true, false],
  );
});

test('while it is made, a segment shows each fragment; then its parts are all of it', () => {
  const segment = createSegment();
  segment.append(fragmentOf('a'));
  segment.closePart();
  segment.append(fragmentOf('b'));
  assert.equal(segment.isComplete, false);
  assert.equal(Buffer.concat(segment.fragments ?? []).toString(), 'ab');
  segment.complete();
  assert.equal(segment.isComplete, true);
  assert.equal(segment.fragments, null);
  assert.equal(Buffer.concat(segment.parts.flatMap(({ pieces }) => pieces)).toString(), 'ab');
});

test('followers of a growing segment hear of each fragment and of its end', () => {
  const segment = createSegment();
  const seen: string[] = [];
  const fragments = segment.fragments ?? [];
  const unfollow = segment.follow(() => {
    seen.push(`${Buffer.concat(fragments).toString()} ${segment.isComplete}`);
  });
  segment.append(fragmentOf('a'));
  segment.append(fragmentOf('b'));
  segment.complete();
  assert.deepEqual(seen, ['a false', 'ab false', 'ab true']);
  unfollow();
});

test('a follower that has left hears nothing', () => {
  const segment = createSegment();
  let calls = 0;
  segment.follow(() => calls++)();
  segment.append(fragmentOf('a'));
  assert.equal(calls, 0);
});
