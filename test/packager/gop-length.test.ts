import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GopLength } from '../../src/packager/gop-length.ts';

/** For each frame, k a keyframe: `!` where the GOP is said to be whole with it, else `.` */
function judge(frames: string): string {
  const length = new GopLength();
  return frames
    .split('')
    .map((frame) => {
      length.observe(frame === 'k');
      return length.isWhole ? '!' : '.';
    })
    .join('');
}

test('after three GOPs alike, the last frame of the next one is known', () => {
  assert.equal(judge('k..k..k..k..k..'), '...........!..!');
});

test('a first GOP that is cut short does not count', () => {
  assert.equal(judge('k.k...k...k...k...k...'), '.................!...!');
});

test('GOPs of no fixed length have no known end', () => {
  assert.equal(judge('k..k...k..k...k..k...'), '.....................');
});

test('a keyframe that does not come when it is due takes the habit back', () => {
  assert.equal(judge('k..k..k..k...k..k..k..k..'), '...........!............!');
});

test('a keyframe that comes early takes the habit back, too', () => {
  assert.equal(judge('k..k..k..k..k.k..k..k..k..'), '...........!.............!');
});

test('where every frame is a keyframe, each is the last of its GOP', () => {
  assert.equal(judge('kkkkk'), '...!!');
});
