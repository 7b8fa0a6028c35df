// What the player does with its video element.

import type { VideoReading } from './progress-watch.ts';

const STILL_WIDTH = 960;

export function readVideo(video: HTMLVideoElement, stalls: number): VideoReading {
  return {
    currentTime: video.currentTime,
    isPaused: video.paused,
    canPlay: video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA,
    secondsAhead: secondsAhead(video),
    stalls,
  };
}

function secondsAhead({ buffered, currentTime }: HTMLVideoElement): number {
  for (let range = 0; range < buffered.length; range++) {
    const isHere = buffered.start(range) <= currentTime && currentTime <= buffered.end(range);
    if (isHere) return buffered.end(range) - currentTime;
  }
  return 0;
}

/** Counts the times the video runs out of data. A seek is no stall. */
export function countStalls(video: HTMLVideoElement): () => number {
  let stalls = 0;
  video.addEventListener('waiting', () => {
    if (!video.seeking) stalls++;
  });
  return () => stalls;
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

/** Keeps the last picture while there is no new one. */
export function drawStill(video: HTMLVideoElement, canvas: HTMLCanvasElement | null): void {
  if (
    canvas === null ||
    video.videoWidth === 0 ||
    video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA
  )
    return;
  canvas.width = Math.min(STILL_WIDTH, video.videoWidth);
  canvas.height = Math.round((canvas.width * video.videoHeight) / video.videoWidth);
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
}

/** Whether the focused element takes the key for itself: text fields all, buttons and the like the space bar. */
export function isTakenKey(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches('input:not([type=radio]), textarea, select, [contenteditable]')) return true;
  return event.key === ' ' && target.matches('button, a, input, summary');
}
