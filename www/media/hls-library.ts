// hls.js by its class's own name, which its types give as the default export only, without what no camera sends.

import { default as Hls } from 'hls.js';
import type { HlsConfig } from 'hls.js';

export { ErrorDetails, Events } from 'hls.js';
export type { ErrorData, HlsConfig, LoadPolicy } from 'hls.js';

export const HLS_DEFAULTS: Readonly<HlsConfig> = Hls.DefaultConfig;

/**
 * Advertisements, thumbnails, subtitles, encryption, reports and steering of a content network. Not only unused: with
 * hls.js 1.7.4 the part for advertisements begins at live whatever was asked for, when the browser opens the Media
 * Source only after the playlist has come. (An `object`, since its types leave out that a part may be undefined.)
 */
const ABSENT_PARTS: object = {
  interstitialsController: undefined,
  iframeController: undefined,
  subtitleStreamController: undefined,
  subtitleTrackController: undefined,
  timelineController: undefined,
  emeController: undefined,
  cmcdController: undefined,
  contentSteeringController: undefined,
};

/** A new instance with those parts of hls.js that Oriel's streams need. */
export function createHls(config: Partial<HlsConfig>): Hls {
  return new Hls({ ...config, ...ABSENT_PARTS });
}
