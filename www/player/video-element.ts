// What the player does with its video element.

import { isInPicture } from './picture.ts';
import type { StillSize } from './playback-host.ts';
import type { VideoReading } from './progress-watch.ts';

/** Of small ones: a dashboard keeps a dozen. */
const STILL_WIDTH = 960;

export function readVideo(video: HTMLVideoElement, past: VideoPast): VideoReading {
  return {
    currentTime: video.currentTime,
    isPaused: video.paused,
    isUnseen: isUnseen(video),
    wasPausedUnseen: past.wasPausedUnseen(),
    canPlay: video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA,
    secondsAhead: secondsAhead(video),
    stalls: past.stalls(),
    frames: countFrames(video),
  };
}

function countFrames(video: HTMLVideoElement): number | null {
  return document.hidden ? null : video.getVideoPlaybackQuality().totalVideoFrames;
}

function secondsAhead({ buffered, currentTime }: HTMLVideoElement): number {
  for (let range = 0; range < buffered.length; range++) {
    const isHere = buffered.start(range) <= currentTime && currentTime <= buffered.end(range);
    if (isHere) return buffered.end(range) - currentTime;
  }
  return 0;
}

/** What only its events tell of a video. */
export interface VideoPast {
  /** How often it ran out of data. A seek is no stall. */
  readonly stalls: () => number;
  readonly wasPausedUnseen: () => boolean;
}

export function followVideo(video: HTMLVideoElement): VideoPast {
  let stalls = 0;
  let wasPausedUnseen = false;
  video.addEventListener('waiting', () => {
    if (!video.seeking) stalls++;
  });
  video.addEventListener('pause', () => {
    wasPausedUnseen = isUnseen(video);
  });
  return { stalls: () => stalls, wasPausedUnseen: () => wasPausedUnseen };
}

function isUnseen(video: HTMLVideoElement): boolean {
  return document.hidden && !isInPicture(video);
}

/** False when the browser wants a tap first. */
export async function playVideo(video: HTMLVideoElement): Promise<boolean> {
  try {
    await video.play();
    return true;
  } catch (error) {
    // Other refusals are about a source that has just been taken away.
    return !(error instanceof DOMException && error.name === 'NotAllowedError');
  }
}

/** Keeps the last picture while there is no new one. False when there is none to keep. */
export function drawStill(
  video: HTMLVideoElement,
  canvas: HTMLCanvasElement | null,
  size: StillSize,
): boolean {
  const hasPicture = video.videoWidth > 0 && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
  if (canvas === null || !hasPicture) return false;
  canvas.width = size === 'whole' ? video.videoWidth : Math.min(STILL_WIDTH, video.videoWidth);
  canvas.height = Math.round((canvas.width * video.videoHeight) / video.videoWidth);
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return true;
}

/** As large as it is. Null without a picture. */
export function copyPicture(
  picture: HTMLVideoElement | HTMLCanvasElement,
): HTMLCanvasElement | null {
  const copy = document.createElement('canvas');
  const isVideo = picture instanceof HTMLVideoElement;
  copy.width = isVideo ? picture.videoWidth : picture.width;
  copy.height = isVideo ? picture.videoHeight : picture.height;
  if (copy.width === 0) return null;
  copy.getContext('2d')?.drawImage(picture, 0, 0);
  return copy;
}

/** Calls when the next picture is on the screen. Returns what ends that. */
export function onFrame(video: HTMLVideoElement, act: () => void): () => void {
  if ('requestVideoFrameCallback' in video) {
    const handle = video.requestVideoFrameCallback(act);
    return () => video.cancelVideoFrameCallback(handle);
  }
  const target: EventTarget = video;
  target.addEventListener('timeupdate', act, { once: true });
  return () => target.removeEventListener('timeupdate', act);
}

/** What has been decoded, for people who want to know. */
export function readFrames(video: HTMLVideoElement | null): {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly dropped: number;
} {
  if (video === null) return { width: 0, height: 0, frames: 0, dropped: 0 };
  const { totalVideoFrames, droppedVideoFrames } = video.getVideoPlaybackQuality();
  return {
    width: video.videoWidth,
    height: video.videoHeight,
    frames: totalVideoFrames,
    dropped: droppedVideoFrames,
  };
}

/** Where nothing lies over it that can be pressed. */
export function isOnPicture(event: Event): boolean {
  const target = event.composedPath()[0];
  if (!(target instanceof Element)) return false;
  return (
    target.matches('video, canvas, img, .stage, .message, .message *') && !target.closest('button')
  );
}

/** Whether the focused element takes the key for itself: text fields all, buttons and the like the space bar. */
export function isTakenKey(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches('input:not([type=radio]), textarea, select, [contenteditable]')) return true;
  if (event.key.startsWith('Arrow')) return target.matches('input, [role=slider], [role^=menu]');
  return event.key === ' ' && target.matches('button, a, input, summary');
}
