import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseResolution } from '../../src/ffmpeg/resolution.ts';

test('a resolution is a width and a height, or a height alone', () => {
  assert.deepEqual(parseResolution('1280x720'), { width: 1280, height: 720 });
  assert.deepEqual(parseResolution('720p'), { width: null, height: 720 });
});

test('odd sizes become even', () => {
  assert.deepEqual(parseResolution('853x481'), { width: 852, height: 480 });
  assert.deepEqual(parseResolution('481p'), { width: null, height: 480 });
});

test('what is no resolution is refused', () => {
  for (const text of ['', '720', '1280x', 'x720', '720p60', '1280x720p', ' 720p']) {
    assert.throws(() => parseResolution(text), TypeError, text);
  }
});
