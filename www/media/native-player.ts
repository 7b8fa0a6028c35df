// The browser's own HLS, for browsers without any Media Source: iPhones before iOS 17.1.

import { failed } from './failure.ts';
import type { BarePlayer } from './media-player.ts';
import type { MediaPlayerOptions } from './players.ts';

const BEHIND_END_SECONDS = 2;

// Safari's, not in the DOM types: the capture time of media time 0, from EXT-X-PROGRAM-DATE-TIME.
interface DatedVideo extends HTMLVideoElement {
  getStartDate?: () => Date;
}

export function createNativePlayer({
  video,
  cameraUrl,
  onFailure,
}: MediaPlayerOptions): BarePlayer {
  const dated: DatedVideo = video;
  const onError = (): void => {
    const knowsHls = video.canPlayType('application/vnd.apple.mpegurl') !== '';
    onFailure(knowsHls ? failed('cannot_play') : failed('codec_not_played', 'HLS'));
  };

  return {
    start(): void {
      video.addEventListener('error', onError);
      video.src = `${cameraUrl}hls/index.m3u8`;
    },
    stop(): void {
      video.removeEventListener('error', onError);
      video.removeAttribute('src');
      video.load();
    },
    captureMs(mediaSeconds: number): number | null {
      const startMs = dated.getStartDate?.().getTime() ?? Number.NaN;
      return Number.isNaN(startMs) ? null : startMs + mediaSeconds * 1000;
    },
    goLive(): void {
      const { seekable } = video;
      if (seekable.length > 0)
        video.currentTime = seekable.end(seekable.length - 1) - BEHIND_END_SECONDS;
    },
    // Cannot be known before something was heard; offering a mute button costs nothing.
    hasAudio: () => true,
  };
}
