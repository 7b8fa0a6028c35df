// Home Assistant's own API, as its frontend uses it.

import { EventEmitter, once } from 'node:events';
import { WebSocket } from 'ws';
import type { RawData } from 'ws';

export interface State {
  readonly entity_id: string;
  readonly state: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly last_changed: string;
  readonly last_reported?: string;
}

export interface EntityEntry {
  readonly entity_id: string;
  readonly unique_id: string;
  readonly platform: string;
  readonly device_id: string | null;
  readonly name: string | null;
  readonly original_name: string | null;
  readonly entity_category: 'config' | 'diagnostic' | null;
  readonly disabled_by: string | null;
  readonly hidden_by: string | null;
}

export interface DeviceEntry {
  readonly id: string;
  readonly name: string;
  readonly name_by_user: string | null;
  readonly manufacturer: string;
  readonly model: string;
  readonly model_id: string | null;
  readonly sw_version: string;
  readonly via_device_id: string | null;
  readonly configuration_url: string | null;
  readonly identifiers: readonly (readonly [string, string])[];
}

type Fields = Readonly<Record<string, unknown>>;

interface Message {
  readonly type: string;
  readonly id: number;
  readonly event?: Happening;
  readonly success: boolean;
  readonly result: unknown;
  readonly error?: { readonly code: string; readonly message: string };
}

export interface Happening {
  readonly event_type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const WITHIN_MS = 15_000;
const ANSWER_WITHIN_MS = 30_000;
/** All that may make a wait come true. */
const WATCHED = ['state_changed', 'entity_registry_updated', 'device_registry_updated'];

export class HomeAssistantClient implements AsyncDisposable {
  readonly url: string;
  readonly token: string;
  readonly #socket: WebSocket;
  readonly #answers = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #subscriptions = new Map<number, (event: Happening) => void>();
  readonly #states = new Map<string, State>();
  readonly #events = new EventEmitter<{ change: [] }>();
  #lastId = 0;

  private constructor(url: string, token: string, socket: WebSocket) {
    this.url = url;
    this.token = token;
    this.#socket = socket;
    socket.on('message', (data) => this.#onMessage(parse(data)));
    socket.on('close', () => {
      for (const { reject } of this.#answers.values()) reject(new Error('Core hung up'));
      this.#answers.clear();
    });
    this.#events.setMaxListeners(0);
  }

  /** As the user of the token. */
  static async connect(url: string, token: string): Promise<HomeAssistantClient> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/websocket`);
    // "auth_required" comes at once.
    await once(socket, 'message');
    socket.send(JSON.stringify({ type: 'auth', access_token: token }));
    const [data] = await once(socket, 'message');
    const { type } = parse(data);
    if (type !== 'auth_ok') throw new Error(`Core does not let us in: ${type}`);
    const client = new HomeAssistantClient(url, token, socket);
    for (const type of WATCHED) {
      await client.subscribe({ type: 'subscribe_events', event_type: type }, (event) =>
        client.#onEvent(event),
      );
    }
    for (const state of await client.call<State[]>('get_states')) {
      client.#states.set(state.entity_id, state);
    }
    return client;
  }

  /** @throws with Core's message */
  async call<T>(type: string, fields: Fields = {}): Promise<T> {
    const id = ++this.#lastId;
    const answer = Promise.withResolvers<unknown>();
    this.#answers.set(id, answer);
    this.#socket.send(JSON.stringify({ ...fields, type, id }));
    const late = setTimeout(
      () => answer.reject(new Error(`Core does not answer ${type}`)),
      ANSWER_WITHIN_MS,
    );
    return answer.promise.finally(() => clearTimeout(late)) as Promise<T>;
  }

  /** @param domainAndName like `switch.turn_on` */
  async callService(domainAndName: string, target: Fields, data: Fields = {}): Promise<void> {
    const [domain, service] = domainAndName.split('.');
    await this.call('call_service', { domain, service, target, service_data: data });
  }

  /** Until the function it resolves with is called. */
  async subscribe(
    { type, ...fields }: Fields & { readonly type: string },
    onEvent: (event: Happening) => void,
  ): Promise<() => Promise<void>> {
    const subscription = this.#lastId + 1;
    this.#subscriptions.set(subscription, onEvent);
    await this.call(type, fields);
    return async () => {
      this.#subscriptions.delete(subscription);
      await this.call('unsubscribe_events', { subscription });
    };
  }

  get states(): ReadonlyMap<string, State> {
    return this.#states;
  }

  entities(): Promise<EntityEntry[]> {
    return this.call('config/entity_registry/list');
  }

  devices(): Promise<DeviceEntry[]> {
    return this.call('config/device_registry/list');
  }

  /**
   * Looks again whenever a state or a registry changes, until the answer is not null.
   * @throws after `withinMs`, naming what was waited for
   */
  async until<T>(
    what: string,
    look: () => Promise<T | null> | T | null,
    withinMs = WITHIN_MS,
  ): Promise<T> {
    const tooLate = AbortSignal.timeout(withinMs);
    for (;;) {
      const changed = once(this.#events, 'change', { signal: tooLate });
      // Unless it is awaited below.
      changed.catch(() => {});
      const found = await look();
      if (found !== null) return found;
      await changed.catch((cause: unknown) => {
        throw new Error(`${what}: not within ${withinMs} ms`, { cause });
      });
    }
  }

  /** The state of an entity once it is as wanted. */
  async untilState(
    entityId: string,
    isIt: string | ((state: State) => boolean),
    withinMs?: number,
  ): Promise<State> {
    const fits = typeof isIt === 'string' ? ({ state }: State) => state === isIt : isIt;
    try {
      return await this.until(
        `${entityId} is ${typeof isIt === 'string' ? isIt : isIt.toString()}`,
        () => {
          const state = this.#states.get(entityId);
          return state !== undefined && fits(state) ? state : null;
        },
        withinMs,
      );
    } catch (error) {
      const last = JSON.stringify(this.#states.get(entityId) ?? null);
      throw new Error(`${String(error)}; it is ${last}`, { cause: error });
    }
  }

  /** GET below `/api/`. */
  get(path: string): Promise<Response> {
    const headers = { Authorization: `Bearer ${this.token}` };
    return fetch(`${this.url}/api/${path}`, { headers });
  }

  /** POST below `/api/`. */
  post<T>(path: string, body: object): Promise<T> {
    return postJson(`${this.url}/api/${path}`, body, this.token);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    const closed = once(this.#socket, 'close');
    this.#socket.close();
    await closed;
  }

  #onMessage(message: Message): void {
    if (message.type === 'event') {
      if (message.event) this.#subscriptions.get(message.id)?.(message.event);
      return;
    }
    const answer = this.#answers.get(message.id);
    this.#answers.delete(message.id);
    if (message.success) answer?.resolve(message.result);
    else answer?.reject(new Error(message.error?.message ?? 'Core says no'));
  }

  #onEvent({ event_type: type, data }: Happening): void {
    if (type === 'state_changed') {
      const { entity_id: id, new_state: state } = data as { entity_id: string; new_state: State };
      if (state) this.#states.set(id, state);
      else this.#states.delete(id);
    }
    this.#events.emit('change');
  }
}

/** @returns what the answer's JSON says */
export async function postJson<T>(url: string, body: object, token?: string): Promise<T> {
  const headers = new Headers({ 'Content-Type': 'application/json' });
  if (token !== undefined) headers.set('Authorization', `Bearer ${token}`);
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

function parse(data: RawData): Message {
  return JSON.parse((data as Buffer).toString()) as Message;
}
