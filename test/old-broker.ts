// A broker of MQTT 3.1.1 alone: mosquitto behind a door that turns MQTT 5 away, as old brokers do.

import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { TestContext } from 'node:test';

export interface OldBroker {
  readonly host: string;
  readonly port: number;
  /** Protocol levels of those who came, in the order of their coming. */
  readonly levels: readonly number[];
}

/** CONNACK, return code 1: "unacceptable protocol version" (MQTT 3.1.1, section 3.2.2.3). */
const REFUSAL = Buffer.from([0x20, 2, 0, 1]);

export async function startOldBroker(
  t: TestContext,
  broker: { readonly host: string; readonly port: number },
): Promise<OldBroker> {
  const levels: number[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    // Whoever goes away in the middle of something is of no interest here.
    socket.on('error', () => {});
    socket.once('data', (packet: Buffer) => {
      const level = readProtocolLevel(packet);
      levels.push(level);
      if (level > 4) {
        socket.end(REFUSAL);
        return;
      }
      const behind = connect(broker.port, broker.host);
      behind.on('error', () => {});
      behind.on('close', () => socket.destroy());
      behind.write(packet);
      socket.pipe(behind).pipe(socket);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { host: '127.0.0.1', port, levels };
}

/** The byte behind the name "MQTT" in CONNECT (section 3.1.2). */
function readProtocolLevel(packet: Buffer): number {
  return packet[packet.indexOf('MQTT') + 4] ?? 0;
}
