// What holds for everything a rendition shows, whatever the camera did.

import assert from 'node:assert/strict';
import type { Sample } from '../../src/mp4/sample.ts';
import type { Rendition } from '../../src/packager/rendition.ts';
import type { RenditionView } from '../../src/packager/rendition-view.ts';
import type { SegmentView } from '../../src/packager/segment.ts';
import { FTYP, moov } from '../mp4/boxes.ts';
import { readMp4 } from '../mp4/read-samples.ts';

/** The samples of a segment, read back from its bytes. */
export function samplesOf(segment: SegmentView): readonly Sample[] {
  const media = segment.fragments ?? segment.parts.flatMap(({ pieces }) => pieces);
  return readMp4(Buffer.concat([FTYP, moov(), ...media])).samples;
}

/** Frames end up in parts and segments whole, in order, without a hole or an overlap. */
export function assertContinuous(segments: readonly SegmentView[]): void {
  let end = -Infinity;
  for (const [position, segment] of segments.entries()) {
    const previous = segments[position - 1];
    const label = `segment ${segment.number}`;
    const samples = samplesOf(segment);
    const [first] = samples;
    assert.ok(first, `${label} has no samples`);
    assert.equal(first.isKey, segment.isIndependent, label);
    assert.equal(first.decodeTime + first.compositionOffset, segment.start, label);
    const isSameSequence = previous?.sequence === segment.sequence;
    if (isSameSequence) assert.equal(first.decodeTime, end, `${label} follows on`);
    else if (previous) {
      assert.ok(first.decodeTime >= end, `${label} does not reach back`);
      assert.ok(first.isKey, `${label} begins its sequence with a keyframe`);
    }
    if (previous) {
      assert.equal(segment.number, previous.number + 1);
      const step = isSameSequence ? 0 : 1;
      assert.equal(segment.discontinuity, previous.discontinuity + step, label);
    }
    end = first.decodeTime;
    for (const { decodeTime, duration } of samples) {
      assert.equal(decodeTime, end, `${label} has no hole`);
      assert.ok(duration > 0, label);
      end += duration;
    }
    assertWhole(segment, samples);
  }
}

function assertWhole(segment: SegmentView, samples: readonly Sample[]): void {
  const { parts, duration, byteLength } = segment;
  const label = `segment ${segment.number}`;
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  assert.equal(segment.sampleCount, samples.length, label);
  assert.equal(duration, sum(samples.map((sample) => sample.duration)), label);
  assert.deepEqual(
    parts.map(({ index }) => index),
    parts.map((_, index) => index),
  );
  if (!segment.isComplete) return;
  assert.equal(duration, sum(parts.map((part) => part.duration)), label);
  assert.equal(
    byteLength,
    sum(parts.flatMap(({ pieces }) => pieces).map(({ length }) => length)),
    label,
  );
}

/**
 * RFC 8216bis, 4.4.4.9: a part's duration "MUST be less than or equal to the Part Target Duration" and
 * "at least 85% of the Part Target Duration, with the exception of Partial Segments with the
 * INDEPENDENT=YES attribute … and the final Partial Segment of any Parent Segment".
 */
export function assertPartRule(rendition: RenditionView): void {
  const { partTarget } = rendition;
  assert.ok(partTarget !== null);
  for (const { parts, number, isComplete } of rendition.window.segments) {
    for (const { index, duration, isIndependent } of parts) {
      const label = `part ${number}.${index}: ${duration} of ${partTarget} ticks`;
      assert.ok(duration <= partTarget, label);
      const isLast = isComplete && index === parts.length - 1;
      if (!isLast && !isIndependent) assert.ok(duration >= 0.85 * partTarget, label);
    }
  }
}

// RFC 8216bis, 4.4.3.1: each EXTINF, "when rounded to the nearest integer", is at most the target.
export function assertTargetDuration({ window, targetSeconds, timescale }: Rendition): void {
  assert.ok(targetSeconds !== null);
  for (const { number, duration } of window.segments) {
    const seconds = duration / timescale;
    assert.ok(Math.round(seconds) <= targetSeconds, `segment ${number}: ${seconds} s`);
  }
}
