// What ffmpeg may open, by source. A camera decides what its address answers with: without these
// lists, a playlist from the network could name files of this machine.

import type { NetworkProtocol } from '../source.ts';

export interface AllowList {
  readonly protocols: readonly string[];
  /** Demuxers by ffmpeg's names. */
  readonly formats: readonly string[];
}

/** Formats that carry video and name no other file. */
const CONTAINERS = ['mpegts', 'mov', 'matroska', 'flv', 'nut', 'avi', 'mpeg'];

/** Video without a container and without time stamps. */
export const BARE_FORMATS: readonly string[] = ['h264', 'hevc', 'm4v', 'mjpeg', 'mpjpeg'];

/** HLS opens its segments as formats of their own, sound among them. */
const PLAYLIST_FORMATS = ['hls', 'applehttp', 'aac', 'mp3', 'ac3', 'eac3', 'webvtt'];

const HTTP: AllowList = {
  // Cameras redirect from one to the other; HLS may be encrypted.
  protocols: ['http', 'https', 'tls', 'tcp', 'crypto'],
  formats: [...CONTAINERS, ...BARE_FORMATS, ...PLAYLIST_FORMATS],
};

const RAW_FORMATS = [...CONTAINERS, ...BARE_FORMATS];

export const FILE_ALLOW_LIST: AllowList = { protocols: ['file'], formats: RAW_FORMATS };

export const NETWORK_ALLOW_LISTS: Readonly<Record<NetworkProtocol, AllowList>> = {
  rtsp: { protocols: ['rtsp', 'tcp', 'udp', 'rtp'], formats: ['rtsp'] },
  rtsps: { protocols: ['rtsps', 'rtsp', 'tls', 'tcp', 'udp', 'rtp'], formats: ['rtsp'] },
  http: HTTP,
  https: HTTP,
  rtmp: { protocols: ['rtmp', 'tcp'], formats: ['flv'] },
  rtmps: { protocols: ['rtmps', 'rtmp', 'tls', 'tcp'], formats: ['flv'] },
  srt: { protocols: ['srt'], formats: RAW_FORMATS },
  udp: { protocols: ['udp'], formats: RAW_FORMATS },
  tcp: { protocols: ['tcp'], formats: RAW_FORMATS },
};

/** @param more what a wrapper around the source needs besides */
export function renderAllowList({ protocols, formats }: AllowList, more: AllowList): string[] {
  return [
    '-protocol_whitelist',
    [...more.protocols, ...protocols].join(','),
    '-format_whitelist',
    [...more.formats, ...formats].join(','),
  ];
}
