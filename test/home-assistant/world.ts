// A home: a broker, Home Assistant with the MQTT integration, and Oriel with its cameras.

import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { startMosquitto } from '../mosquitto.ts';
import type { Mosquitto } from '../mosquitto.ts';
import { startProgram, temporaryDirectory, writeOptions } from '../running-app.ts';
import type { Program } from '../running-app.ts';
import { HomeAssistantClient } from './client.ts';
import { addIntegration } from './config-flow.ts';
import { findComplaints } from './core-log.ts';
import { startCore } from './core.ts';
import type { CoreOptions, RunningCore } from './core.ts';
import { onboard } from './onboarding.ts';
import type { Login } from './onboarding.ts';

export interface WorldOptions extends CoreOptions {
  /** Of Oriel; the broker is added. */
  readonly options: { readonly mqtt?: object; readonly [section: string]: unknown };
}

export class World {
  readonly broker: Mosquitto;
  readonly core: RunningCore;
  readonly owner: Login;
  /** The config entry of Home Assistant's MQTT. */
  readonly mqttEntry: string;
  readonly #t: TestContext;
  readonly #data: string;
  #options: WorldOptions['options'];
  #ha: HomeAssistantClient;
  #oriel: Program | null = null;
  /** Lines of Core's log. */
  #heard = 0;

  private constructor(t: TestContext, parts: WorldParts) {
    this.#t = t;
    this.broker = parts.broker;
    this.core = parts.core;
    this.owner = parts.owner;
    this.mqttEntry = parts.mqttEntry;
    this.#ha = parts.ha;
    this.#data = parts.data;
    this.#options = parts.options;
  }

  /** Ends with the test. */
  static async start(t: TestContext, { options, ...core }: WorldOptions): Promise<World> {
    const [broker, running] = await Promise.all([
      startMosquitto(t, { hasPersistence: true, settings: ['set_tcp_nodelay true'] }),
      startCore(t, core),
    ]);
    const owner = await onboard(running.url);
    const ha = await HomeAssistantClient.connect(running.url, owner.tokens.access_token);
    const mqttEntry = await addIntegration(ha, 'mqtt', {
      broker: broker.host,
      port: broker.port,
      set_ca_cert: 'off',
      set_client_cert: false,
    });
    const data = await temporaryDirectory(t);
    const parts = { broker, core: running, owner, ha, mqttEntry, data, options };
    const world = new World(t, parts);
    t.after(() => world.#ha[Symbol.asyncDispose]());
    await world.startOriel();
    return world;
  }

  /** As the owner. */
  get ha(): HomeAssistantClient {
    return this.#ha;
  }

  get oriel(): Program {
    if (!this.#oriel) throw new Error('Oriel does not run');
    return this.#oriel;
  }

  /** With its options as they are, or with these. */
  async startOriel(options = this.#options): Promise<void> {
    this.#options = options;
    const { host, port } = this.broker;
    const all = { ...options, mqtt: { host, port, ...options.mqtt } };
    const file = await writeOptions(this.#t, JSON.stringify(all));
    const data = join(this.#data, 'oriel');
    this.#oriel = await startProgram(this.#t, ['--options', file, '--port', '0', '--data', data]);
  }

  async stopOriel(): Promise<void> {
    const { child, ended } = this.oriel;
    this.#oriel = null;
    child.kill('SIGTERM');
    await ended;
  }

  async restartOriel(options = this.#options): Promise<void> {
    await this.stopOriel();
    await this.startOriel(options);
  }

  async stopCore(): Promise<void> {
    await this.#ha[Symbol.asyncDispose]();
    await this.core.stop();
  }

  /** Resolves when it has started, which it says after some seconds. */
  async startCore(): Promise<void> {
    await this.core.start();
    this.#ha = await HomeAssistantClient.connect(this.core.url, this.owner.tokens.access_token);
    await this.untilCoreRuns();
  }

  /** Warnings and errors of Core since this was asked last, without those of its own making. */
  takeComplaints(accepted: readonly RegExp[] = []): string[] {
    const log = this.core.log();
    const complaints = findComplaints(log.slice(this.#heard), accepted);
    this.#heard = log.length;
    return complaints;
  }

  async untilCoreRuns(): Promise<void> {
    const started = Promise.withResolvers<void>();
    const unsubscribe = await this.#ha.subscribe(
      { type: 'subscribe_events', event_type: 'homeassistant_started' },
      () => started.resolve(),
    );
    const { state } = await this.#ha.call<{ state: string }>('get_config');
    if (state !== 'RUNNING') await started.promise;
    await unsubscribe();
  }
}

interface WorldParts {
  readonly broker: Mosquitto;
  readonly core: RunningCore;
  readonly owner: Login;
  readonly ha: HomeAssistantClient;
  readonly mqttEntry: string;
  readonly data: string;
  readonly options: WorldOptions['options'];
}
