// The real ffmpeg and ffprobe, as makers and judges of fragmented MP4.

import { execa } from 'execa';

/** As Oriel asks for them. */
export const CMAF =
  '-movflags cmaf+frag_every_frame+skip_trailer -video_track_timescale 90000 -f mp4 pipe:1'.split(
    ' ',
  );

const PICTURE = ['-f', 'lavfi', '-i', 'testsrc2=size=192x108:rate=25'];

/** What ffmpeg writes to its standard output. */
export async function runFfmpeg(args: readonly string[], input?: Buffer): Promise<Buffer> {
  const { stdout } = await execa('ffmpeg', ['-hide_banner', '-loglevel', 'error', ...args], {
    encoding: 'buffer',
    ...(input ? { input } : { stdin: 'ignore' as const }),
  });
  return Buffer.from(stdout);
}

/** Two seconds of moving picture, encoded and packed as asked for. */
export function encode(encoder: readonly string[], muxer: readonly string[] = CMAF) {
  return runFfmpeg([...PICTURE, '-t', '2', '-pix_fmt', 'yuv420p', ...encoder, ...muxer]);
}

export async function hasEncoder(name: string): Promise<boolean> {
  const { stdout } = await execa('ffmpeg', ['-hide_banner', '-encoders'], { stdin: 'ignore' });
  return stdout.includes(` ${name} `);
}

export interface Packet {
  readonly dts: number;
  readonly pts: number;
  readonly duration: number;
  readonly isKey: boolean;
  readonly hash: string;
}

export interface Stream {
  readonly codec_name: string;
  readonly codec_tag_string: string;
  readonly profile: string;
  readonly level: number;
  readonly width: number;
  readonly height: number;
  readonly time_base: string;
  readonly nb_read_frames: string;
}

async function ffprobe(args: readonly string[], input: Buffer): Promise<unknown> {
  const options = ['-hide_banner', '-loglevel', 'error', '-of', 'json', ...args, 'pipe:0'];
  const { stdout, stderr } = await execa('ffprobe', options, { input });
  if (stderr) throw new Error(`ffprobe complains: ${stderr}`);
  return JSON.parse(stdout);
}

export async function probePackets(mp4: Buffer): Promise<Packet[]> {
  const args = ['-select_streams', 'v', '-show_packets', '-show_data_hash', 'MD5'];
  const { packets } = (await ffprobe(args, mp4)) as { packets: Record<string, string | number>[] };
  return packets.map(({ dts, pts, duration, flags, data_hash: hash }) => ({
    dts: Number(dts),
    pts: Number(pts),
    duration: Number(duration),
    isKey: String(flags).startsWith('K'),
    hash: String(hash),
  }));
}

/** Decodes all of it. */
export async function probeStream(mp4: Buffer): Promise<Stream> {
  const args = ['-select_streams', 'v', '-show_streams', '-count_frames'];
  const { streams } = (await ffprobe(args, mp4)) as { streams: Stream[] };
  const [stream] = streams;
  if (!stream) throw new Error('ffprobe sees no video');
  return stream;
}
