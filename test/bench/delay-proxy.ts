// A network with a round trip, in a process of its own: what comes by TCP is held for a while, each way. Started by
// slow-network.ts, which it talks to by IPC. Kernels without netem cannot do that themselves.

import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface ProxyOrder {
  readonly targetPort: number;
  readonly roundTripMs: number;
  /** The round trip is that much longer or shorter. */
  readonly jitterMs: number;
}

export interface ProxyReady {
  readonly port: number;
}

/** As much as a network would hold; then who sends has to wait. */
const MOST_HELD_BYTES = 1 << 20;

process.once('message', (order: ProxyOrder) => void listen(order));
process.once('disconnect', () => process.exit());

async function listen(order: ProxyOrder): Promise<void> {
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
    const target = connect({ port: order.targetPort, host: '127.0.0.1', noDelay: true });
    target.allowHalfOpen = true;
    // Here, connecting took no time: so what the client says first comes the later.
    relay(client, target, holdFor(order, order.roundTripMs));
    relay(target, client, holdFor(order, 0));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const ready: ProxyReady = { port: (server.address() as AddressInfo).port };
  process.send?.(ready);
}

/** How long the next piece is held, in ms. */
function holdFor({ roundTripMs, jitterMs }: ProxyOrder, firstExtraMs: number): () => number {
  let extraMs = firstExtraMs;
  return () => {
    const held = (roundTripMs + (2 * Math.random() - 1) * jitterMs) / 2 + extraMs;
    extraMs = 0;
    return held;
  };
}

function relay(from: Socket, to: Socket, nextHoldMs: () => number): void {
  /** Null is the end. */
  const queue: (Buffer | null)[] = [];
  let lastDueMs = 0;
  let heldBytes = 0;
  const release = (): void => {
    const chunk = queue.shift();
    if (chunk === undefined) return;
    if (chunk === null) {
      to.end();
      return;
    }
    heldBytes -= chunk.length;
    const isTaken = to.write(chunk);
    if (!isTaken) to.once('drain', () => from.resume());
    else if (heldBytes < MOST_HELD_BYTES) from.resume();
  };
  const hold = (chunk: Buffer | null): void => {
    const nowMs = performance.now();
    // TCP keeps the order: nothing overtakes what was held longer.
    lastDueMs = Math.max(lastDueMs, nowMs + nextHoldMs());
    queue.push(chunk);
    setTimeout(release, lastDueMs - nowMs);
  };
  from.on('data', (chunk) => {
    heldBytes += chunk.length;
    if (heldBytes >= MOST_HELD_BYTES || to.writableNeedDrain) from.pause();
    hold(chunk);
  });
  from.once('end', () => hold(null));
  from.once('error', () => to.destroy());
  from.once('close', () => {
    if (from.errored) to.destroy();
  });
}
