import { FragmentReader } from '../../src/mp4/fragment-reader.ts';
import type { InitSegment } from '../../src/mp4/init-segment.ts';
import type { Sample } from '../../src/mp4/sample.ts';

export interface ReadMp4 {
  readonly init: InitSegment;
  readonly samples: readonly Sample[];
}

/** Reads fragmented MP4 in the pieces that a pipe would give. */
export function readMp4(bytes: Buffer, pieceBytes = 4_096): ReadMp4 {
  let init: InitSegment | null = null;
  const samples: Sample[] = [];
  const reader = new FragmentReader({
    onInit: (seen) => {
      init = seen;
    },
    onSample: (sample) => samples.push({ ...sample, data: Buffer.from(sample.data) }),
  });
  for (let offset = 0; offset < bytes.length; offset += pieceBytes) {
    reader.push(bytes.subarray(offset, offset + pieceBytes));
  }
  if (!init) throw new Error('the MP4 has no init segment');
  return { init, samples };
}
