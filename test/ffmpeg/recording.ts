// What Oriel's ffmpeg writes for a camera, kept until there is enough of it.

import assert from 'node:assert/strict';
import type { CameraOptions } from '../../src/config/schema.ts';
import { renderCommand } from '../../src/ffmpeg/arguments.ts';
import { expectedFrameRate } from '../../src/ffmpeg/encoder-arguments.ts';
import { chooseEncoder } from '../../src/ffmpeg/encoders.ts';
import { needsProbe, probeSource } from '../../src/ffmpeg/probe.ts';
import { runFfmpeg } from '../../src/ffmpeg/process.ts';
import { createLog } from '../../src/log.ts';
import { renderFragmentHeader } from '../../src/mp4/fragment.ts';
import { renderInitSegment } from '../../src/mp4/init-segment-writer.ts';
import type { Sample } from '../../src/mp4/sample.ts';
import type { TrackFormat } from '../../src/mp4/track-format.ts';
import { SampleReader } from '../../src/nut/sample-reader.ts';
import { collectSecrets, parseSource } from '../../src/source.ts';
import { CAMERA_OPTIONS } from './camera-options.ts';

export const SILENT_LOG = createLog({ level: 'silent', format: 'json' });

export interface Packet {
  readonly pts: number;
  readonly dts: number;
  readonly isKey: boolean;
  readonly arrivedAtMs: number;
}

export interface Recording {
  /** As players get it. */
  readonly mp4: Buffer;
  readonly format: TrackFormat;
  readonly packets: readonly Packet[];
}

/**
 * Probes, chooses and runs as Oriel does, until there are so many frames.
 * @throws what ended it before
 */
export async function record(
  text: string,
  frames: number,
  more: Partial<CameraOptions> = {},
): Promise<Recording> {
  const source = parseSource(text);
  const options = { ...CAMERA_OPTIONS, ...more };
  const secrets = collectSecrets(source);
  const stop = new AbortController();
  const { signal } = stop;
  const asked = { source, options, secrets, signal, log: SILENT_LOG };
  const probe = needsProbe(options, source)
    ? await probeSource({ program: 'ffprobe', ...asked, purpose: 'prepare' })
    : null;
  const encoder = chooseEncoder(options, source, probe);
  const command = renderCommand({ source, options, encoder, probe });
  const pieces: Buffer[] = [];
  const formats: TrackFormat[] = [];
  const packets: Packet[] = [];
  const onSample = (sample: Sample): void => {
    packets.push(toPacket(sample));
    pieces.push(renderFragment(sample, packets.length));
    if (packets.length > frames) stop.abort();
  };
  const fps = expectedFrameRate({ source, options, probe });
  const reader = new SampleReader(
    { onFormat: (format) => formats.push(format), onSample },
    { timescale: 90_000, fps },
  );
  const onOutput = (chunk: Buffer): void => reader.push(chunk);
  await runFfmpeg({ program: 'ffmpeg', command, secrets, signal, log: SILENT_LOG, onOutput });
  const [format] = formats;
  if (!format || formats.length > 1) throw new Error(`${formats.length} formats`);
  return {
    mp4: Buffer.concat([renderInitSegment([{ id: 1, format }]), ...pieces]),
    format,
    packets,
  };
}

function toPacket({ decodeTime, compositionOffset, isKey }: Sample): Packet {
  return {
    pts: decodeTime + compositionOffset,
    dts: decodeTime,
    isKey,
    arrivedAtMs: performance.now(),
  };
}

export function renderFragment(sample: Sample, sequenceNumber: number): Buffer {
  const { decodeTime, duration, compositionOffset, isKey, data } = sample;
  const header = renderFragmentHeader({
    sequenceNumber,
    trackId: 1,
    // What is decoded before the first frame is shown may have come before all time.
    decodeTime: decodeTime + 90_000,
    duration,
    compositionOffset,
    isKey,
    size: data.length,
  });
  return Buffer.concat([header, data]);
}

/** From each packet to the next, in 1/90000 s. */
export function dtsSteps(packets: readonly Packet[]): number[] {
  return packets.slice(1).map(({ dts }, index) => dts - (packets[index]?.dts ?? 0));
}

/**
 * Holds times that ffmpeg took from the clock to what is certain, however busy the machine: a frame was
 * read between its leaving and its arrival here.
 * @param sentAtMs when each packet's frame left
 */
export function assertByTheClock(
  packets: readonly Packet[],
  sentAtMs: readonly number[],
  [from, to]: readonly [number, number],
): void {
  const [first, last] = [packets[from], packets[to]];
  assert.ok(first && last);
  const sent = { first: sentAtMs[from] ?? NaN, last: sentAtMs[to] ?? NaN };
  const ms = (last.pts - first.pts) / 90;
  const least = sent.last - first.arrivedAtMs;
  const most = last.arrivedAtMs - sent.first;
  const label = `frames ${from} to ${to} in ${ms} ms, not in ${least} to ${most} ms`;
  assert.ok(ms >= least - CLOCK_STEP_MS && ms <= most + CLOCK_STEP_MS, label);
}

/** Times are rounded on their way. */
const CLOCK_STEP_MS = 2;

/** Times of the keyframes in seconds. */
export function keyframeSeconds(packets: readonly Packet[]): number[] {
  return packets.filter(({ isKey }) => isKey).map(({ pts }) => pts / 90_000);
}

export function assertFormat(format: TrackFormat, width: number, height: number): void {
  assert.match(format.codec, /^avc1\./);
  assert.deepEqual([format.width, format.height], [width, height]);
}
