// A camera and a smaller version of its picture, made of numbers.

import assert from 'node:assert/strict';
import { Presentation } from '../../src/packager/presentation.ts';
import type { RenditionSettings } from '../../src/packager/rendition-settings.ts';
import type { Rendition } from '../../src/packager/rendition.ts';
import type { SequenceWriter } from '../../src/packager/sequence-writer.ts';
import type { ArrivedSample } from '../../src/packager/track-writer.ts';
import { REGULAR, SETTINGS, START_MS, createFormat, createSamples } from './samples.ts';
import type { CameraScript } from './samples.ts';

/** Decoding and encoding take their time. */
const LAG_MS = 15;

export interface Pictures {
  readonly presentation: Presentation;
  readonly main: Rendition;
  readonly smaller: Rendition;
}

export function createPictures(settings: Partial<RenditionSettings> = {}): Pictures {
  const presentation = new Presentation({ ...SETTINGS, ...settings }, { nowMs: START_MS });
  assert.ok(presentation.expectSmaller(['360p']));
  const [main, smaller] = presentation.renditions;
  assert.ok(main && smaller);
  return { presentation, main, smaller };
}

/** A new attempt in which both tracks have told their formats. */
export function startPictures(
  { presentation }: Pictures,
  codecs: readonly [string, string] = ['avc1.64001f', 'avc1.640015'],
): SequenceWriter {
  const writer = presentation.startSequence({ gopSeconds: null });
  writer.track('video').onFormat(createFormat(codecs[0]));
  writer.track('360p').onFormat({ ...createFormat(codecs[1]), width: 320, height: 180 });
  return writer;
}

/** The samples of both in the order in which they arrive. */
export function feedPictures(
  writer: SequenceWriter,
  main: readonly ArrivedSample[],
  smaller: readonly ArrivedSample[],
): void {
  const all = [
    ...main.map((arrived) => ({ id: 'video', arrived })),
    ...smaller.map((arrived) => ({ id: '360p', arrived })),
  ].toSorted((a, b) => a.arrived.arrivedAtMs - b.arrived.arrivedAtMs);
  for (const { id, arrived } of all) writer.track(id).onSample(arrived.sample, arrived.arrivedAtMs);
}

export function camera(script: Partial<CameraScript> = {}): ArrivedSample[] {
  return [...createSamples({ ...REGULAR, ...script })];
}

/** What is made of those frames, each a little later; without B-frames. */
export function scaled(frames: readonly ArrivedSample[], lagMs: number = LAG_MS): ArrivedSample[] {
  return frames
    .toSorted((a, b) => showTime(a) - showTime(b))
    .map(({ sample, arrivedAtMs }, index, all) => ({
      sample: {
        ...sample,
        decodeTime: showTime({ sample }),
        compositionOffset: 0,
        data: Buffer.alloc(100),
      },
      // Decoders hand frames on in order.
      arrivedAtMs: Math.max(arrivedAtMs, all[index - 1]?.arrivedAtMs ?? 0) + lagMs,
    }));
}

function showTime({ sample }: Pick<ArrivedSample, 'sample'>): number {
  return sample.decodeTime + sample.compositionOffset;
}
