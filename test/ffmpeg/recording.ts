// What Oriel's ffmpeg writes for a camera, kept until there is enough of it.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { CameraOptions } from '../../src/config/schema.ts';
import { renderCommand } from '../../src/ffmpeg/arguments.ts';
import { chooseEncoder } from '../../src/ffmpeg/encoders.ts';
import { needsProbe, probeSource } from '../../src/ffmpeg/probe.ts';
import { runFfmpeg } from '../../src/ffmpeg/process.ts';
import { createLog } from '../../src/log.ts';
import { collectSecrets, parseSource } from '../../src/source.ts';
import { CAMERA_OPTIONS } from './camera-options.ts';

export const SILENT_LOG = createLog({ level: 'silent', format: 'json' });

export interface Packet {
  readonly pts: number;
  readonly dts: number;
  readonly isKey: boolean;
}

export interface Recording {
  readonly mp4: Buffer;
  readonly codec: string;
  readonly width: number;
  readonly height: number;
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
    ? await probeSource({ program: 'ffprobe', ...asked })
    : null;
  const encoder = chooseEncoder(options, source, probe);
  const command = renderCommand({ source, options, encoder, probe });
  const chunks: Buffer[] = [];
  let fragments = 0;
  await runFfmpeg({
    program: 'ffmpeg',
    command,
    secrets,
    signal,
    log: SILENT_LOG,
    onOutput: (chunk) => {
      chunks.push(chunk);
      fragments += chunk.toString('latin1').split('moof').length - 1;
      if (fragments > frames) stop.abort();
    },
  });
  return readMp4(Buffer.concat(chunks));
}

async function readMp4(mp4: Buffer): Promise<Recording> {
  const shown = 'packet=pts,dts,flags:stream=codec_name,width,height';
  // From a pipe, ffprobe takes times before the decode time for faults.
  const folder = await mkdtemp(join(tmpdir(), 'oriel-recording-'));
  const path = join(folder, 'a.mp4');
  await writeFile(path, mp4);
  const args = ['-loglevel', 'error', '-of', 'json', '-show_entries', shown, path];
  const { stdout } = await execa('ffprobe', args, { stdin: 'ignore' });
  await rm(folder, { recursive: true });
  const report = JSON.parse(stdout);
  const [{ codec_name: codec, width, height }] = report.streams;
  const packets = report.packets.map(
    ({ pts, dts, flags }: { pts: number; dts: number; flags: string }): Packet => ({
      pts,
      dts,
      isKey: flags.startsWith('K'),
    }),
  );
  return { mp4, codec, width, height, packets };
}

/** From each packet to the next, in 1/90000 s. */
export function dtsSteps(packets: readonly Packet[]): number[] {
  return packets.slice(1).map(({ dts }, index) => dts - (packets[index]?.dts ?? 0));
}

/** Times of the keyframes in seconds. */
export function keyframeSeconds(packets: readonly Packet[]): number[] {
  return packets.filter(({ isKey }) => isKey).map(({ pts }) => pts / 90_000);
}
