import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { parse as parseWithHlsParser } from 'hls-parser';
import type { types } from 'hls-parser';
import { Parser } from 'm3u8-parser';
import { renderMultivariantPlaylist } from '../../src/hls/multivariant-playlist.ts';
import type { PresentationView } from '../../src/packager/presentation.ts';
import type { RenditionView } from '../../src/packager/rendition-view.ts';
import {
  REGULAR,
  START_MS,
  createPresentation,
  createSamples,
  feed,
  play,
} from '../packager/samples.ts';
import { createFormat, startAttempt } from '../packager/samples.ts';
import {
  camera,
  createPictures,
  feedPictures,
  scaled,
  startPictures,
} from '../packager/two-pictures.ts';

function matchGolden(t: TestContext, text: string, name: string): void {
  t.assert.fileSnapshot(text, `test/golden/hls/${name}.m3u8`, {
    serializers: [(value: string) => value],
  });
}

function variantsOf(text: string) {
  const parsed = parseWithHlsParser(text) as types.MasterPlaylist;
  assert.equal(parsed.isMasterPlaylist, true);
  return parsed.variants;
}

test('golden multivariant playlist', (t) => {
  const { presentation } = play({ seconds: 5 });
  matchGolden(t, renderMultivariantPlaylist(presentation), 'multivariant');
});

test('golden multivariant playlist of a camera that has just begun', (t) => {
  const { presentation } = play({ seconds: 0.4 }, { gopSeconds: 1 });
  matchGolden(t, renderMultivariantPlaylist(presentation), 'multivariant-fresh-start');
});

test('golden multivariant playlist of a camera with a smaller version', (t) => {
  const pictures = createPictures();
  const frames = camera({ seconds: 5 });
  feedPictures(startPictures(pictures), frames, scaled(frames));
  matchGolden(t, renderMultivariantPlaylist(pictures.presentation), 'multivariant-renditions');
  matchGolden(t, renderMultivariantPlaylist(pictures.presentation, '-near'), 'near-renditions');
});

test('a smaller version that has stopped is offered to nobody', () => {
  const pictures = createPictures();
  const frames = camera({ seconds: 8 });
  feedPictures(startPictures(pictures), frames, scaled(frames.slice(0, 100)));
  assert.equal(variantsOf(renderMultivariantPlaylist(pictures.presentation)).length, 1);
});

// RFC 8216bis, 4.4.6.2: BANDWIDTH is "REQUIRED" and "the peak segment bit rate".
test('other programs read codec, size, rates and the way to the media playlist', () => {
  const { presentation, rendition } = play({ frame: 3_003, gop: 30, seconds: 10 });
  const text = renderMultivariantPlaylist(presentation);
  const [variant, ...others] = variantsOf(text);
  assert.deepEqual(others, []);
  assert.equal(variant?.uri, 'video.m3u8');
  assert.equal(variant?.bandwidth, rendition.peakBitrate);
  assert.equal(variant?.averageBandwidth, rendition.averageBitrate);
  assert.equal(variant?.codecs, 'avc1.64001f');
  assert.deepEqual({ ...variant?.resolution }, { width: 640, height: 360 });
  assert.equal(variant?.frameRate, 29.97);
  const parser = new Parser();
  parser.push(text);
  parser.end();
  assert.equal(parser.manifest.playlists?.[0]?.uri, 'video.m3u8');
});

test('the newest codec is named', () => {
  const { presentation } = createPresentation();
  feed(startAttempt(presentation), createSamples(REGULAR));
  const startMs = START_MS + 12_000;
  const format = createFormat('hvc1.1.6.L93.b0');
  feed(startAttempt(presentation, { format }), createSamples({ ...REGULAR, startMs }));
  const [variant] = variantsOf(renderMultivariantPlaylist(presentation));
  assert.equal(variant?.codecs, 'hvc1.1.6.L93.b0');
});

test('each ready rendition is a variant, one that is not ready is none', () => {
  const { presentation, rendition } = play();
  const smaller = viewOf(rendition, { id: '360p', peakBitrate: 1 });
  const starting = viewOf(rendition, { id: '180p', isReady: false });
  const view: PresentationView = {
    id: presentation.id,
    windowSeconds: 60,
    renditions: [rendition, smaller, starting],
    rendition: () => null,
    tracks: () => [],
  };
  assert.deepEqual(
    variantsOf(renderMultivariantPlaylist(view)).map(({ uri }) => uri),
    ['video.m3u8', '360p.m3u8'],
  );
});

function viewOf(rendition: RenditionView, change: Partial<RenditionView>): RenditionView {
  const { id, timescale, trackId, window, feed, sequence } = rendition;
  const { targetSeconds, partTarget, partsJoined, isReady, nextPart } = rendition;
  const { gop, frameRate, peakBitrate, averageBitrate } = rendition;
  const targets = { targetSeconds, partTarget, partsJoined, isReady, nextPart };
  const measured = { gop, frameRate, peakBitrate, averageBitrate };
  return { id, timescale, trackId, window, feed, sequence, ...targets, ...measured, ...change };
}
