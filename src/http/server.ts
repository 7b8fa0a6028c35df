import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import express from 'express';
import type { Express } from 'express';
import type { Snapshots } from '../camera/snapshot.ts';
import { StartupError } from '../errors.ts';
import type { Log } from '../log.ts';
import { requireIngressPeer } from './access.ts';
import { createApiRouter } from './api-router.ts';
import type { CameraDirectory } from './camera-access.ts';
import { createClipRouter } from './clip-router.ts';
import { createDashRouter } from './dash-router.ts';
import { createErrorHandler, notFound } from './error-handler.ts';
import { noSniffing } from './headers.ts';
import { createHlsRouter } from './hls-router.ts';
import { createMediaRouter } from './media-router.ts';
import { createPageRouter } from './page-router.ts';
import { createSnapshotRouter } from './snapshot-router.ts';

export interface HttpDeps {
  readonly cameras: CameraDirectory;
  readonly snapshots: Snapshots;
  /** Where the bundled pages lie. */
  readonly pages: string;
  readonly log: Log;
  /** Whether Home Assistant's ingress is the only way in. */
  readonly isBehindIngress: boolean;
}

export interface HttpServerOptions extends HttpDeps {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
}

export interface HttpServer extends AsyncDisposable {
  /** `http://127.0.0.1:8099/` */
  readonly url: string;
}

/** A client that takes nothing for this long, or asks for nothing, loses its connection. */
const SILENT_SOCKET_MS = 60_000;

export function createHttpApp({
  cameras,
  snapshots,
  pages,
  log,
  isBehindIngress,
}: HttpDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use(noSniffing);
  if (isBehindIngress) app.use(requireIngressPeer);
  app.use(createMediaRouter(cameras));
  app.use(createHlsRouter(cameras));
  app.use(createDashRouter(cameras));
  app.use(createSnapshotRouter(cameras, snapshots));
  app.use(createClipRouter(cameras));
  app.use(createApiRouter(cameras));
  app.use(createPageRouter(cameras, pages));
  app.use(notFound);
  app.use(createErrorHandler(log));
  return app;
}

/** @throws StartupError when it cannot listen there */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { host, port } = options;
  const server = createServer(createHttpApp(options));
  server.setTimeout(SILENT_SOCKET_MS);
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw explainListenError(error, options);
  }
  return { url: renderUrl(server, host), [Symbol.asyncDispose]: () => close(server) };
}

function explainListenError(error: unknown, { host, port }: HttpServerOptions): StartupError {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const cause = { cause: error };
  switch (code) {
    case 'EADDRINUSE':
      return new StartupError(
        `port ${port} is taken: stop the program that uses it, or choose another with --port`,
        cause,
      );
    case 'EACCES':
      return new StartupError(
        `no permission to listen on port ${port}: choose one above 1023 with --port and forward to it`,
        cause,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartupError(`http.host: ${host} is no address of this machine`, cause);
    default:
      return new StartupError(`cannot listen on ${host}, port ${port} (${String(code)})`, cause);
  }
}

function renderUrl(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : address;
  const shown = host.includes(':') ? `[${host}]` : host;
  return `http://${shown}:${port}/`;
}

/** Waiting requests are cut off: their players come back when Oriel does. */
async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
