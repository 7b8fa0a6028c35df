// One network connection to the broker, from CONNECT to its end. A new one each time: MQTT.js would
// send what it could not send before, old news after new.

import { Socket } from 'node:net';
import { connect } from 'mqtt';
import type { IClientOptions, IConnackPacket, MqttClient } from 'mqtt';
import type { Log } from '../log.ts';
import { classifyConnectionError, classifyReasonCode, CLOSED } from './connection-failure.ts';
import type { ConnectionFailure } from './connection-failure.ts';
import { Outbox } from './outbox.ts';
import { readMessage } from './publication.ts';
import type { InboundMessage, Publication } from './publication.ts';

export interface AttemptDeps {
  readonly options: IClientOptions;
  readonly log: Log;
  readonly onConnect: () => void;
  readonly onMessage: (message: InboundMessage) => void;
}

export interface SubscribeOptions {
  /** Whether the broker sends what it has in store; not for commands. */
  readonly hasStored: boolean;
}

const MAX_RECEIVE_MAXIMUM = 65_535;
/** A broker that does not read gets no more pictures. */
const MAX_UNSENT_BYTES = 4 * 1024 * 1024;
/** Fixed header, packet identifier and properties of a PUBLISH are far shorter. */
const PACKET_OVERHEAD_BYTES = 256;

export class Attempt {
  /** Resolves with the reason. */
  readonly ended: Promise<ConnectionFailure>;
  readonly #client: MqttClient;
  readonly #log: Log;
  #outbox: Outbox<Publication> | null = null;
  #connectedSinceMs: number | null = null;
  #maximumPacketBytes = Infinity;
  #hasToldRefusal = false;

  private constructor({ options, log, onConnect, onMessage }: AttemptDeps) {
    this.#log = log;
    const client = connect({ ...options });
    this.#client = client;
    // Otherwise a message may wait 40 ms for the acknowledgement of the one before.
    if (client.stream instanceof Socket) client.stream.setNoDelay(true);
    let failure: ConnectionFailure | null = null;
    client.on('error', (error) => (failure ??= classifyConnectionError(error)));
    client.on('disconnect', ({ reasonCode }) => (failure ??= classifyReasonCode(reasonCode ?? 0)));
    client.on('connect', (connack) => {
      this.#onConnack(connack);
      onConnect();
    });
    client.on('message', (topic, payload, packet) =>
      onMessage(readMessage(topic, payload, packet)),
    );
    const { promise, resolve } = Promise.withResolvers<ConnectionFailure>();
    this.ended = promise;
    client.on('close', () => {
      this.#outbox?.clear();
      this.#outbox = null;
      // Lets go of everything that still waits for an acknowledgement.
      client.end(true);
      resolve(failure ?? CLOSED);
    });
  }

  static start(deps: AttemptDeps): Attempt {
    return new Attempt(deps);
  }

  get isConnected(): boolean {
    return this.#outbox !== null;
  }

  /** null when it never was connected. */
  get connectedForMs(): number | null {
    return this.#connectedSinceMs === null ? null : performance.now() - this.#connectedSinceMs;
  }

  /** Dropped while not connected. */
  publish(publication: Publication): void {
    if (this.#outbox === null || this.#isTooLarge(publication)) return;
    if (publication.qos === 1) this.#outbox.push(publication);
    else if (this.#client.stream.writableLength < MAX_UNSENT_BYTES) this.#send(publication);
  }

  /** Calls back with the filters that the broker refuses, all of them where the connection ends. */
  subscribe(
    filters: readonly string[],
    { hasStored }: SubscribeOptions,
    onAnswer: (refused: string[]) => void,
  ): void {
    // MQTT 5, section 3.8.3.1: no own messages back; "retain" marks what was stored or is to be.
    const forCommands = { rap: true, rh: 2 };
    const options = { qos: 1, nl: true, ...(hasStored ? {} : forCommands) } as const;
    this.#client.subscribe([...filters], options, (error, _requests, suback) => {
      const codes = error === null ? [] : filters.map((_, index) => suback?.granted[index] ?? 128);
      onAnswer(filters.filter((_, index) => Number(codes[index] ?? 0) >= 128));
    });
  }

  unsubscribe(filter: string): void {
    // An error means that the connection is gone, and the subscription with it.
    this.#client.unsubscribe(filter, () => {});
  }

  /** Says goodbye, so that no will is sent, once all has been acknowledged; cuts off when it takes too long. */
  async leave(withinMs: number): Promise<void> {
    const timer = setTimeout(() => this.cut(), withinMs);
    const sayGoodbye = async (): Promise<void> => {
      await this.#outbox?.drained();
      this.#client.end();
    };
    await Promise.race([sayGoodbye(), this.ended]);
    await this.ended;
    clearTimeout(timer);
  }

  cut(): void {
    this.#client.stream.destroy();
  }

  #onConnack({ properties }: IConnackPacket): void {
    this.#connectedSinceMs = performance.now();
    this.#maximumPacketBytes = properties?.maximumPacketSize ?? Infinity;
    this.#outbox = new Outbox({
      limit: properties?.receiveMaximum ?? MAX_RECEIVE_MAXIMUM,
      send: (publication, onAcknowledged) => this.#send(publication, onAcknowledged),
    });
  }

  #send(publication: Publication, onSent: () => void = () => {}): void {
    const { topic, payload, qos = 0, isRetained = false, correlationData } = publication;
    const properties = correlationData ? { properties: { correlationData } } : {};
    this.#client.publish(topic, payload, { qos, retain: isRetained, ...properties }, (error) => {
      if (error && 'code' in error) this.#tellRefusal(topic, error.code);
      onSent();
    });
  }

  #isTooLarge({ topic, payload }: Publication): boolean {
    const bytes = Buffer.byteLength(payload) + Buffer.byteLength(topic) + PACKET_OVERHEAD_BYTES;
    if (bytes <= this.#maximumPacketBytes) return false;
    this.#tellRefusal(topic, 149);
    return true;
  }

  /** Once a connection: what is refused is refused again and again. */
  #tellRefusal(topic: string, reasonCode: number): void {
    const fields = { topic, reasonCode };
    if (this.#hasToldRefusal) this.#log.debug(fields, 'the MQTT broker refuses a message');
    else this.#log.warn(fields, 'the MQTT broker refuses a message');
    this.#hasToldRefusal = true;
  }
}
