// Picture-in-picture: the standard one, and the one of Safari.

interface AppleVideo extends HTMLVideoElement {
  readonly webkitPresentationMode?: string;
  readonly webkitDisplayingFullscreen?: boolean;
  webkitSupportsPresentationMode?: (mode: string) => boolean;
  webkitSetPresentationMode?: (mode: string) => void;
  /** Firefox alone. */
  readonly mozHasAudio?: boolean;
}

const PICTURE = 'picture-in-picture';
const anyVideo: AppleVideo = document.createElement('video');
const HAS_APPLE_PICTURE = anyVideo.webkitSupportsPresentationMode?.(PICTURE) ?? false;

/**
 * Firefox lays a button of its own over every video. It takes what is pressed there though a menu or a link lies over it,
 * and nobody can tell that the video is on a screen of its own then. For `disablePictureInPicture`.
 */
export const HAS_FOREIGN_BUTTON = 'mozHasAudio' in anyVideo;

export function canPicture(): boolean {
  return document.pictureInPictureEnabled || HAS_APPLE_PICTURE;
}

export function isInPicture(video: AppleVideo | null): boolean {
  if (video === null) return false;
  const root = video.getRootNode();
  const isStandard = root instanceof ShadowRoot && root.pictureInPictureElement === video;
  return isStandard || video.webkitPresentationMode === PICTURE;
}

/** On iPhones, a video in full screen is on a screen of its own. */
export function isInFullScreenVideo(video: AppleVideo | null): boolean {
  return video?.webkitDisplayingFullscreen ?? false;
}

export function togglePicture(video: AppleVideo | null): void {
  if (video === null || !canPicture()) return;
  const isIn = isInPicture(video);
  if (document.pictureInPictureEnabled) {
    const isDone = isIn ? document.exitPictureInPicture() : enterPicture(video);
    // Refused outside a user's gesture, and before there is a picture: the page stays as it is.
    isDone.catch(() => {});
  } else {
    video.webkitSetPresentationMode?.(isIn ? 'inline' : PICTURE);
  }
}

async function enterPicture(video: HTMLVideoElement): Promise<void> {
  const disableAgain = (): void => {
    video.disablePictureInPicture = HAS_FOREIGN_BUTTON;
  };
  video.disablePictureInPicture = false;
  video.addEventListener('leavepictureinpicture', disableAgain, { once: true });
  try {
    await video.requestPictureInPicture();
  } catch (error) {
    disableAgain();
    throw error;
  }
}
