// What ffprobe and ffmpeg say of a file that people keep.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { iterateBoxes } from '../../src/mp4/box.ts';

export interface ClipFacts {
  readonly codec: string;
  readonly seconds: number;
  /** Pictures that came out of the decoder. */
  readonly frames: number;
  readonly startsWithKeyframe: boolean;
}

/** Decodes all of it, and takes no complaint. */
export async function judgeClip(path: string): Promise<ClipFacts> {
  const boxes = [...iterateBoxes(await readFile(path))].map(({ type }) => type);
  assert.deepEqual(boxes, ['ftyp', 'moov', 'mdat'], 'it plays while it loads');
  const shown = 'stream=codec_name,nb_read_frames:format=duration:packet=flags';
  const args = ['-v', 'warning', '-of', 'json', '-count_frames', '-show_packets'];
  const { stdout, stderr } = await execa('ffprobe', [...args, '-show_entries', shown, path]);
  assert.equal(stderr, '');
  const { streams, format, packets } = JSON.parse(stdout) as {
    streams: { codec_name: string; nb_read_frames: string }[];
    format: { duration: string };
    packets: { flags: string }[];
  };
  const frames = Number(streams[0]?.nb_read_frames);
  assert.equal(frames, packets.length, 'every frame decodes');
  return {
    codec: streams[0]?.codec_name ?? '',
    seconds: Number(format.duration),
    frames,
    startsWithKeyframe: packets[0]?.flags.startsWith('K') ?? false,
  };
}
