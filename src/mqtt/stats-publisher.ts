import type { Camera } from '../camera/camera.ts';
import type { Cameras } from '../camera/cameras.ts';
import { renderStats, renderTotals } from './payloads.ts';
import { ProcessorUse } from './processor-use.ts';
import { bridgeTopics, cameraTopics } from './topics.ts';

export interface StatsPublisherDeps {
  readonly baseTopic: string;
  readonly cameras: Pick<Cameras, 'all'>;
  readonly publish: (topic: string, value: object) => void;
}

const EVERY_MS = 10_000;
/** After a camera has come up: frame rate and bit rate are known by then. */
const SOON_MS = 2_500;

/** What is measured of cameras and of Oriel: now and then, and of now only. */
export class StatsPublisher implements Disposable {
  readonly #deps: StatsPublisherDeps;
  readonly #processor = new ProcessorUse();
  readonly #timer: NodeJS.Timeout;
  #soon: NodeJS.Timeout | undefined;

  constructor(deps: StatsPublisherDeps) {
    this.#deps = deps;
    this.#timer = setInterval(() => this.publishAll(), EVERY_MS);
    this.#timer.unref();
  }

  publishAll(): void {
    const { baseTopic, cameras, publish } = this.#deps;
    const live = cameras.all.filter(({ status }) => status.status === 'live');
    for (const camera of live) this.publish(camera);
    publish(bridgeTopics(baseTopic).stats, renderTotals(cameras.all, this.#processor.read()));
  }

  /** And once more as soon as there is something to tell. */
  publishAllSoon(): void {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => this.publishAll(), SOON_MS);
    this.#soon.unref();
  }

  publish(camera: Camera): void {
    const { baseTopic, publish } = this.#deps;
    publish(cameraTopics(baseTopic, camera.id).stats, renderStats(camera));
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    clearTimeout(this.#soon);
  }
}
