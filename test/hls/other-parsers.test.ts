// Other programs read what the model says.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Rendition } from '../../src/packager/rendition.ts';
import { REGULAR } from '../packager/samples.ts';
import { parseWithHlsParser, parseWithM3u8Parser } from './other-parsers.ts';
import { MEDIA_PATH, STREAMS, WILD_STREAMS, playStream, render } from './streams.ts';

function secondsOf({ timescale }: Rendition, ticks: number | null): number {
  return Number(((ticks ?? NaN) / timescale).toFixed(5));
}

for (const [name, stream] of Object.entries({ ...STREAMS, ...WILD_STREAMS })) {
  test(`m3u8-parser: ${name}`, () => {
    const { rendition } = playStream(stream);
    const { segments } = rendition.window;
    const [first] = segments;
    const parsed = parseWithM3u8Parser(render(rendition));
    assert.equal(parsed.targetDuration, rendition.targetSeconds);
    assert.equal(parsed.partTargetDuration, secondsOf(rendition, rendition.partTarget));
    assert.equal(parsed.mediaSequence, first?.number);
    assert.equal(parsed.discontinuitySequence, first?.discontinuity);
    assert.deepEqual(
      parsed.segments.map((segment) => ({
        uri: segment.uri,
        seconds: segment.duration,
        timeline: segment.timeline,
        map: segment.map.uri,
        date: Date.parse(segment.dateTimeString),
      })),
      segments
        .filter(({ isComplete }) => isComplete)
        .map(({ number, duration, discontinuity, sequence, start }) => ({
          uri: `${MEDIA_PATH}/${number}.m4s`,
          seconds: secondsOf(rendition, duration),
          timeline: discontinuity,
          map: `${MEDIA_PATH}/init-${sequence.number}.mp4`,
          date: Math.round(start / 90),
        })),
    );
    const { segment, part } = rendition.nextPart;
    const [hint] = parsed.preloadSegment?.preloadHints ?? [];
    assert.equal(hint?.uri, `${MEDIA_PATH}/${segment}.${part}.m4s`);
  });

  test(`hls-parser: ${name}`, () => {
    const { rendition } = playStream(stream);
    const parsed = parseWithHlsParser(render(rendition));
    const { partTarget } = rendition;
    const model = rendition.window.segments.filter(
      ({ isComplete, parts }) => isComplete || parts.length > 0,
    );
    assert.equal(parsed.partTargetDuration, secondsOf(rendition, partTarget));
    assert.equal(parsed.lowLatencyCompatibility?.canBlockReload, true);
    for (const [index, segment] of parsed.segments.entries()) {
      const expected = model[index];
      // Of a segment that is merely hinted, there is no more to see than its hint.
      if (!expected && segment.parts.every(({ hint }) => hint)) continue;
      assert.ok(expected);
      assert.equal(segment.mediaSequenceNumber, expected.number);
      if (expected.isComplete) {
        assert.equal(segment.duration, secondsOf(rendition, expected.duration));
      }
      const parts = segment.parts.filter(({ hint }) => !hint);
      if (parts.length === 0) continue;
      assert.deepEqual(
        parts.map(({ uri, duration, independent }) => [uri, duration, Boolean(independent)]),
        expected.parts.map((part) => [
          `${MEDIA_PATH}/${expected.number}.${part.index}.m4s`,
          secondsOf(rendition, Math.min(part.duration, partTarget ?? NaN)),
          part.isIndependent,
        ]),
      );
    }
  });
}

test('m3u8-parser and hls-parser see the skipped segments of a delta update', () => {
  const script = { ...REGULAR, seconds: 40 };
  const { rendition } = playStream({ windowSeconds: 30, attempts: [{ script, gopSeconds: 1 }] });
  const text = render(rendition, true);
  const skipped = parseWithM3u8Parser(text).skip?.skippedSegments ?? 0;
  const whole = parseWithM3u8Parser(render(rendition));
  const delta = parseWithM3u8Parser(text);
  assert.ok(skipped > 15);
  assert.equal(parseWithHlsParser(text).skip, skipped);
  assert.equal(delta.mediaSequence, whole.mediaSequence);
  assert.deepEqual(
    delta.segments.map(({ uri }) => uri),
    whole.segments.slice(skipped).map(({ uri }) => uri),
  );
});
