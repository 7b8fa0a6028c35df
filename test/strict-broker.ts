// A broker that does not let everybody hear everything, and says so: mosquitto says yes and sends
// nothing.

import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { Aedes } from 'aedes';

/** @param isAllowed whether a topic filter may be subscribed to */
export async function startStrictBroker(
  t: TestContext,
  isAllowed: (filter: string) => boolean,
): Promise<{ readonly host: string; readonly port: number }> {
  const broker = await Aedes.createBroker({
    authorizeSubscribe: (_client, subscription, answer) =>
      answer(null, isAllowed(subscription.topic) ? subscription : null),
  });
  const server = createServer(broker.handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    broker.close();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { host: '127.0.0.1', port };
}
