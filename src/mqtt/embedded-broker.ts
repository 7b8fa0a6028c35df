// A broker inside Oriel, for whoever has none: this machine only, nothing kept over a restart.

import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import type { Aedes } from 'aedes';
import { StartupError } from '../errors.ts';

export interface EmbeddedBroker extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
}

/** There is no password: other machines must not reach it. */
const HOST = '127.0.0.1';

/**
 * @param port the user's choice (`mqtt.port`); without one, any free port
 * @throws {StartupError} when the port cannot be had
 */
export async function startEmbeddedBroker(port?: number): Promise<EmbeddedBroker> {
  // Most have a broker: 14 MB less for them.
  const aedes = await import('aedes');
  const broker = await aedes.Aedes.createBroker();
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    broker.handle(socket);
  });
  const stop = async (): Promise<void> => {
    await Promise.all([closeServer(server, sockets), closeBroker(broker)]);
  };
  server.listen({ host: HOST, port: port ?? 0 });
  try {
    await once(server, 'listening');
  } catch (error) {
    await closeBroker(broker);
    throw explainListenError(error, port);
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the broker has no port');
  return { host: HOST, port: address.port, [Symbol.asyncDispose]: stop };
}

/** Whoever has connected but not said CONNECT yet is unknown to the broker: it is cut off here. */
async function closeServer(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  for (const socket of sockets) socket.destroy();
  await closed;
}

function closeBroker(broker: Aedes): Promise<void> {
  return new Promise((resolve) => {
    broker.close(resolve);
  });
}

function explainListenError(error: unknown, port: number | undefined): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') {
    return new StartupError(
      `mqtt.port: port ${port} is taken, perhaps by another broker: choose another, or leave it out to take any free one`,
      { cause: error },
    );
  }
  if (code === 'EACCES') {
    return new StartupError(
      `mqtt.port: no permission to listen on port ${port}: choose one above 1023`,
      { cause: error },
    );
  }
  return error;
}
