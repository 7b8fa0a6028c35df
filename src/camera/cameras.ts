import type { CameraOptions } from '../config/schema.ts';
import { Camera } from './camera.ts';
import type { CameraDeps } from './camera.ts';

/** All cameras, in the order of the options. */
export class Cameras implements AsyncDisposable {
  readonly #cameras: ReadonlyMap<string, Camera>;

  constructor(options: readonly CameraOptions[], deps: CameraDeps) {
    this.#cameras = new Map(options.map((camera) => [camera.id, new Camera(camera, deps)]));
  }

  get all(): readonly Camera[] {
    return [...this.#cameras.values()];
  }

  find(id: string): Camera | null {
    return this.#cameras.get(id) ?? null;
  }

  activate(): void {
    for (const camera of this.#cameras.values()) camera.activate();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.all.map((camera) => camera[Symbol.asyncDispose]()));
  }
}
