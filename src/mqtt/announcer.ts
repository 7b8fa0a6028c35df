import { once, EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../log.ts';
import type { MqttConnection } from './connection.ts';
import { mergeRecords, nextRecord, readStoredRecord, UNKNOWN } from './device-record.ts';
import type { DeviceRecord } from './device-record.ts';
import type { Device } from './discovery.ts';
import type { InboundMessage } from './publication.ts';
import { classifyTopic, deviceConfigFilters, deviceConfigTopic, isOwnDevice } from './topics.ts';
import type { TopicSettings } from './topics.ts';

export interface AnnouncerDeps {
  readonly topics: TopicSettings;
  readonly connection: Pick<MqttConnection, 'publish' | 'subscribe' | 'unsubscribe'>;
  readonly log: Log;
  /** Everything has been announced, for a broker or a Home Assistant that knows nothing. */
  readonly onAnnounced: () => void;
  /** Home Assistant has had time to forget a device. */
  readonly onForgotten: (device: string) => void;
  /** For tests. */
  readonly timing?: Partial<typeof TIMING>;
}

export const TIMING = {
  /** No more stored configurations for so long: there are no more. */
  quietMs: 250,
  /** Those that come later than this are not looked for. */
  sweepMs: 3_000,
  /** From device to device, so that Home Assistant is not flooded … */
  spacingMs: 50,
  /** … but all of them within this time. */
  announceWithinMs: 1_500,
  /**
   * From one configuration of a device to the next: Home Assistant loses a part of the second one
   * while it sets up the first. So long it also may listen to what it has been told to forget.
   */
  settleMs: 2_000,
  /** A change is said again after so long, in case it got lost like that. */
  repeatMs: 10_000,
  /** Not all programs at the broker shall answer Home Assistant's birth at once. */
  birthDelayInMs: (): number => 1_000 + 4_000 * Math.random(),
};

interface Entry {
  record: DeviceRecord;
  publishedAtMs: number;
  update: NodeJS.Timeout | undefined;
  repeat: NodeJS.Timeout | undefined;
  /** Until it is forgotten. */
  forget: NodeJS.Timeout | undefined;
}

/** Keeps what the broker has in store of our devices the same as what is wanted. */
export class Announcer implements AsyncDisposable {
  readonly #deps: AnnouncerDeps;
  readonly #timing: typeof TIMING;
  readonly #entries = new Map<string, Entry>();
  readonly #calls = new EventEmitter<{ call: [] }>();
  #wanted: ReadonlyMap<string, Device> = new Map();
  #session: AbortController | null = null;
  #running: Promise<void> = Promise.resolve();
  #call: 'birth' | 'refresh' | null = null;
  #sweepEnd: NodeJS.Timeout | undefined;
  #lastFoundMs = 0;
  #isAnnounced = false;

  constructor(deps: AnnouncerDeps) {
    this.#deps = deps;
    this.#timing = { ...TIMING, ...deps.timing };
  }

  /** All devices there shall be, the bridge first. Home Assistant forgets the others. */
  setDevices(devices: readonly Device[]): void {
    const before = this.#wanted;
    this.#wanted = new Map(devices.map((device) => [device.id, device]));
    // One that goes before it was announced has topics at the broker all the same.
    for (const id of before.keys()) if (!this.#wanted.has(id)) this.#entry(id);
    if (this.#isAnnounced) this.#updateAll();
  }

  onConnect(): void {
    this.onDisconnect();
    this.#session = new AbortController();
    this.#running = this.#run(this.#session.signal);
  }

  onDisconnect(): void {
    this.#session?.abort();
    this.#session = null;
    this.#isAnnounced = false;
    this.#call = null;
    clearTimeout(this.#sweepEnd);
    for (const entry of this.#entries.values()) {
      clearTimers(entry);
      // Home Assistant may still know them, the broker may not.
      entry.record = { ...entry.record, text: null };
    }
  }

  /** Home Assistant has started. */
  onBirth(): void {
    this.#request('birth');
  }

  /** Announces everything again, and looks once more for what should not be there. */
  refresh(): void {
    this.#request('refresh');
  }

  /** A message on a topic of kind `device_config` or `former_device_config`: of interest when the broker had it in store. */
  onDeviceConfig({ topic, payload, isRetained }: InboundMessage): void {
    const incoming = classifyTopic(topic, this.#deps.topics);
    const isFormer = incoming.kind === 'former_device_config';
    if (!isRetained || (incoming.kind !== 'device_config' && !isFormer)) return;
    this.#lastFoundMs = performance.now();
    const { device } = incoming;
    if (!isOwnDevice(this.#deps.topics.instance, device)) return;
    const found = readStoredRecord(device, payload);
    if (found === null) return;
    if (isFormer) {
      // Home Assistant would know the device twice.
      this.#deps.connection.publish({ topic, payload: '', qos: 1, isRetained: true });
      return;
    }
    const entry = this.#entry(device);
    entry.record = mergeRecords(entry.record, found);
    if (this.#isAnnounced) this.#update(device);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const [id, { forget }] of this.#entries) {
      if (forget && !this.#wanted.has(id)) this.#deps.onForgotten(id);
    }
    this.onDisconnect();
    await this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    try {
      await this.#sweep(signal);
      for (;;) {
        await this.#announceAll(signal);
        const call = await this.#nextCall(signal);
        if (call === 'refresh') await this.#sweep(signal);
        else await delay(this.#timing.birthDelayInMs(), undefined, { signal });
        // Whoever called in the meantime is served by the same announcement.
        this.#call = null;
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Lets the broker send what it has in store, until it has no more. */
  async #sweep(signal: AbortSignal): Promise<void> {
    const { connection, topics, log } = this.#deps;
    const filters = deviceConfigFilters(topics.discoveryPrefix);
    clearTimeout(this.#sweepEnd);
    const isAllowed = await Promise.all(
      filters.map((filter) => connection.subscribe(filter, { hasStored: true })),
    );
    signal.throwIfAborted();
    const allowed = filters.filter((_, index) => isAllowed[index]);
    if (allowed.length < filters.length) {
      const topics = filters.filter((filter) => !allowed.includes(filter));
      log.debug({ topics }, 'stale discovery cannot be looked for');
    }
    if (allowed.length === 0) return;
    const { quietMs, sweepMs } = this.#timing;
    const endMs = performance.now() + sweepMs;
    this.#sweepEnd = setTimeout(() => {
      for (const filter of allowed) connection.unsubscribe(filter);
    }, sweepMs);
    this.#lastFoundMs = performance.now();
    for (;;) {
      const nowMs = performance.now();
      const waitMs = Math.min(this.#lastFoundMs + quietMs, endMs) - nowMs;
      if (waitMs <= 0) return;
      await delay(waitMs, undefined, { signal });
    }
  }

  async #announceAll(signal: AbortSignal): Promise<void> {
    const { spacingMs, announceWithinMs } = this.#timing;
    const unwanted = [...this.#entries.keys()].filter((id) => !this.#wanted.has(id));
    const ids = [...unwanted, ...this.#wanted.keys()];
    const pauseMs = Math.min(spacingMs, announceWithinMs / ids.length);
    const startMs = performance.now();
    for (const [index, id] of ids.entries()) {
      const waitMs = startMs + index * pauseMs - performance.now();
      await delay(Math.max(0, waitMs), undefined, { signal });
      this.#announce(id);
    }
    this.#isAnnounced = true;
    // Removals have a second step, and devices may have changed since.
    this.#updateAll();
    this.#deps.onAnnounced();
  }

  /** Also what the broker should know already: Home Assistant may not. */
  #announce(id: string): void {
    const entry = this.#entry(id);
    const wanted = this.#wanted.get(id);
    if (wanted === undefined && entry.record.text === '') {
      if (!entry.forget) this.#entries.delete(id);
      return;
    }
    clearTimers(entry);
    this.#publish(id, nextRecord(wanted, { ...entry.record, text: null }));
  }

  #updateAll(): void {
    for (const id of new Set([...this.#entries.keys(), ...this.#wanted.keys()])) this.#update(id);
  }

  /** At once, or when the last configuration has settled. */
  #update(id: string): void {
    const entry = this.#entry(id);
    if (entry.update || nextRecord(this.#wanted.get(id), entry.record) === null) return;
    const settledAtMs = entry.publishedAtMs + this.#timing.settleMs;
    const waitMs = Math.max(0, settledAtMs - performance.now());
    entry.update = setTimeout(() => {
      entry.update = undefined;
      clearTimeout(entry.repeat);
      this.#publish(id, nextRecord(this.#wanted.get(id), entry.record));
      if (this.#wanted.has(id)) {
        entry.repeat = setTimeout(() => this.#announce(id), this.#timing.repeatMs);
      }
      this.#update(id);
    }, waitMs);
  }

  #publish(id: string, record: DeviceRecord | null): void {
    if (record === null) return;
    const entry = this.#entry(id);
    entry.record = record;
    entry.publishedAtMs = performance.now();
    clearTimeout(entry.forget);
    entry.forget = record.text === '' ? this.#forget(id, entry) : undefined;
    const topic = deviceConfigTopic(this.#deps.topics.discoveryPrefix, id);
    this.#deps.connection.publish({ topic, payload: record.text ?? '', qos: 1, isRetained: true });
  }

  #forget(id: string, entry: Entry): NodeJS.Timeout {
    return setTimeout(() => {
      // It came back, and may go again before it is announced.
      const isBack = this.#wanted.has(id);
      entry.forget = isBack ? this.#forget(id, entry) : undefined;
      if (!isBack) this.#deps.onForgotten(id);
    }, this.#timing.settleMs);
  }

  #entry(id: string): Entry {
    let entry = this.#entries.get(id);
    if (entry === undefined) {
      const timers = { update: undefined, repeat: undefined, forget: undefined };
      entry = { record: UNKNOWN, publishedAtMs: -Infinity, ...timers };
      this.#entries.set(id, entry);
    }
    return entry;
  }

  #request(call: 'birth' | 'refresh'): void {
    if (this.#session === null) return;
    if (this.#call !== 'refresh') this.#call = call;
    this.#calls.emit('call');
  }

  async #nextCall(signal: AbortSignal): Promise<'birth' | 'refresh'> {
    while (this.#call === null) await once(this.#calls, 'call', { signal });
    return this.#call;
  }
}

function clearTimers(entry: Entry): void {
  clearTimeout(entry.update);
  clearTimeout(entry.repeat);
  clearTimeout(entry.forget);
  entry.update = undefined;
  entry.repeat = undefined;
  entry.forget = undefined;
}
