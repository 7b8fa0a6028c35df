import type { Camera } from '../camera/camera.ts';

/** Takes pictures of a camera at the interval of its options, while it is live. */
export class SnapshotSchedule {
  readonly #camera: Camera;
  readonly #take: () => void;
  #timer: NodeJS.Timeout | null = null;
  #seconds: number | null = null;

  constructor(camera: Camera, take: () => void) {
    this.#camera = camera;
    this.#take = take;
    this.update();
  }

  /** The options may be others by now. */
  update(): void {
    const { snapshot_seconds: seconds = null } = this.#camera.options;
    if (seconds === this.#seconds) return;
    this.end();
    this.#seconds = seconds;
    if (seconds === null) return;
    this.#timer = setInterval(() => {
      if (this.#camera.status.status === 'live') this.#take();
    }, seconds * 1000);
    this.#timer.unref();
  }

  end(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#seconds = null;
  }
}
