// Sound: off until somebody wants it, and remembered by this device. It begins inside a tap or a key press only, since
// browsers stop a video that begins to speak by itself.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { Muting } from './muting.ts';
import { deviceStore, rememberedSound, rememberSound } from './sound-memory.ts';

export interface SoundPlace {
  video(): HTMLVideoElement | null;
  /** What is remembered is remembered of it. */
  camera(): string;
  defaultMuted(): boolean;
  canBeHeard(): boolean;
}

export class Sound implements ReactiveController {
  readonly muting: Muting;
  readonly #place: SoundPlace;
  readonly #store = deviceStore();

  constructor(host: ReactiveControllerHost, place: SoundPlace) {
    this.#place = place;
    this.muting = new Muting(
      () => place.video(),
      () => host.requestUpdate(),
    );
    host.addController(this);
  }

  get isMuted(): boolean {
    return this.muting.isMuted;
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
    if (!this.#place.canBeHeard()) return;
    this.muting.set(this.isMuted);
    rememberSound(this.#place.camera(), !this.isMuted, this.#store);
  }

  get #isWanted(): boolean {
    return rememberedSound(this.#place.camera(), this.#store) ?? !this.#place.defaultMuted();
  }

  readonly #onGesture = (): void => {
    if (this.isWaiting) this.muting.set(true);
  };
}
