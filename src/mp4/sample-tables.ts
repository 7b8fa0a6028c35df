// Where the samples of a plain MP4 lie in time and in the file (ISO/IEC 14496-12, 8.6 and 8.7).

import { renderFullBox, renderNumbers, uint32 } from './box-writer.ts';

const PLAIN = { version: 0, flags: 0 } as const;

/** @param durations ticks from each sample to the next */
export function renderTimeToSample(durations: readonly number[]): Buffer {
  return renderTable('stts', 2, collectRuns(durations));
}

/** @param offsets ticks from decoding to showing, none negative: there are players that read no other */
export function renderCompositionOffsets(offsets: readonly number[]): Buffer {
  return renderTable('ctts', 2, collectRuns(offsets));
}

/** Where playing can start. */
export function renderSyncSamples(samples: readonly { readonly isKey: boolean }[]): Buffer {
  const numbers: number[] = [];
  samples.forEach(({ isKey }, index) => {
    if (isKey) numbers.push(index + 1);
  });
  return renderTable('stss', 1, numbers);
}

export function renderSampleSizes(sizes: readonly number[]): Buffer {
  // A size of 0 for all: each has one of its own.
  return renderFullBox('stsz', PLAIN, uint32(0), renderRows(1, sizes));
}

/** @param counts samples of each chunk */
export function renderSampleToChunk(counts: readonly number[]): Buffer {
  const entries: number[] = [];
  counts.forEach((count, index) => {
    if (count !== counts[index - 1]) entries.push(index + 1, count, 1);
  });
  return renderTable('stsc', 3, entries);
}

/** @param offsets bytes from the start of the file to each chunk */
export function renderChunkOffsets(offsets: readonly number[]): Buffer {
  const halves = offsets.flatMap((offset) => [Math.floor(offset / 2 ** 32), offset % 2 ** 32]);
  return renderTable('co64', 2, halves);
}

/** How many times in a row each value comes: count, value, count, value. */
function collectRuns(values: readonly number[]): number[] {
  const runs: number[] = [];
  let count = 0;
  values.forEach((value, index) => {
    count++;
    if (values[index + 1] === value) return;
    runs.push(count, value);
    count = 0;
  });
  return runs;
}

/** @param width numbers in a row */
function renderTable(type: string, width: number, numbers: readonly number[]): Buffer {
  return renderFullBox(type, PLAIN, renderRows(width, numbers));
}

/** The number of rows, then the rows. */
function renderRows(width: number, numbers: readonly number[]): Buffer {
  return Buffer.concat([uint32(numbers.length / width), renderNumbers(numbers)]);
}
