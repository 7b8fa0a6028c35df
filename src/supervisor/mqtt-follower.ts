import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../log.ts';
import { isSameService, parseMqttService } from './mqtt-service.ts';
import type { MqttService } from './mqtt-service.ts';
import { SupervisorError } from './supervisor-api.ts';
import type { AskSupervisor } from './supervisor-api.ts';

export interface MqttFollowerDeps {
  readonly ask: AskSupervisor;
  readonly log: Log;
  /** The broker is known, or another one than before. */
  readonly onFound: (service: MqttService) => void;
  /** For tests. */
  readonly timing?: FollowerTiming;
}

export interface FollowerTiming {
  /** While there is no broker: it may be starting right now. */
  readonly retryMs: number;
  /** While there is one: it may get another address or password. */
  readonly recheckMs: number;
}

const TIMING: FollowerTiming = { retryMs: 5_000, recheckMs: 60_000 };
/** The broker is away and every attempt to connect asks: the Supervisor has other work too. */
const MIN_PAUSE_MS = 5_000;

/** Asks for Home Assistant's broker until there is one, and then whether it is still the same. */
export class MqttFollower implements AsyncDisposable {
  readonly #deps: MqttFollowerDeps;
  readonly #stop = new AbortController();
  #wake = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #known: MqttService | null = null;
  #told: string | null = null;

  private constructor(deps: MqttFollowerDeps) {
    this.#deps = deps;
  }

  static start(deps: MqttFollowerDeps): MqttFollower {
    const follower = new MqttFollower(deps);
    follower.#running = follower.#run();
    return follower;
  }

  /** The broker cannot be reached as it is known: perhaps it has changed. */
  askSoon(): void {
    this.#wake.abort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const { retryMs, recheckMs } = this.#deps.timing ?? TIMING;
    while (!signal.aborted) {
      this.#wake = new AbortController();
      await this.#askOnce(signal);
      const pauseMs = this.#known ? recheckMs : retryMs;
      await sleep(Math.min(MIN_PAUSE_MS, pauseMs), signal);
      await sleep(pauseMs - MIN_PAUSE_MS, AbortSignal.any([signal, this.#wake.signal]));
    }
  }

  async #askOnce(signal: AbortSignal): Promise<void> {
    try {
      const service = parseMqttService(await this.#deps.ask('/services/mqtt', signal));
      if (!service) throw new SupervisorError('the Supervisor names no MQTT broker', null);
      this.#told = null;
      if (this.#known && isSameService(this.#known, service)) return;
      if (this.#known) this.#deps.log.info('Home Assistant has another MQTT broker now');
      this.#known = service;
      this.#deps.onFound(service);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof SupervisorError)) throw error;
      this.#tell(error);
    }
  }

  /** Once for each reason: without a broker it stays as it is for ever. */
  #tell(error: SupervisorError): void {
    // What is known still holds: the broker app is updated, or the Supervisor is.
    if (this.#known || error.message === this.#told) return;
    this.#told = error.message;
    this.#deps.log.warn(explain(error));
  }
}

/** 400 means that no app provides a broker, 403 that our manifest does not ask for one. */
function explain({ status, message }: SupervisorError): string {
  if (status === 400) {
    return 'no MQTT broker yet: install and start the Mosquitto broker app, or set mqtt.host; until then, everything runs but MQTT';
  }
  return `no MQTT broker yet: ${message}; asking again`;
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0) return;
  // Aborted: no need to wait any longer.
  await delay(ms, undefined, { signal }).catch(() => {});
}
