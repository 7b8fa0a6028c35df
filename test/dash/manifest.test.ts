import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { renderManifest } from '../../src/dash/manifest.ts';
import type { PresentationView } from '../../src/packager/presentation.ts';
import { keyframesAfter, playStream } from '../hls/streams.ts';
import type { Stream } from '../hls/streams.ts';
import {
  REGULAR,
  START_MS,
  createPresentation,
  createSamples,
  feed,
  play,
} from '../packager/samples.ts';
import { startAttempt } from '../packager/samples.ts';
import {
  camera,
  createPictures,
  feedPictures,
  scaled,
  startPictures,
} from '../packager/two-pictures.ts';
import { findAll, lintStructure, parseXml } from './structure.ts';
import type { XmlElement } from './structure.ts';

const MEDIA_PATH = '../media/porch';
const AS_IT_IS = { serializers: [(value: string) => value] };

function render(presentation: PresentationView, nowMs = START_MS + 60_000): string {
  const timePath = '../../../api/time';
  return renderManifest(presentation, { mediaPath: MEDIA_PATH, timePath, nowMs });
}

function parse(presentation: PresentationView): XmlElement {
  const manifest = parseXml(render(presentation));
  assert.deepEqual(lintStructure(manifest), []);
  return manifest;
}

function attributesOf(manifest: XmlElement, name: string): Readonly<Record<string, string>> {
  const found = findAll(manifest, name).at(-1);
  assert.ok(found, `no ${name}`);
  return found.attributes;
}

const ENCODED = { script: REGULAR, gopSeconds: 1 };
const ERRATIC = keyframesAfter([25, 65, 40]);

/** Where each golden file comes from. */
const GOLDEN: Readonly<Record<string, Stream>> = {
  'regular-grid': {
    windowSeconds: 10,
    attempts: [{ ...ENCODED, script: { ...REGULAR, seconds: 14.64 } }],
  },
  'unknown-gop': {
    windowSeconds: 10,
    attempts: [{ script: { ...REGULAR, seconds: 5.4, gop: 50 } }],
  },
  'rhythm-found': {
    windowSeconds: 30,
    attempts: [{ script: { ...REGULAR, seconds: 12.4, gop: 50 } }],
  },
  erratic: {
    windowSeconds: 10,
    attempts: [{ script: { ...REGULAR, seconds: 20.4, gop: ERRATIC } }],
  },
  restart: {
    windowSeconds: 10,
    attempts: [
      { ...ENCODED, script: { ...REGULAR, seconds: 4.64 } },
      { ...ENCODED, script: { ...REGULAR, seconds: 4.64 }, pauseMs: 3_210, codec: 'avc1.4d401f' },
    ],
  },
};

for (const [name, stream] of Object.entries(GOLDEN)) {
  test(`golden manifest: ${name}`, (t) => {
    const { presentation } = playStream(stream);
    assert.deepEqual(lintStructure(parse(presentation)), []);
    t.assert.fileSnapshot(render(presentation), `test/golden/dash/${name}.mpd`, AS_IT_IS);
  });
}

describe('smaller versions of the picture', () => {
  const codecs = ['avc1.64001f', 'avc1.640015'] as const;
  const show = (seconds: number, stopsAt = Infinity, both: readonly [string, string] = codecs) => {
    const pictures = createPictures();
    const frames = camera({ seconds });
    feedPictures(startPictures(pictures, both), frames, scaled(frames.slice(0, stopsAt)));
    return pictures.presentation;
  };
  const setsOf = (manifest: XmlElement): string[][] =>
    findAll(findAll(manifest, 'Period').at(-1) ?? manifest, 'AdaptationSet').map((set) =>
      findAll(set, 'Representation').map(({ attributes }) => attributes['id'] ?? ''),
    );

  test('golden manifest: renditions', (t) => {
    const presentation = show(14.64);
    assert.deepEqual(setsOf(parse(presentation)), [['video', '360p']]);
    t.assert.fileSnapshot(render(presentation), 'test/golden/dash/renditions.mpd', AS_IT_IS);
  });

  test('those of another codec than the picture are in a set of their own', () => {
    const manifest = parse(show(5, Infinity, ['hvc1.1.6.L93.b0', codecs[1]]));
    assert.deepEqual(setsOf(manifest), [['video'], ['360p']]);
    const ids = findAll(manifest, 'AdaptationSet').map(({ attributes }) => attributes['id']);
    // 1 is the sound, from Period to Period.
    assert.deepEqual(new Set(ids), new Set(['0', '2']));
    const templates = findAll(manifest, 'SegmentTemplate').map(({ attributes }) => attributes);
    assert.match(templates[1]?.['media'] ?? '', /\/360p\/\$Number\$/);
  });

  test('one that has stopped is left out, and Periods go on without it', () => {
    assert.deepEqual(setsOf(parse(show(8, 100))), [['video']]);
  });
});

describe('what a manifest says of time', () => {
  // What was captured at T can be had at T: players then know the true delay.
  test('media time is wall-clock time since 1970', () => {
    const { presentation } = play({ startMs: START_MS + 123 }, { gopSeconds: 1 });
    const manifest = parse(presentation);
    assert.equal(manifest.attributes['availabilityStartTime'], '1970-01-01T00:00:00Z');
    const { start = '' } = attributesOf(manifest, 'Period');
    assert.equal(Number.parseFloat(start.slice(2)), (START_MS + 123) / 1000);
    const { presentationTimeOffset } = attributesOf(manifest, 'SegmentTemplate');
    assert.equal(Number(presentationTimeOffset), (START_MS + 123) * 90);
    const reference = attributesOf(manifest, 'ProducerReferenceTime');
    assert.equal(Date.parse(reference['wallClockTime'] ?? ''), START_MS + 123);
    assert.equal(reference['presentationTime'], presentationTimeOffset);
  });

  test('the clock that players sync to is ours, by a relative way', () => {
    const timings = findAll(parse(play({}, { gopSeconds: 1 }).presentation), 'UTCTiming');
    assert.equal(timings.length, 2);
    for (const { attributes } of timings) {
      assert.equal(attributes['schemeIdUri'], 'urn:mpeg:dash:utc:http-iso:2014');
      assert.equal(attributes['value'], '../../../api/time');
    }
  });

  test('it is told when the manifest was made, and how far back media can be had', () => {
    const { presentation } = play({}, { settings: { windowSeconds: 45 } });
    const manifest = parseXml(render(presentation, Date.UTC(2026, 8, 1, 2, 3, 4, 567)));
    assert.equal(manifest.attributes['publishTime'], '2026-09-01T02:03:04.567Z');
    assert.equal(manifest.attributes['timeShiftBufferDepth'], 'PT45S');
  });

  // ISO/IEC 23009-1, 5.3.1.2: "the maximum duration of any Segment in any Representation".
  test('no segment is longer than the longest that is announced', () => {
    const { presentation, rendition } = play({ seconds: 30, gop: (index) => index <= 50 });
    const { maxSegmentDuration = '' } = parse(presentation).attributes;
    const longest = Math.max(...rendition.window.segments.map(({ duration }) => duration));
    assert.equal(longest / 90_000, 2.4);
    assert.ok(longest / 90_000 <= Number.parseFloat(maxSegmentDuration.slice(2)));
  });

  test('segments can be had from their first frame on', () => {
    const { presentation } = play({ frame: 3_000, gop: 30 }, { gopSeconds: 1 });
    const { availabilityTimeOffset, availabilityTimeComplete, duration } = attributesOf(
      parse(presentation),
      'SegmentTemplate',
    );
    assert.equal(duration, '90000');
    assert.equal(availabilityTimeOffset, (1 - 1 / 30).toFixed(3));
    assert.equal(availabilityTimeComplete, 'false');
  });
});

describe('what a manifest says of the video', () => {
  test('codec, size, rates, and the way to its bytes', () => {
    const { presentation, rendition } = play();
    const manifest = parse(presentation);
    assert.deepEqual(attributesOf(manifest, 'Representation'), {
      id: 'video',
      bandwidth: String(rendition.peakBitrate),
      codecs: 'avc1.64001f',
      width: '640',
      height: '360',
      frameRate: '25',
    });
    const { media, initialization } = attributesOf(manifest, 'SegmentTemplate');
    assert.equal(media, `${MEDIA_PATH}/video/$Number$.m4s`);
    const number = rendition.window.segments[0]?.sequence.number;
    assert.equal(initialization, `${MEDIA_PATH}/video/init-${number}.mp4`);
  });

  test('that every segment starts with a keyframe is said only where it is true', () => {
    const sapOf = (gop: number | ((index: number) => boolean)) =>
      attributesOf(parse(play({ seconds: 20, gop }).presentation), 'AdaptationSet')['startWithSAP'];
    assert.equal(sapOf(25), '1');
    assert.equal(
      sapOf((index) => index <= 25),
      undefined,
    );
  });
});

describe('how low the delay can be', () => {
  test('is for regular and guessed segments a matter of frames', () => {
    for (const gop of [25, 50]) {
      const { presentation } = play({ seconds: 6.4, gop });
      assert.equal(attributesOf(parse(presentation), 'Latency')['target'], '400');
    }
  });

  test('is for erratic ones the longest segment and the time to learn of it', () => {
    const { presentation, rendition } = play({ seconds: 20.4, gop: ERRATIC });
    const manifest = parse(presentation);
    const { target, min, max } = attributesOf(manifest, 'Latency');
    assert.equal(Number(target), ((rendition.targetSeconds ?? NaN) + 2) * 1000);
    assert.ok(Number(min) < Number(target) && Number(target) < Number(max));
    assert.equal(manifest.attributes['minimumUpdatePeriod'], 'PT1S');
    const template = attributesOf(manifest, 'SegmentTemplate');
    assert.equal(template['availabilityTimeOffset'], undefined);
  });
});

test('a presentation of our own encoder has a manifest from its first part on', () => {
  const { presentation, rendition } = createPresentation();
  const track = startAttempt(presentation, { gopSeconds: 1 });
  feed(track, createSamples({ ...REGULAR, seconds: 3 }), () => {
    if (rendition.isReady) parse(presentation);
  });
  assert.equal(rendition.isReady, true);
});

test('what is wrong with a manifest is seen', () => {
  const good = render(playStream(GOLDEN['unknown-gop'] ?? { attempts: [] }).presentation);
  for (const [from, to] of [
    [' profiles=', ' profile='],
    ['type="dynamic"', 'type="live"'],
    ['<Latency', '<Latenzy'],
    ['minBufferTime="PT0.2S"', 'minBufferTime="0.2"'],
    [' id="video"', ''],
    ['<Period id', '<Period ident'],
    ['target="400"', 'target="0.4"'],
    [/(<ServiceDescription[^]*<\/ServiceDescription>)([^]*)(<\/MPD>)/, '$2$1$3'],
    [/(<ProducerReferenceTime[^]*<\/ProducerReferenceTime>)\s*(<Resync.*>)/, '$2$1'],
    [/(<SegmentTemplate[^]*<\/SegmentTemplate>)\s*(<Representation.*>)/, '$2$1'],
    [/<S .*>/g, ''],
    [/<Period[^]*<\/Period>/, ''],
  ] as const) {
    const broken = good.replace(from, to);
    assert.notEqual(broken, good);
    assert.notDeepEqual(lintStructure(parseXml(broken)), [], String(from));
  }
});
