import type { MqttConnection } from './connection.ts';

/** Publishes what is different from what the broker was told last. */
export class StatePublisher {
  readonly #connection: Pick<MqttConnection, 'publish' | 'isConnected'>;
  readonly #told = new Map<string, string>();

  constructor(connection: Pick<MqttConnection, 'publish' | 'isConnected'>) {
    this.#connection = connection;
  }

  /** Another connection, perhaps another broker: it knows nothing. */
  forget(): void {
    this.#told.clear();
  }

  /** @param again even when it is the same */
  publishRetained(topic: string, value: object | string, again = false): void {
    const payload = typeof value === 'string' ? value : JSON.stringify(value);
    if (!this.#connection.isConnected) return;
    if (this.#told.get(topic) === payload && !again) return;
    this.#told.set(topic, payload);
    this.#connection.publish({ topic, payload, qos: 1, isRetained: true });
  }

  /** Neither kept by the broker nor compared: it is of now. */
  publish(topic: string, value: object): void {
    this.#connection.publish({ topic, payload: JSON.stringify(value) });
  }

  /** Makes the broker forget what it has in store. */
  clear(topic: string): void {
    this.#told.delete(topic);
    this.#connection.publish({ topic, payload: '', qos: 1, isRetained: true });
  }
}
