import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requireBox } from '../../src/mp4/box.ts';
import {
  renderChunkOffsets,
  renderCompositionOffsets,
  renderSampleSizes,
  renderSampleToChunk,
  renderSyncSamples,
  renderTimeToSample,
} from '../../src/mp4/sample-tables.ts';

/** What follows version and flags, number by number. */
function numbersOf(box: Buffer, type: string): number[] {
  const content = requireBox(box, type);
  assert.equal(content.readUInt32BE(0), 0);
  return Array.from({ length: content.length / 4 - 1 }, (_, index) =>
    content.readUInt32BE(4 + 4 * index),
  );
}

// ISO/IEC 14496-12, 8.6.1.2
test('durations that repeat are told once', () => {
  const stts = renderTimeToSample([3_000, 3_000, 3_001, 3_000]);
  assert.deepEqual(numbersOf(stts, 'stts'), [3, 2, 3_000, 1, 3_001, 1, 3_000]);
});

// ISO/IEC 14496-12, 8.6.1.3
test('composition offsets that repeat are told once', () => {
  const ctts = renderCompositionOffsets([0, 9_000, 9_000]);
  assert.deepEqual(numbersOf(ctts, 'ctts'), [2, 1, 0, 2, 9_000]);
});

// ISO/IEC 14496-12, 8.6.2: numbers begin with 1.
test('keyframes are told by their number', () => {
  const samples = [true, false, false, true].map((isKey) => ({ isKey }));
  assert.deepEqual(numbersOf(renderSyncSamples(samples), 'stss'), [2, 1, 4]);
});

// ISO/IEC 14496-12, 8.7.3.2
test('every sample has its size, also where all are alike', () => {
  assert.deepEqual(numbersOf(renderSampleSizes([7, 7]), 'stsz'), [0, 2, 7, 7]);
});

// ISO/IEC 14496-12, 8.7.4: first chunk, samples in each, sample entry.
test('a chunk as long as the one before it has no entry of its own', () => {
  const stsc = renderSampleToChunk([25, 25, 24, 25]);
  assert.deepEqual(numbersOf(stsc, 'stsc'), [3, 1, 25, 1, 3, 24, 1, 4, 25, 1]);
});

// ISO/IEC 14496-12, 8.7.5
test('chunks may lie beyond 4 GiB', () => {
  const co64 = renderChunkOffsets([48, 2 ** 32 + 5]);
  assert.deepEqual(numbersOf(co64, 'co64'), [2, 0, 48, 1, 5]);
});

test('a day of frames fits in a table', () => {
  const durations = Array.from({ length: 200_000 }, (_, index) => 3_000 + (index % 2));
  assert.equal(numbersOf(renderTimeToSample(durations), 'stts').length, 400_001);
});
