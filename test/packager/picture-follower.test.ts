import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listCurrentPictures } from '../../src/packager/pictures.ts';
import { Presentation } from '../../src/packager/presentation.ts';
import type { Rendition } from '../../src/packager/rendition.ts';
import type { ArrivedSample } from '../../src/packager/track-writer.ts';
import { assertContinuous, assertPartRule } from './invariants.ts';
import { SETTINGS, START_MS, createFormat } from './samples.ts';
import type { CameraScript } from './samples.ts';
import { camera, createPictures, feedPictures, scaled, startPictures } from './two-pictures.ts';
import type { Pictures } from './two-pictures.ts';

function play(main: readonly ArrivedSample[], smaller: readonly ArrivedSample[]): Pictures {
  const pictures = createPictures();
  const writer = startPictures(pictures);
  feedPictures(writer, main, smaller);
  assertContinuous(pictures.main.window.segments);
  assertContinuous(pictures.smaller.window.segments);
  return pictures;
}

function outline({ window }: Rendition): object[] {
  return window.segments
    .filter(({ isComplete }) => isComplete)
    .map(({ number, start, duration, sampleCount, isIndependent }) => {
      return { number, start, duration, sampleCount, isIndependent };
    });
}

const CAMERAS: Readonly<Record<string, Partial<CameraScript>>> = {
  'with regular keyframes': {},
  'whose frames come as they like': {
    frame: (index) => [1_800, 5_400, 3_600, 7_200][index % 4] ?? 0,
  },
  'whose keyframes come as they like': { gop: (index) => index % 19 === 0 || index % 31 === 0 },
  'whose network stands still now and then': {
    delayMs: (index) => (index % 40 > 30 ? (40 - (index % 40)) * 40 : 0),
  },
};

for (const [name, script] of Object.entries(CAMERAS)) {
  for (const lagMs of [15, 400]) {
    test(`a smaller version, ${lagMs} ms later, of a camera ${name} has its very segments`, () => {
      const frames = camera(script);
      const { main, smaller } = play(frames, scaled(frames, lagMs));
      const led = outline(main);
      assert.ok(led.length > 5);
      assert.deepEqual(outline(smaller).slice(0, led.length), led);
      assert.equal(smaller.targetSeconds, main.targetSeconds);
      assert.equal(smaller.partTarget, main.partTarget);
    });
  }
}

test('what is shown before it is decoded by others is laid where it is shown', () => {
  // I P B B: decoded in another order than shown.
  const frames = camera({
    gop: 24,
    compositionOffset: (index) => 3_600 * (index % 24 === 0 ? 1 : ([0, 3, 0, 0][index % 4] ?? 0)),
  });
  const { main, smaller } = play(frames, scaled(frames));
  for (const segment of smaller.window.segments) {
    assert.equal(segment.start, main.window.find(segment.number)?.start);
    assert.ok(segment.isIndependent);
  }
});

test('a smaller version that comes before the picture itself waits for it', () => {
  const frames = camera();
  const { main, smaller } = play(frames, scaled(frames, -15));
  assert.deepEqual(outline(smaller), outline(main));
  assertPartRule(smaller);
});

test('a smaller version that stops, or never comes, holds nothing up', () => {
  const frames = camera({ seconds: 20 });
  const alone = play(frames, []);
  const stopped = play(frames, scaled(frames.slice(0, 130)));
  const healthy = play(frames, scaled(frames));
  for (const { main } of [alone, stopped]) assert.deepEqual(outline(main), outline(healthy.main));
  const offered = [alone, stopped, healthy].map(({ presentation }) =>
    listCurrentPictures(presentation).map(({ id }) => id),
  );
  assert.deepEqual(offered, [['video'], ['video'], ['video', '360p']]);
});

test('frames that are left out leave no hole, and keyframes stay where they are', () => {
  const frames = camera({ seconds: 8 });
  const isLeftOut = (index: number): boolean => index > 60 && index < 90 && index % 25 !== 0;
  const { main, smaller } = play(
    frames,
    scaled(frames).filter((_, index) => !isLeftOut(index)),
  );
  assert.deepEqual(
    smaller.window.segments.map(({ number, isIndependent }) => [number, isIndependent]),
    main.window.segments.map(({ number, isIndependent }) => [number, isIndependent]),
  );
  const last = smaller.window.segments.at(-2);
  assert.equal(last?.start, main.window.find(last?.number ?? 0)?.start);
});

// RFC 8216bis, section 4.4.6.2: FRAME-RATE is the "maximum frame rate for all the video".
test('a version has the frame rate of the picture, also while frames of it are left out', () => {
  const frames = camera({ seconds: 4 });
  const left = scaled(frames).filter((_, index) => index % 25 === 0 || index % 2 === 0);
  const { main, smaller } = play(frames, left);
  assert.ok((smaller.window.segments[1]?.sampleCount ?? 0) < 15);
  assert.equal(main.frameRate, 25);
  assert.equal(smaller.frameRate, 25);
});

test('a version whose first frames are missing begins with its first keyframe', () => {
  const frames = camera();
  const { main, smaller } = play(frames, scaled(frames).slice(1));
  const [first] = smaller.window.segments;
  assert.equal(first?.number, (main.window.segments[0]?.number ?? 0) + 1);
  assert.equal(first?.isIndependent, true);
});

test('the first frame is the first one, whatever time it was given', () => {
  const frames = camera();
  const other = scaled(frames).map((arrived, index) => {
    if (index > 0) return arrived;
    return { ...arrived, sample: { ...arrived.sample, decodeTime: -9_000 } };
  });
  const { main, smaller } = play(frames, other);
  assert.equal(smaller.window.segments[0]?.start, main.window.segments[0]?.start);
});

for (const lagMs of [15, -15]) {
  test(`time stamps that jump begin a new sequence for all versions, ${lagMs} ms later, at the same keyframe`, () => {
    const before = camera({ seconds: 6 });
    const jump = { seconds: 6, startMs: START_MS + 6_000, decodeTime: 90_000_000 };
    const after = camera(jump);
    const back = camera({ ...jump, startMs: START_MS + 12_000, decodeTime: 0 });
    const frames = [...before, ...after, ...back];
    const pictures = play(
      frames,
      [before, after, back].flatMap((each) => scaled(each, lagMs)),
    );
    const { main, smaller } = pictures;
    const sequences = (rendition: Rendition): number[] => [
      ...new Set(rendition.window.segments.map(({ sequence }) => sequence.number)),
    ];
    assert.equal(sequences(main).length, 3);
    assert.deepEqual(sequences(smaller), sequences(main));
    assert.equal(smaller.window.segments.length, main.window.segments.length);
    for (const segment of smaller.window.segments) {
      const led = main.window.find(segment.number);
      assert.equal(segment.sequence.number, led?.sequence.number);
      assert.equal(segment.discontinuity, led?.discontinuity);
    }
  });
}

/** A frame comes so much too late at first that those in time look as if sent before they were captured. */
const HELD_UP: Partial<CameraScript> = {
  seconds: 8,
  delayMs: (index) => Math.max(0, Math.min(700, 2_400 - index * 40)),
};

for (const [name, lagMs] of [
  ['after', 15],
  ['before', -1],
] as const) {
  test(`a version whose frames are read ${name} the picture's lacks nothing where a sequence begins`, () => {
    // The sequence begins with the 57th frame: one keyframe lies right before it, one right behind.
    const frames = camera({ ...HELD_UP, gop: (index) => [0, 25, 55, 57].includes(index % 100) });
    const { main, smaller } = play(frames, scaled(frames, lagMs));
    const sequences = new Set(main.window.segments.map(({ sequence }) => sequence.number));
    assert.equal(sequences.size, 2);
    assert.deepEqual(outline(smaller), outline(main));
  });
}

test('a version that is read before a picture of a new format keeps its keyframe', () => {
  const pictures = createPictures();
  const writer = startPictures(pictures);
  const frames = camera({ seconds: 8 });
  const versions = scaled(frames);
  feedPictures(writer, frames.slice(0, 100), versions.slice(0, 100));
  feedPictures(writer, [], versions.slice(100, 110));
  writer.track('video').onFormat(createFormat('avc1.640029'));
  feedPictures(writer, frames.slice(100), versions.slice(110));
  const { main, smaller } = pictures;
  assert.equal(main.window.segments.at(-1)?.sequence.codec, 'avc1.640029');
  assertContinuous(smaller.window.segments);
  assert.deepEqual(outline(smaller), outline(main));
});

test('what a version still held when its own format changed is not shown in the new one', () => {
  const pictures = createPictures();
  const writer = startPictures(pictures);
  const frames = camera({ seconds: 8 });
  const versions = scaled(frames);
  feedPictures(writer, frames.slice(0, 110), versions.slice(0, 110));
  feedPictures(writer, [], versions.slice(110, 150));
  writer.track('360p').onFormat(createFormat('avc1.64000d'));
  feedPictures(writer, frames.slice(110), versions.slice(150));
  const { main, smaller } = pictures;
  assertContinuous(smaller.window.segments);
  const first = smaller.window.segments.find(({ sequence }) => sequence.codec === 'avc1.64000d');
  assert.equal(first?.start, main.window.segments.at(-2)?.start);
});

test('a hole in what waits for the picture to begin costs no keyframe', () => {
  // ffmpeg brings what it read while it probed at once.
  const frames = camera({ seconds: 8, gop: 100, delayMs: (i) => Math.max(0, 3_600 - i * 40) });
  const versions = scaled(frames).filter((_, index) => index < 10 || index > 70);
  const { main, smaller } = play(frames, versions);
  assert.equal(smaller.window.segments[0]?.start, main.window.segments[0]?.start);
});

test('a segment that a version lacks parts it from what came before', () => {
  const pictures = createPictures();
  const first = camera({ seconds: 4.2 });
  const writer = startPictures(pictures);
  // ffmpeg ends, and the last keyframe has not been scaled any more.
  feedPictures(writer, first, scaled(first).slice(0, 100));
  writer.end();
  const second = camera({ startMs: START_MS + 5_000, seconds: 4 });
  feedPictures(startPictures(pictures), second, scaled(second));
  const { main, smaller } = pictures;
  assertContinuous(smaller.window.segments);
  const [listed] = smaller.window.segments;
  assert.equal(listed?.sequence.number, main.window.segments.at(-1)?.sequence.number);
  // Who read the playlist a moment ago still gets it.
  assert.ok(smaller.window.find((listed?.number ?? 0) - 2)?.isComplete);
});

test('all versions together take no more memory than the window may', () => {
  const windowBytes = 2_000_000;
  const pictures = createPictures({ windowBytes, windowSeconds: 600 });
  const frames = camera({ seconds: 120, size: (_, isKey) => (isKey ? 40_000 : 4_000) });
  const writer = startPictures(pictures);
  const sameSize = scaled(frames).map(({ sample, arrivedAtMs }, index) => ({
    sample: { ...sample, data: Buffer.alloc(2_000, index) },
    arrivedAtMs,
  }));
  feedPictures(writer, frames, sameSize);
  const { presentation, main, smaller } = pictures;
  assert.ok(presentation.byteLength <= windowBytes + 200_000, `${presentation.byteLength} bytes`);
  assert.ok(presentation.byteLength > windowBytes / 2);
  assert.equal(smaller.window.segments[0]?.number, main.window.segments[0]?.number);
});

test('a version that has stopped gives way to the others', () => {
  const windowBytes = 2_000_000;
  const pictures = createPictures({ windowBytes });
  const frames = camera({ seconds: 60, size: () => 8_000 });
  feedPictures(startPictures(pictures), frames, scaled(frames.slice(0, 100)));
  const { main, smaller } = pictures;
  assert.equal(smaller.window.segments.length, 1);
  assert.ok(main.window.byteLength > windowBytes * 0.7);
});

test('who watches a smaller version gets it with the sound', () => {
  const presentation = new Presentation(SETTINGS, { nowMs: START_MS });
  presentation.expectAudio(48_000);
  presentation.expectSmaller(['720p', '360p']);
  const idsOf = (id?: string): string[] => presentation.tracks(id).map((each) => each.id);
  assert.deepEqual(idsOf(), ['video', 'audio']);
  assert.deepEqual(idsOf('360p'), ['360p', 'audio']);
  assert.deepEqual([idsOf('audio'), idsOf('480p')], [[], []]);
  const trackIds = presentation.renditions.map(({ trackId }) => trackId);
  assert.deepEqual(trackIds, [1, 2, 3, 4]);
});

test('a presentation that has begun keeps its versions', () => {
  const { presentation } = createPictures();
  assert.ok(presentation.expectSmaller(['720p']));
  presentation.startSequence({ gopSeconds: 1 });
  assert.ok(presentation.expectSmaller(['720p']));
  assert.equal(presentation.expectSmaller([]), false);
  assert.equal(presentation.expectSmaller(['720p', '360p']), false);
});
