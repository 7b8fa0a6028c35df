// Another program reads what the model says, and finds the media that HLS lists.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse, parseUTCTiming } from 'mpd-parser';
import type { ParsedSegment } from 'mpd-parser';
import { renderManifest } from '../../src/dash/manifest.ts';
import { renderMediaPlaylist } from '../../src/hls/media-playlist.ts';
import { parsePlaylist } from '../hls/playlist.ts';
import { STREAMS, WILD_STREAMS, playStream } from '../hls/streams.ts';
import type { Shown } from '../packager/samples.ts';

const CAMERA = 'http://oriel.test/cameras/porch';
const ALL = { ...STREAMS, ...WILD_STREAMS };

function render({ presentation, rendition }: Shown): string {
  return renderManifest(presentation, {
    mediaPath: `../media/${presentation.id}`,
    timePath: '../../../api/time',
    nowMs: rendition.end / 90,
  });
}

function parseSegments(shown: Shown): readonly ParsedSegment[] {
  const { playlists } = parse(render(shown), {
    manifestUri: `${CAMERA}/dash/manifest.mpd`,
    NOW: shown.rendition.end / 90,
  });
  return playlists.flatMap(({ segments }) => segments);
}

/** Addresses of the complete segments that the HLS playlist lists, by number. */
function hlsAddresses({ presentation, rendition }: Shown) {
  const mediaPath = `../media/${presentation.id}/${rendition.id}`;
  const playlist = parsePlaylist(renderMediaPlaylist(rendition, { mediaPath, skip: false }));
  const resolve = (uri: string): string => new URL(uri, `${CAMERA}/hls/video.m3u8`).href;
  const complete = playlist.segments.filter(({ uri }) => uri !== null);
  return new Map(
    complete.map(({ uri, number, map }) => [
      number,
      { media: resolve(uri ?? ''), init: resolve(map ?? '') },
    ]),
  );
}

for (const [name, stream] of Object.entries(ALL)) {
  test(`mpd-parser finds the media where HLS finds it: ${name}`, () => {
    const shown = playStream(stream);
    const listed = hlsAddresses(shown);
    const { segments } = shown.rendition.window;
    // It does not end a grid with its period: what is looked at are segments of the newest one.
    const { run } = segments.at(-1) ?? {};
    const newest = segments.filter((segment) => segment.run === run && segment.isComplete);
    const parsed = parseSegments(shown).filter(({ map }) =>
      map.uri.endsWith(`init-${newest[0]?.sequence.number}.mp4`),
    );
    assert.ok(newest.length >= 2);
    for (const segment of newest.slice(-8)) {
      const { media, init } = listed.get(segment.number) ?? {};
      const found = parsed.find(({ resolvedUri }) => resolvedUri === media);
      assert.ok(found, `${segment.number} is not in the manifest`);
      assert.equal(found.map.resolvedUri, init);
      if (run?.segmentDuration !== null) continue;
      assert.ok(Math.abs(found.presentationTime - segment.start / 90_000) < 1e-5);
      assert.equal(found.duration, segment.duration / 90_000);
    }
  });
}

interface Expanded {
  readonly number: number;
  /** Ticks since 1970. */
  readonly time: number;
  readonly media: string;
  readonly init: string;
}

const attribute = (text: string, name: string): string | undefined =>
  new RegExp(`\\s${name}="([^"]*)"`).exec(text)?.[1];

/** Every segment that the manifest announces until `now`, in ticks (ISO/IEC 23009-1, 5.3.9.5.3). */
function expand(manifest: string, now: number): Expanded[] {
  return [...manifest.matchAll(/<Period[^]*?<\/Period>/g)].flatMap(([period]) => {
    const [template = ''] = /<SegmentTemplate[^>]*>/.exec(period) ?? [];
    const first = Number(attribute(template, 'startNumber'));
    const offset = Number(attribute(template, 'presentationTimeOffset'));
    return timesOf(period, { template, offset, now }).map((time, index) => ({
      number: first + index,
      time,
      media: attribute(template, 'media')?.replace('$Number$', String(first + index)) ?? '',
      init: attribute(template, 'initialization') ?? '',
    }));
  });
}

function timesOf(
  period: string,
  { template, offset, now }: { template: string; offset: number; now: number },
): number[] {
  const duration = Number(attribute(template, 'duration'));
  if (duration > 0) {
    const [head = ''] = /<Period[^>]*>/.exec(period) ?? [];
    const seconds = attribute(head, 'duration')?.slice(2, -1);
    const segments = (seconds ? Number(seconds) * 90_000 : now - offset) / duration;
    // The segment that is being made can be asked for as well.
    const count = seconds ? Math.ceil(segments - 1e-6) : Math.floor(segments) + 1;
    return Array.from({ length: count }, (_, index) => offset + index * duration);
  }
  return [...period.matchAll(/<S [^>]*>/g)].flatMap(([entry]) => {
    const repeated = Number(attribute(entry, 'r') ?? 0);
    const [t, d] = [Number(attribute(entry, 't')), Number(attribute(entry, 'd'))];
    return Array.from({ length: 1 + repeated }, (_, index) => t + index * d);
  });
}

for (const [name, stream] of Object.entries(ALL)) {
  test(`every manifest announces each segment of HLS once, at its time: ${name}`, () => {
    let version = -1;
    playStream(stream, (shown) => {
      const { rendition } = shown;
      const { window } = rendition;
      // Every seventh is enough.
      if (!rendition.isReady || window.version < version + 7) return;
      version = window.version;
      const expanded = expand(render(shown), rendition.end);
      const listed = hlsAddresses(shown);
      for (const segment of window.segments) {
        const { number, start, run, isComplete } = segment;
        if (!isComplete) continue;
        const [found, ...others] = expanded.filter((each) => each.number === number);
        assert.ok(found, `${number} is missing`);
        assert.equal(others.length, 0, `${number} stands twice`);
        const resolve = (uri: string): string => new URL(uri, `${CAMERA}/dash/manifest.mpd`).href;
        assert.deepEqual(
          { media: resolve(found.media), init: resolve(found.init) },
          listed.get(number),
        );
        const tolerance = run.segmentDuration === null ? 0 : run.segmentDuration / 2;
        assert.ok(Math.abs(found.time - start) <= tolerance, `${number} at ${found.time - start}`);
      }
      // The server holds requests for the next segment; what lies beyond is not there.
      const last = expanded.at(-1)?.number ?? Infinity;
      assert.ok(last <= window.nextNumber, `${last} is announced, ${window.nextNumber} comes next`);
    });
  });
}

test('mpd-parser finds the clock', () => {
  const shown = playStream({ attempts: [{ script: { seconds: 5, frame: 3_600, gop: 25 } }] });
  const { method, value } = parseUTCTiming(render(shown));
  assert.deepEqual([method, value], ['GET', '../../../api/time']);
});

test('mpd-parser sees a new timeline in each period', () => {
  const stream = STREAMS['a camera that restarts with another codec'];
  assert.ok(stream);
  const shown = playStream(stream);
  const timelines = new Set(parseSegments(shown).map(({ timeline }) => timeline));
  const runs = new Set(shown.rendition.window.segments.map(({ run }) => run));
  assert.equal(timelines.size, runs.size);
});
