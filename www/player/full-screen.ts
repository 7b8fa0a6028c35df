// iPhones before iOS 26 let only a video fill the screen, by a function of their own.
interface AppleVideo extends HTMLVideoElement {
  webkitEnterFullscreen?: () => void;
}

/** `document.fullscreenElement` would name the outermost host instead of an element in a shadow tree. */
export function isFullScreen(element: HTMLElement): boolean {
  // Safari before 16.4 knows it by another name only; unlike a plain list, `:is` forgives what is unknown.
  return element.matches(':is(:fullscreen, :-webkit-full-screen)');
}

export function toggleFullScreen(element: HTMLElement, video: AppleVideo | null): void {
  if (isFullScreen(element)) {
    document.exitFullscreen().catch(() => {}); // Esc was quicker.
  } else if (document.fullscreenEnabled) {
    element.requestFullscreen().catch(() => {}); // Refused outside a user's gesture: the page stays as it is.
  } else {
    video?.webkitEnterFullscreen?.();
  }
}
