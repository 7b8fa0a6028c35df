import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { createLog } from '../../src/log.ts';
import { Announcer } from '../../src/mqtt/announcer.ts';
import type { AnnouncerDeps } from '../../src/mqtt/announcer.ts';
import type { Device } from '../../src/mqtt/discovery.ts';
import { collectArrivals } from '../arrivals.ts';
import { eventually } from '../eventually.ts';
import { startConnection } from './connect.ts';
import { contextOf } from './devices.ts';

const log = createLog({ level: 'silent', format: 'json' });
export const QUICK: NonNullable<AnnouncerDeps['timing']> = {
  quietMs: 60,
  spacingMs: 5,
  settleMs: 300,
  repeatMs: 60_000,
  birthDelayInMs: () => 30,
};

/** As long as a timer of Node may be early. */
const EARLY_MS = 2;

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface Sent {
  readonly topic: string;
  readonly text: string;
  readonly atMs: number;
}

/**
 * A bridge that does nothing but announce. What it sends is seen where it leaves: times on the way
 * to another client say as much of a busy machine as of the announcer.
 */
export async function startAnnouncer(
  t: TestContext,
  broker: Address,
  { devices, timing = QUICK }: { devices: readonly Device[]; timing?: typeof QUICK },
) {
  const announcedAtMs: number[] = [];
  const forgotten: string[] = [];
  const forgottenAtMs: number[] = [];
  const sent = collectArrivals<Sent>();
  const { connection, connected } = await startConnection(t, broker, {
    onConnect: () => announcer.onConnect(),
    onDisconnect: () => announcer.onDisconnect(),
    onMessage: (message) => announcer.onDeviceConfig(message),
  });
  const announcer = new Announcer({
    topics: contextOf().topics,
    connection: {
      publish: (publication) => {
        connection.publish(publication);
        const { topic, payload } = publication;
        sent.add({ topic, text: String(payload), atMs: performance.now() });
      },
      subscribe: (...args) => connection.subscribe(...args),
      unsubscribe: (filter) => connection.unsubscribe(filter),
    },
    log,
    timing,
    onAnnounced: () => announcedAtMs.push(performance.now()),
    onForgotten: (device) => {
      forgotten.push(device);
      forgottenAtMs.push(performance.now());
    },
  });
  t.after(() => announcer[Symbol.asyncDispose]());
  announcer.setDevices(devices);
  return {
    announcer,
    connection,
    connected,
    announcedAtMs,
    forgotten,
    forgottenAtMs,
    sentOf: (device: string) => sent.all.filter(({ topic }) => topic === topicOf(device)),
    whenSent: (device: string, isIt: (text: string) => boolean) =>
      sent.waitFor(device, ({ topic, text }) => topic === topicOf(device) && isIt(text)),
    announced: (times = 1) =>
      eventually('announced', () => (announcedAtMs.length >= times ? true : null)),
  };
}

export const topicOf = (device: string) => `homeassistant/device/${device}/config`;

type Moment = Pick<Sent, 'atMs'> | undefined;

/** After one that is gone, or changed, the next comes only when Home Assistant has had its time. */
export function assertSettled(before: Moment, after: Moment): void {
  const apartMs = (after?.atMs ?? NaN) - (before?.atMs ?? NaN);
  assert.ok(apartMs >= (QUICK.settleMs ?? 0) - EARLY_MS, `${apartMs} ms`);
}
