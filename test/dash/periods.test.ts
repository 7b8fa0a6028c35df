import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { groupPeriods } from '../../src/dash/periods.ts';
import type { SegmentRun, SegmentView } from '../../src/packager/segment.ts';
import { REGULAR } from '../packager/samples.ts';
import type { Shown } from '../packager/samples.ts';
import { cycle, keyframesAfter, playStream, randomKeyframes } from '../hls/streams.ts';
import type { Stream } from '../hls/streams.ts';
import { createSegment, fragmentOf } from '../packager/segments.ts';

function segmentOf(run: SegmentRun, number: number, isComplete = true): SegmentView {
  const segment = createSegment({ number, start: number * 10 });
  segment.append(fragmentOf('x'));
  if (isComplete) segment.complete();
  return Object.assign(segment, { run });
}

function runFrom(firstNumber: number, isErratic = false): SegmentRun {
  return {
    firstNumber,
    start: firstNumber * 10,
    segmentDuration: isErratic ? null : 10,
    isErratic,
  };
}

describe('how segments become periods', () => {
  test('one for each run, and only the last goes on', () => {
    const [one, two] = [runFrom(1), runFrom(3)];
    const segments = [segmentOf(one, 1), segmentOf(one, 2), segmentOf(two, 3, false)];
    const periods = groupPeriods(segments);
    assert.deepEqual(
      periods.map(({ run, segments: own, duration }) => [run, own.length, duration]),
      [
        [one, 2, 20],
        [two, 1, null],
      ],
    );
  });

  test('the duration counts from the start of the run, not from what is still listed', () => {
    const [one, two] = [runFrom(1), runFrom(9)];
    const [period] = groupPeriods([segmentOf(one, 8), segmentOf(two, 9)]);
    assert.equal(period?.duration, 80);
  });

  test('an erratic run has a period as soon as it has a whole segment', () => {
    const [one, two] = [runFrom(1), runFrom(2, true)];
    assert.equal(groupPeriods([segmentOf(one, 1), segmentOf(two, 2, false)]).length, 1);
    assert.equal(groupPeriods([segmentOf(one, 1), segmentOf(two, 2)]).length, 2);
  });

  test('nothing has none', () => {
    assert.deepEqual(groupPeriods([]), []);
  });
});

/** Shows the periods each time something was published. */
function watchPeriods(
  stream: Stream,
  look: (periods: ReturnType<typeof groupPeriods>) => void,
): Shown {
  let version = -1;
  return playStream(stream, ({ rendition }) => {
    if (!rendition.isReady || rendition.window.version === version) return;
    version = rendition.window.version;
    look(groupPeriods(rendition.window.segments));
  });
}

const NTSC = { seconds: 1_200, frame: 3_003, gop: 30 };
const WOBBLING = { seconds: 300, frame: cycle([3_500, 3_700, 3_600]), gop: 50 };

const STREAMS: Readonly<Record<string, Stream>> = {
  'our encoder': { attempts: [{ script: { ...REGULAR, seconds: 120 }, gopSeconds: 1 }] },
  'our encoder, a thousandth too slow': { attempts: [{ script: NTSC, gopSeconds: 1 }] },
  'a regular camera': { attempts: [{ script: { ...REGULAR, seconds: 120, gop: 50 } }] },
  'a camera whose frames wobble': { attempts: [{ script: WOBBLING }] },
  'GOPs of 1.2 s': { attempts: [{ script: { ...REGULAR, seconds: 120, gop: 30 } }] },
  'a camera that changes its mind': {
    attempts: [
      {
        script: {
          ...REGULAR,
          seconds: 120,
          gop: (index) => index % (index < 1_500 ? 25 : 50) === 0,
        },
      },
    ],
  },
  'a camera that misses a keyframe': {
    attempts: [
      {
        script: {
          ...REGULAR,
          seconds: 120,
          gop: (index) => (index % 25 === 0 && index % 725 !== 0) || index === 0,
        },
      },
    ],
  },
  restarts: {
    attempts: [30.3, 20.6, 40].map((seconds) => ({
      script: { ...REGULAR, seconds },
      gopSeconds: 1,
      pauseMs: 2_000,
    })),
  },
  'keyframes as they like': {
    attempts: [{ script: { ...REGULAR, seconds: 200, gop: randomKeyframes(4, 5_000) } }],
  },
};

describe('over the life of a stream', () => {
  for (const [name, stream] of Object.entries(STREAMS)) {
    test(`number and time of a grid belong together: ${name}`, () => {
      watchPeriods(stream, (periods) => {
        for (const { run, segments } of periods) {
          const { segmentDuration, firstNumber, start } = run;
          if (segmentDuration === null) continue;
          for (const segment of segments) {
            const due = start + (segment.number - firstNumber) * segmentDuration;
            assert.ok(
              Math.abs(segment.start - due) < segmentDuration / 2,
              `segment ${segment.number} is ${segment.start - due} ticks off`,
            );
          }
        }
      });
    });

    // ISO/IEC 23009-1, 5.4: a Period keeps its @id and @start over updates of the manifest.
    test(`periods stay what they are, and follow one another: ${name}`, () => {
      const starts = new Map<number, number>();
      const durations = new Map<number, number>();
      watchPeriods(stream, (periods) => {
        for (const [index, { run, duration }] of periods.entries()) {
          assert.equal(run.start, starts.get(run.firstNumber) ?? run.start);
          starts.set(run.firstNumber, run.start);
          const next = periods[index + 1];
          if (!next || duration === null) continue;
          assert.ok(run.firstNumber < next.run.firstNumber);
          assert.ok(run.start + duration <= next.run.start, 'periods do not overlap');
          assert.equal(duration, durations.get(run.firstNumber) ?? duration);
          durations.set(run.firstNumber, duration);
        }
      });
    });
  }

  const countRuns = (stream: Stream): number => {
    const runs = new Set<number>();
    watchPeriods(stream, (periods) => periods.forEach(({ run }) => runs.add(run.firstNumber)));
    return runs.size;
  };

  test('there are no more periods than there must be', () => {
    for (const [name, most] of [
      ['our encoder', 1],
      // A second in a thousand: half a segment after 500.
      ['our encoder, a thousandth too slow', 3],
      // One until the rhythm is known, one since.
      ['a regular camera', 2],
      ['a camera whose frames wobble', 2],
      ['GOPs of 1.2 s', 2],
      ['a camera that changes its mind', 4],
      ['restarts', 3],
    ] as const) {
      const stream = STREAMS[name];
      assert.ok(stream);
      assert.equal(countRuns(stream), most, name);
    }
  });

  test('a keyframe distance that is only just enough for a segment makes no new periods', () => {
    // 22 and 23 frames take turns: 0.9 s, the least that a segment of a second may have.
    const gop = keyframesAfter([23, 22]);
    for (const [gopSeconds, most] of [
      [0.9, 1],
      [null, 2],
    ] as const) {
      const stream = { attempts: [{ script: { ...REGULAR, seconds: 120, gop }, gopSeconds }] };
      assert.equal(countRuns(stream), most);
    }
  });
});
