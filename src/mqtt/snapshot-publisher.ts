import type { Camera } from '../camera/camera.ts';
import type { Snapshots } from '../camera/snapshot.ts';
import type { Log } from '../log.ts';
import { DEFAULT_FORMAT } from './command-runner.ts';
import type { Publication } from './publication.ts';
import { cameraTopics } from './topics.ts';

export interface SnapshotPublisherDeps {
  readonly baseTopic: string;
  readonly snapshots: Snapshots;
  readonly log: Log;
  readonly publish: (publication: Publication) => void;
}

/** Pictures of cameras on MQTT. The broker keeps none of them, so the newest are kept here. */
export class SnapshotPublisher {
  readonly #deps: SnapshotPublisherDeps;
  readonly #newest = new WeakMap<Camera, Buffer>();

  constructor(deps: SnapshotPublisherDeps) {
    this.#deps = deps;
  }

  publish(camera: Camera, jpeg: Buffer): void {
    this.#newest.set(camera, jpeg);
    const { image: topic } = cameraTopics(this.#deps.baseTopic, camera.id);
    this.#deps.publish({ topic, payload: jpeg });
  }

  async take(camera: Camera): Promise<void> {
    const { snapshots, log } = this.#deps;
    const video = camera.presentation.rendition('video');
    try {
      const taken = video && (await snapshots.take(video, DEFAULT_FORMAT));
      if (taken) this.publish(camera, taken.jpeg);
    } catch (error) {
      log.warn({ err: error, camera: camera.id }, 'no snapshot could be taken');
    }
  }

  /** For those who have just begun to listen: the picture they would have, had they listened before. */
  repeat(camera: Camera): void {
    const jpeg = this.#newest.get(camera);
    if (jpeg) this.publish(camera, jpeg);
  }
}
