// The ways whose delay is measured: Oriel's own player, ordinary players on Oriel, and ffmpeg's own muxers as baseline.

import type { PlayerSetup } from './player-pages.ts';

export type Protocol = 'live' | 'dash' | 'hls';

export interface DelayWay {
  readonly id: string;
  /** As tables and plots name it. */
  readonly label: string;
  readonly by:
    | { readonly kind: 'oriel'; readonly protocol: Protocol }
    | { readonly kind: 'ordinary'; readonly path: string; readonly setup: PlayerSetup }
    | {
        readonly kind: 'baseline';
        readonly muxer: readonly string[];
        readonly file: string;
        readonly setup: PlayerSetup;
      };
}

const HLS_MUXER = '-f hls -hls_time 1 -hls_list_size 30 -hls_flags delete_segments'.split(' ');
const DASH_MUXER = '-f dash -seg_duration 1 -streaming 1 -window_size 30 -remove_at_exit 1'.split(
  ' ',
);
const BOTH_MUXER = [
  ...DASH_MUXER,
  ...'-ldash 1 -frag_duration 1 -lhls 1 -hls_playlist 1 -hls_master_name live.m3u8'.split(' '),
  ...'-write_prft 1 -target_latency 1 -strict experimental'.split(' '),
];
const HLS_DEFAULTS: PlayerSetup = { player: 'hls.js', settings: {} };
const DASH_DEFAULTS: PlayerSetup = { player: 'dash.js', settings: {} };

export const DELAY_WAYS: readonly DelayWay[] = [
  { id: 'live', label: 'live', by: { kind: 'oriel', protocol: 'live' } },
  { id: 'll-dash', label: 'LL-DASH', by: { kind: 'oriel', protocol: 'dash' } },
  { id: 'll-hls', label: 'LL-HLS', by: { kind: 'oriel', protocol: 'hls' } },
  {
    id: 'dash',
    label: 'DASH, dash.js at 3 s',
    by: {
      kind: 'ordinary',
      path: 'dash/manifest.mpd',
      // What makes it low-latency stands in the manifest; these settings are those of players that do not look.
      setup: {
        player: 'dash.js',
        settings: {
          streaming: {
            delay: { liveDelay: 3, applyServiceDescription: false },
            liveCatchup: { enabled: false },
          },
        },
      },
    },
  },
  {
    id: 'hls',
    label: 'HLS, hls.js',
    by: {
      kind: 'ordinary',
      path: 'hls/index.m3u8',
      setup: { player: 'hls.js', settings: { lowLatencyMode: false } },
    },
  },
  {
    id: 'ffmpeg-dash',
    label: 'ffmpeg -f dash, dash.js',
    by: { kind: 'baseline', muxer: DASH_MUXER, file: 'live.mpd', setup: DASH_DEFAULTS },
  },
  {
    id: 'ffmpeg-ldash',
    label: 'ffmpeg -ldash, dash.js at 2 s',
    by: {
      kind: 'baseline',
      muxer: BOTH_MUXER,
      file: 'live.mpd',
      setup: {
        player: 'dash.js',
        settings: {
          streaming: {
            delay: { liveDelay: 2 },
            liveCatchup: { enabled: true, playbackRate: { min: -0.5, max: 0.5 } },
          },
        },
      },
    },
  },
  {
    id: 'ffmpeg-hls-1',
    label: 'ffmpeg -f hls, hls.js 1 segment behind',
    by: {
      kind: 'baseline',
      muxer: HLS_MUXER,
      file: 'live.m3u8',
      setup: { player: 'hls.js', settings: { liveSyncDurationCount: 1, startFragPrefetch: true } },
    },
  },
  {
    id: 'ffmpeg-hls',
    label: 'ffmpeg -f hls, hls.js',
    by: { kind: 'baseline', muxer: HLS_MUXER, file: 'live.m3u8', setup: HLS_DEFAULTS },
  },
];

/** @throws when there is none of that name */
export function chooseWays(ids: readonly string[] | null): DelayWay[] {
  if (ids === null) return [...DELAY_WAYS];
  return ids.map((id) => {
    const way = DELAY_WAYS.find((each) => each.id === id);
    if (!way) throw new Error(`no way ${id}: ${DELAY_WAYS.map((each) => each.id).join(', ')}`);
    return way;
  });
}

export function isOwnWay({ by }: DelayWay): boolean {
  return by.kind === 'oriel';
}
