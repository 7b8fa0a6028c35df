import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { IClientOptions } from 'mqtt';
import type { MqttOptions } from '../config/schema.ts';
import type { Log } from '../log.ts';
import { Attempt } from './attempt.ts';
import type { SubscribeOptions } from './attempt.ts';
import { CLOSED, NEVER_OPENED, reconnectInMs, THROWN_OUT } from './connection-failure.ts';
import type { ConnectionFailure } from './connection-failure.ts';
import type { InboundMessage, Publication } from './publication.ts';
import { loadTlsFiles } from './tls-files.ts';
import type { TlsFiles } from './tls-files.ts';

/** What the user says of the broker; `host` is an address by now. */
export type BrokerOptions = Pick<MqttOptions, 'tls' | 'reject_unauthorized'> &
  Partial<Pick<MqttOptions, 'port' | 'username' | 'password' | 'ca' | 'cert' | 'key'>> & {
    readonly host: string;
  };

export interface ConnectionDeps {
  /** Null where it is not known yet: `useBroker` says it. */
  readonly broker: BrokerOptions | null;
  /** The same one at every start, and no other program's: of two, the broker keeps the later one. */
  readonly clientId: string;
  /** Says `online` while there is a connection, and by the broker's own hand `offline` after it. */
  readonly stateTopic: string;
  /** Subscribed at every connect, without what the broker has in store. */
  readonly commandFilters: readonly string[];
  readonly log: Log;
  /** After `online`: the broker may know nothing any more, so all that is retained goes out again. */
  onConnect(): void;
  onDisconnect?(): void;
  /** An attempt to connect has failed, or a connection has ended. */
  onFailure?(): void;
  onMessage(message: InboundMessage): void;
  /** For tests. */
  readonly reconnectInMs?: typeof reconnectInMs;
}

const CONNECT_TIMEOUT_MS = 10_000;
/** The broker takes us for dead after one and a half of it. */
const KEEPALIVE_SECONDS = 30;
/** A connection that lasted this long was a good one: what failed before is forgotten. */
const STABLE_AFTER_MS = 60_000;
/** So many short connections in a row are no accident. */
const THROWN_OUT_AFTER = 4;
const GOODBYE_MS = 2_000;

/** The connection to the broker over all interruptions. Disposing of it says `offline` first. */
export class MqttConnection implements AsyncDisposable {
  readonly #deps: ConnectionDeps;
  readonly #files: TlsFiles;
  readonly #stop = new AbortController();
  #broker: BrokerOptions | null;
  /** Ends a wait: there is another broker to go to. */
  #wake = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #attempt: Attempt | null = null;
  #protocolVersion: 4 | 5 = 5;
  /** What the log has said since the last good connection. */
  #toldFailure: string | null = null;
  #isToldConnected = false;

  private constructor(deps: ConnectionDeps, files: TlsFiles) {
    this.#deps = deps;
    this.#broker = deps.broker;
    this.#files = files;
  }

  /**
   * Begins to connect, for ever; does not wait for it.
   * @throws {StartupError} when a certificate or key file is not to be had
   */
  static async start(deps: ConnectionDeps): Promise<MqttConnection> {
    const connection = new MqttConnection(deps, await loadTlsFiles(deps.broker ?? {}));
    connection.#running = connection.#run();
    return connection;
  }

  get isConnected(): boolean {
    return this.#attempt?.isConnected ?? false;
  }

  /** 5, or 4 for MQTT 3.1.1 once a broker has refused 5. */
  get protocolVersion(): 4 | 5 {
    return this.#protocolVersion;
  }

  /** Says goodbye to the one before and goes there at once; certificates are those of the start. */
  useBroker(broker: BrokerOptions): void {
    this.#broker = broker;
    this.#toldFailure = null;
    this.#isToldConnected = false;
    this.#wake.abort();
    if (this.isConnected) {
      this.#publishState('offline');
      void this.#attempt?.leave(GOODBYE_MS);
    } else {
      this.#attempt?.cut();
    }
  }

  /** Dropped while not connected: `onConnect` is there to publish what is true then. */
  publish(publication: Publication): void {
    this.#attempt?.publish(publication);
  }

  /** Once more, for those who have just begun to listen. */
  publishOnline(): void {
    this.#publishState('online');
  }

  /**
   * Until `unsubscribe` or the end of this connection.
   * @returns whether the broker agrees
   */
  async subscribe(filter: string, options: SubscribeOptions): Promise<boolean> {
    const attempt = this.#attempt;
    if (!attempt?.isConnected) return false;
    return new Promise((resolve) => {
      attempt.subscribe([filter], options, (refused) => resolve(refused.length === 0));
    });
  }

  unsubscribe(filter: string): void {
    if (this.isConnected) this.#attempt?.unsubscribe(filter);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    if (this.isConnected) {
      this.#publishState('offline');
      await this.#attempt?.leave(GOODBYE_MS);
    } else {
      this.#attempt?.cut();
    }
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    let failures = 0;
    let shortOnes = 0;
    while (!signal.aborted) {
      const broker = this.#broker;
      this.#wake = new AbortController();
      const waiting = AbortSignal.any([signal, this.#wake.signal]);
      if (!broker) {
        await once(waiting, 'abort');
        continue;
      }
      const { failure: reason, connectedForMs } = await this.#connectOnce(broker);
      if (signal.aborted) return;
      if (this.#broker !== broker) {
        // Whatever it was, it was the other one's.
        failures = 0;
        this.#protocolVersion = 5;
        continue;
      }
      this.#deps.onFailure?.();
      if (reason.kind === 'unsupported_version' && this.#protocolVersion === 5) {
        this.#deps.log.info('the MQTT broker does not speak MQTT 5: going on with MQTT 3.1.1');
        this.#protocolVersion = 4;
        continue;
      }
      const isStable = connectedForMs !== null && connectedForMs >= STABLE_AFTER_MS;
      if (isStable) this.#toldFailure = null;
      failures = isStable ? 1 : failures + 1;
      shortOnes = isStable || connectedForMs === null ? 0 : shortOnes + 1;
      const isThrownOut = reason === CLOSED && shortOnes >= THROWN_OUT_AFTER;
      const failure = isThrownOut ? THROWN_OUT : reason;
      const retryInMs = (this.#deps.reconnectInMs ?? reconnectInMs)(failure, failures);
      this.#tellFailure(failure, retryInMs);
      // Aborted: the loop ends, or goes on with another broker.
      await delay(retryInMs, undefined, { signal: waiting }).catch(() => {});
    }
  }

  async #connectOnce(
    broker: BrokerOptions,
  ): Promise<{ failure: ConnectionFailure; connectedForMs: number | null }> {
    const attempt = Attempt.start({
      options: this.#clientOptions(broker),
      log: this.#deps.log,
      onConnect: () => this.#onConnect(attempt, broker),
      onMessage: (message) => this.#deps.onMessage(message),
    });
    this.#attempt = attempt;
    const failure = await attempt.ended;
    this.#attempt = null;
    const { connectedForMs } = attempt;
    if (connectedForMs !== null) this.#deps.onDisconnect?.();
    const wasOpen = connectedForMs !== null || failure !== CLOSED;
    return { failure: wasOpen ? failure : NEVER_OPENED, connectedForMs };
  }

  #onConnect(attempt: Attempt, broker: BrokerOptions): void {
    if (this.#stop.signal.aborted || this.#broker !== broker) return;
    const { commandFilters, log } = this.#deps;
    attempt.subscribe(commandFilters, { hasStored: false }, (topics) => {
      if (topics.length === 0 || !attempt.isConnected) return;
      log.warn({ topics }, 'the MQTT broker refuses subscriptions: no commands from there');
    });
    // After SUBSCRIBE: whoever sees `online` and sends a command gets an answer.
    this.#publishState('online');
    this.#tellConnected(broker);
    this.#deps.onConnect();
  }

  #publishState(payload: 'online' | 'offline'): void {
    this.publish({ topic: this.#deps.stateTopic, payload, qos: 1, isRetained: true });
  }

  #clientOptions(broker: BrokerOptions): IClientOptions {
    const { clientId, stateTopic } = this.#deps;
    const { host, port, tls, username, password } = broker;
    return {
      protocol: tls ? 'mqtts' : 'mqtt',
      host,
      port: port ?? (tls ? 8883 : 1883),
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      ...(tls ? { ...this.#files, rejectUnauthorized: broker.reject_unauthorized } : {}),
      protocolVersion: this.#protocolVersion,
      clientId,
      clean: true,
      keepalive: KEEPALIVE_SECONDS,
      connectTimeout: CONNECT_TIMEOUT_MS,
      // The loop above reconnects, with a new client.
      reconnectPeriod: 0,
      queueQoSZero: false,
      will: { topic: stateTopic, payload: Buffer.from('offline'), qos: 1, retain: true },
      // With DEBUG=mqttjs it would write the password to stderr.
      log: () => {},
    };
  }

  #tellConnected(broker: BrokerOptions): void {
    if (this.#isToldConnected) return;
    this.#isToldConnected = true;
    const { host, port } = this.#clientOptions(broker);
    const fields = { host, port, protocol: this.#protocolVersion === 5 ? '5' : '3.1.1' };
    this.#deps.log.info(fields, 'connected to the MQTT broker');
  }

  /** Once for each kind of failure in a row: a broker may be away for days. */
  #tellFailure({ message }: ConnectionFailure, retryInMs: number): void {
    const { log } = this.#deps;
    const fields = { host: this.#broker?.host, retryInMs };
    if (message === this.#toldFailure) {
      log.debug(fields, message);
      return;
    }
    log.warn(fields, message);
    this.#toldFailure = message;
    this.#isToldConnected = false;
  }
}
