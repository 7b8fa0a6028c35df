// What a camera really sends, as ffprobe sees it.

import { execa } from 'execa';
import { eventually } from '../eventually.ts';
import type { Program } from '../running-app.ts';

export interface Media {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly videoKbps: number;
  readonly hasSound: boolean;
}

interface Probed {
  readonly streams: readonly {
    readonly index: number;
    readonly codec_type: string;
    readonly width?: number;
    readonly height?: number;
  }[];
  readonly packets: readonly {
    readonly stream_index: number;
    readonly pts_time: string;
    readonly size: string;
  }[];
}

/** Watches for some seconds. */
export async function measureMedia({ url }: Program, camera: string, seconds = 2): Promise<Media> {
  const shown = 'stream=index,codec_type,width,height:packet=stream_index,pts_time,size';
  const how = ['-v', 'error', '-of', 'json', '-show_entries', shown, '-read_intervals'];
  const { stdout } = await execa('ffprobe', [
    ...how,
    `%+${seconds}`,
    `${url}cameras/${camera}/live.mp4`,
  ]);
  const { streams, packets } = JSON.parse(stdout) as Probed;
  const video = streams.find(({ codec_type: type }) => type === 'video');
  const frames = packets.filter(({ stream_index: index }) => index === video?.index);
  const times = frames.map(({ pts_time: time }) => Number(time)).toSorted((a, b) => a - b);
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const bytes = frames.reduce((sum, { size }) => sum + Number(size), 0);
  return {
    width: video?.width ?? 0,
    height: video?.height ?? 0,
    fps: (frames.length - 1) / span,
    videoKbps: (bytes * 8) / 1000 / span,
    hasSound: streams.some(({ codec_type: type }) => type === 'audio'),
  };
}

/** Once it has what was set: the first moments after a change may still show what was before. */
export async function awaitMedia(
  program: Program,
  { camera, seconds = 2 }: { camera: string; seconds?: number },
  isIt: (media: Media) => boolean,
): Promise<Media> {
  let last: Media | null = null;
  const look = async (): Promise<Media | null> => {
    last = await measureMedia(program, camera, seconds);
    return isIt(last) ? last : null;
  };
  return await eventually('the media is as wanted', look).catch((cause: unknown) => {
    throw new Error(`${camera} sends ${JSON.stringify(last)}`, { cause });
  });
}

/** All of a playlist, in seconds, with the length of each segment. */
export async function readSegments({ url }: Program, camera: string): Promise<number[]> {
  const response = await fetch(`${url}cameras/${camera}/hls/video.m3u8`);
  const lengths = (await response.text()).matchAll(/^#EXTINF:([\d.]+)/gm);
  return [...lengths].map(([, length]) => Number(length));
}
