// Sound: off until somebody wants it, and remembered by this device. It begins inside a tap or a key press only, since
// browsers stop a video that begins to speak by itself.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { deviceStore, rememberedSound, rememberSound } from './sound-memory.ts';

export interface SoundPlace {
  video(): HTMLVideoElement | null;
  /** What is remembered is remembered of it. */
  camera(): string;
  defaultMuted(): boolean;
  canBeHeard(): boolean;
}

export class Sound implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #place: SoundPlace;
  readonly #store = deviceStore();

  constructor(host: ReactiveControllerHost, place: SoundPlace) {
    this.#host = host;
    this.#place = place;
    host.addController(this);
  }

  get isMuted(): boolean {
    return this.#place.video()?.muted ?? true;
  }

  /** It is wanted, and waits for a tap. */
  get isWaiting(): boolean {
    return this.isMuted && this.#isWanted && this.#place.canBeHeard();
  }

  hostConnected(): void {
    // After what the tap is for: who mutes does not want to hear.
    document.addEventListener('click', this.#onGesture);
    document.addEventListener('keydown', this.#onGesture);
  }

  hostDisconnected(): void {
    document.removeEventListener('click', this.#onGesture);
    document.removeEventListener('keydown', this.#onGesture);
  }

  /** Inside a tap or a key press. */
  toggle(): void {
    const video = this.#place.video();
    if (video === null || !this.#place.canBeHeard()) return;
    video.muted = !video.muted;
    rememberSound(this.#place.camera(), !video.muted, this.#store);
    this.#host.requestUpdate();
  }

  get #isWanted(): boolean {
    return rememberedSound(this.#place.camera(), this.#store) ?? !this.#place.defaultMuted();
  }

  readonly #onGesture = (): void => {
    const video = this.#place.video();
    if (video === null || !this.isWaiting) return;
    video.muted = false;
    this.#host.requestUpdate();
  };
}
