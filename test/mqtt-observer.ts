// Another client at the broker: sees what is published, says what users say.

import { connectAsync } from 'mqtt';
import type { IClientOptions, IClientPublishOptions, IPublishPacket } from 'mqtt';
import type { TestContext } from 'node:test';
import { collectArrivals } from './arrivals.ts';

export interface Seen {
  readonly topic: string;
  readonly text: string;
  readonly payload: Buffer;
  readonly packet: IPublishPacket;
  readonly atMs: number;
}

export interface Observer {
  /** In the order of their arrival. */
  readonly messages: readonly Seen[];
  /** The newest on a topic that fits, also one that has come already. */
  waitFor(topic: string, isIt?: (seen: Seen) => boolean, withinMs?: number): Promise<Seen>;
  textsOn(topic: string): string[];
  /** Resolves when the broker has it. */
  publish(topic: string, payload: string | Buffer, options?: IClientPublishOptions): Promise<void>;
}

/** Sees everything below `filter`; gone when the test ends. */
export async function observe(
  t: TestContext,
  broker: { readonly host: string; readonly port: number },
  { filter = '#', ...options }: IClientOptions & { readonly filter?: string } = {},
): Promise<Observer> {
  const client = await connectAsync({
    host: broker.host,
    port: broker.port,
    protocol: 'mqtt',
    protocolVersion: 5,
    reconnectPeriod: 100,
    ...options,
  });
  t.after(() => client.endAsync(true));
  const seen = collectArrivals<Seen>();
  client.on('message', (topic, payload, packet) => {
    seen.add({ topic, text: payload.toString(), payload, packet, atMs: performance.now() });
  });
  await client.subscribeAsync(filter, { qos: 1 });
  return {
    messages: seen.all,
    waitFor: (topic, isIt = () => true, withinMs) =>
      seen.waitFor(`a message on ${topic}`, (it) => it.topic === topic && isIt(it), withinMs),
    textsOn: (topic) => seen.all.filter((it) => it.topic === topic).map(({ text }) => text),
    publish: async (topic, payload, publishOptions) => {
      await client.publishAsync(topic, payload, { qos: 1, ...publishOptions });
    },
  };
}
