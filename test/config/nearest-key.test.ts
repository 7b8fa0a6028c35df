import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findNearestKey } from '../../src/config/nearest-key.ts';

const KNOWN = ['id', 'name', 'source', 'part_ms', 'segment_seconds', 'bitrate_kbps', 'fps'];

test('a slip of the finger leads to the key that was meant', () => {
  const table: [string, string][] = [
    ['sorce', 'source'],
    ['soruce', 'source'],
    ['Source', 'source'],
    ['nmae', 'name'],
    ['partMs', 'part_ms'],
    ['part-ms', 'part_ms'],
    ['Segment Seconds', 'segment_seconds'],
    ['segments_second', 'segment_seconds'],
    ['ids', 'id'],
  ];
  for (const [key, meant] of table) assert.equal(findNearestKey(key, KNOWN), meant, key);
});

test('a key unlike all others gets no guess', () => {
  for (const key of ['', 'x', 'ffmpeg', 'bitrate', '__proto__', 'y'.repeat(100_000)]) {
    assert.equal(findNearestKey(key, KNOWN), undefined, key.slice(0, 20));
  }
});
