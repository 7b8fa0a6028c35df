// The connection of a small bridge, with everything that it hears and logs.

import type { TestContext } from 'node:test';
import { createLog } from '../../src/log.ts';
import { MqttConnection } from '../../src/mqtt/connection.ts';
import type { BrokerOptions, ConnectionDeps } from '../../src/mqtt/connection.ts';
import type { InboundMessage } from '../../src/mqtt/publication.ts';
import { eventually } from '../eventually.ts';

export interface TestConnection {
  readonly connection: MqttConnection;
  readonly messages: readonly InboundMessage[];
  /** JSON lines. */
  readonly log: readonly string[];
  readonly connects: () => number;
  readonly disconnects: () => number;
  readonly connected: (times?: number) => Promise<void>;
  readonly logged: (text: string) => Promise<string>;
  readonly heard: (topic: string) => Promise<InboundMessage>;
}

export const STATE = 'oriel/bridge/state';

/** Disposed of when the test ends, if not before. */
export async function startConnection(
  t: TestContext,
  broker: Pick<BrokerOptions, 'host' | 'port'> & Partial<BrokerOptions>,
  deps: Partial<ConnectionDeps> = {},
): Promise<TestConnection> {
  const messages: InboundMessage[] = [];
  const log: string[] = [];
  let connects = 0;
  let disconnects = 0;
  const { host, port, ...rest } = broker;
  const connection = await MqttConnection.start({
    broker: { tls: false, reject_unauthorized: true, ...rest, host, ...(port ? { port } : {}) },
    clientId: 'oriel_7f3a91c2',
    stateTopic: STATE,
    commandFilters: ['oriel/bridge/request/#', 'oriel/camera/+/set'],
    log: createLog({
      level: 'debug',
      format: 'json',
      destination: { write: (line) => void log.push(line) },
    }),
    onMessage: (message) => messages.push(message),
    onDisconnect: () => (disconnects += 1),
    reconnectInMs: () => 50,
    ...deps,
    onConnect: () => {
      connects += 1;
      deps.onConnect?.();
    },
  });
  t.after(() => connection[Symbol.asyncDispose]());
  const find = <T>(what: string, look: () => T | undefined) =>
    eventually(what, () => look() ?? null);
  return {
    connection,
    messages,
    log,
    connects: () => connects,
    disconnects: () => disconnects,
    connected: async (times = 1) => {
      await eventually('connected', () => (connects >= times && connection.isConnected) || null);
    },
    logged: (text) => find(`"${text}" in the log`, () => log.find((line) => line.includes(text))),
    heard: (topic) =>
      find(`a message on ${topic}`, () => messages.findLast((seen) => seen.topic === topic)),
  };
}
