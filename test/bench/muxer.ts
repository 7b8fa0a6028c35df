// What ffmpeg's muxers hold back: one encoder writes NUT and fragmented MP4, and each frame tells when it was drawn.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Readable } from 'node:stream';
import { renderTestPicture } from '../../src/ffmpeg/test-source.ts';
import { SampleReader } from '../../src/nut/sample-reader.ts';
import { percentile } from '../glass-to-glass.ts';
import { cleanUpAtEnd } from './clean-up.ts';
import { countFragments } from './fragment-count.ts';

export interface MuxerRow {
  readonly muxer: 'nut' | 'mp4';
  readonly fps: number;
  /** Ms from the frame's drawing to the moment its last byte was read. */
  readonly p50: number;
  readonly p95: number;
  readonly frames: number;
  readonly seconds: number;
}

const TICKS_PER_MS = 90;
const TIMESCALE = 90_000;
const WARM_UP_FRAMES = 60;
const SAMPLE_RATES = [30, 15];

/** @param onRow called as soon as there is another row */
export async function measureMuxers(
  seconds: number,
  onRow: (row: MuxerRow) => void,
): Promise<MuxerRow[]> {
  const rows: MuxerRow[] = [];
  for (const fps of SAMPLE_RATES) {
    for (const row of await measureRate(fps, seconds)) {
      rows.push(row);
      onRow(row);
    }
  }
  return rows;
}

async function measureRate(fps: number, seconds: number): Promise<MuxerRow[]> {
  const child = spawn('ffmpeg', renderArguments(fps), {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const atEnd = cleanUpAtEnd(() => child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  const drawnMs: number[] = [];
  const nutMs: number[] = [];
  const mp4Ms: number[] = [];
  const reader = new SampleReader(
    {
      onFormat: () => {},
      onSample: ({ decodeTime, compositionOffset }) => {
        drawnMs.push((decodeTime + compositionOffset) / TICKS_PER_MS);
        nutMs.push(nowMs());
      },
    },
    { timescale: TIMESCALE, fps },
  );
  const pipe = (index: number): Readable => child.stdio[index] as Readable;
  pipe(3).on('data', (chunk: Buffer) => reader.push(chunk));
  pipe(4).on(
    'data',
    countFragments(() => mp4Ms.push(nowMs())),
  );
  await delay((WARM_UP_FRAMES / fps + seconds) * 1000);
  child.kill('SIGKILL');
  await exited;
  atEnd[Symbol.dispose]();
  const summarize = (muxer: MuxerRow['muxer'], readMs: readonly number[]): MuxerRow => {
    const heldMs = readMs.slice(WARM_UP_FRAMES).map((atMs, index) => {
      return atMs - (drawnMs[WARM_UP_FRAMES + index] ?? Number.NaN);
    });
    if (heldMs.length === 0) throw new Error(`ffmpeg wrote no ${muxer}`);
    const rounded = (share: number): number => Math.round(percentile(heldMs, share) * 10) / 10;
    return { muxer, fps, p50: rounded(0.5), p95: rounded(0.95), frames: heldMs.length, seconds };
  };
  return [summarize('nut', nutMs), summarize('mp4', mp4Ms)];
}

function renderArguments(fps: number): string[] {
  // Frames keep the time at which they were drawn: Unix time.
  const picture = renderTestPicture({ width: 640, height: 360, fps, utcOffsetMinutes: 0 }).replace(
    /setpts=N\*90000\/\d+,/,
    '',
  );
  const mp4 = 'f=mp4:movflags=cmaf+frag_every_frame+skip_trailer:video_track_timescale=90000';
  const nut = 'f=nut:flush_packets=1:write_index=0';
  return [
    ['-v', 'error', '-nostdin', '-filter_complex', picture, '-map', '[picture]'],
    ['-fps_mode', 'passthrough', '-enc_time_base', '1:90000'],
    ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', String(fps)],
    ['-flags', '+global_header', '-f', 'tee', `[${nut}]pipe:3|[${mp4}]pipe:4`],
  ].flat();
}

function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
