// A video that is silent until we say otherwise.

/** What is used of an `HTMLVideoElement`. */
export interface MutableVideo {
  muted: boolean;
  volume: number;
  readonly paused: boolean;
  readonly playbackRate: number;
  play(): Promise<void>;
}

export class Muting {
  readonly #video: () => MutableVideo | null;
  readonly #onChange: () => void;
  #isOn = false;
  /** As far as the video has told. */
  #rate = 1;

  constructor(video: () => MutableVideo | null, onChange: () => void) {
    this.#video = video;
    this.#onChange = onChange;
  }

  get isMuted(): boolean {
    const video = this.#video();
    return video === null || video.muted || video.volume === 0;
  }

  set(isOn: boolean): void {
    const video = this.#video();
    if (video === null) return;
    this.#isOn = isOn;
    video.muted = !isOn;
    if (isOn && video.volume === 0) video.volume = 1;
    this.#onChange();
  }

  /** By us or by the browser, whose windows for full screen and picture-in-picture have buttons of their own. */
  readonly onVolumeChange = (): void => {
    const video = this.#video();
    const isByItself = video !== null && video.playbackRate !== this.#rate;
    if (isByItself && !video.muted && !this.#isOn) silence(video);
    else this.#onChange();
  };

  /** Comes after what a change of speed has brought about. */
  readonly onRateChange = (): void => {
    this.#rate = this.#video()?.playbackRate ?? 1;
  };
}

/**
 * WebKitGTK forgets that a video is muted when its speed changes, and stops it because nobody has asked for sound. It does
 * not forget the volume, and does not stop what has none.
 */
function silence(video: MutableVideo): void {
  video.volume = 0;
  video.muted = true;
  // A refusal is noticed by Playback, which looks at the video anyway.
  if (video.paused) video.play().catch(() => {});
}
