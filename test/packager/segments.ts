import type { Fragment } from '../../src/packager/fragment-feed.ts';
import { Segment } from '../../src/packager/segment.ts';
import type { Sequence } from '../../src/packager/segment.ts';

export function createSequence(number = 0): Sequence {
  return {
    number,
    init: Buffer.from(`init ${number}`),
    codec: 'avc1.64001f',
    width: 640,
    height: 360,
  };
}

export interface SegmentOptions {
  readonly number?: number;
  readonly sequence?: Sequence;
  readonly start?: number;
}

export function createSegment(options: SegmentOptions = {}): Segment {
  const { number = 0, sequence = createSequence(), start = 0 } = options;
  return new Segment({
    number,
    sequence,
    start,
    discontinuity: 0,
    run: { firstNumber: number, start, segmentDuration: null, isErratic: false },
    isIndependent: true,
  });
}

/** Ten ticks of media, unless told otherwise. */
export function fragmentOf(text: string, options: Partial<Fragment> = {}): Fragment {
  return {
    data: Buffer.from(text),
    decodeTime: 0,
    duration: 10,
    isKey: false,
    sequence: createSequence(),
    ...options,
  };
}
