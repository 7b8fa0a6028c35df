import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import express from 'express';
import type { Express, RequestHandler, Router } from 'express';
import { StartupError } from '../errors.ts';
import type { LogFeed } from '../log-feed.ts';
import type { Log } from '../log.ts';
import type { CameraDirectory } from './camera-access.ts';
import { admit, callerOf, turnAway } from './caller.ts';
import type { Gate } from './caller.ts';
import { createErrorHandler, notFound } from './error-handler.ts';
import { noSniffing } from './headers.ts';
import { sendHotMedia } from './hot-media.ts';
import { startLiveServer } from './live-server.ts';
import { mediaNotFound } from './send-media.ts';

export interface ListenerOptions {
  readonly cameras: CameraDirectory;
  readonly routes: Router;
  readonly gate: Gate;
  /** What comes before all else that Express does. */
  readonly preface?: RequestHandler;
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** How the user chooses another port: `--port`. */
  readonly portOption: string;
  readonly log: Log;
  readonly logFeed: LogFeed;
}

export interface Listener extends AsyncDisposable {
  /** `http://127.0.0.1:8099/` */
  readonly url: string;
}

/** A client that takes nothing for this long, or asks for nothing, loses its connection. */
const SILENT_SOCKET_MS = 60_000;
/**
 * Longer than proxies on the way keep a connection that is not in use (the Supervisor 15 s, nginx 60 s): one that
 * is closed here in the moment of its next use is an error there.
 */
const KEEP_ALIVE_MS = 75_000;

/** @throws StartupError when it cannot listen there */
export async function startListener(options: ListenerOptions): Promise<Listener> {
  const { host, port } = options;
  const app = createExpressApp(options);
  const server = createServer({ shouldUpgradeCallback: isWebSocket }, (req, res) => {
    const onLate = (): void => {
      turnAway(req, mediaNotFound());
      app(req, res);
    };
    const isAdmitted = admit(req, options.gate);
    if (!isAdmitted || !sendHotMedia(options.cameras, { req, res }, onLate)) app(req, res);
  });
  server.setTimeout(SILENT_SOCKET_MS);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw explainListenError(error, options);
  }
  const live = startLiveServer(server, options);
  return {
    url: renderUrl(server, host),
    [Symbol.asyncDispose]: async () => {
      live[Symbol.dispose]();
      await close(server);
    },
  };
}

/** Other upgrades are offers that may be left unanswered: curl and Java offer HTTP/2. */
function isWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

function createExpressApp({ routes, preface, log }: ListenerOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use(noSniffing);
  if (preface) app.use(preface);
  app.use((req, res, next) => {
    try {
      callerOf(req);
    } catch (error) {
      // Players on pages of other sites are to say why they do not play.
      res.set('Access-Control-Allow-Origin', '*');
      throw error;
    }
    next();
  });
  app.use(routes);
  app.use(notFound);
  app.use(createErrorHandler(log));
  return app;
}

function explainListenError(error: unknown, options: ListenerOptions): StartupError {
  const { host, port, portOption } = options;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const cause = { cause: error };
  switch (code) {
    case 'EADDRINUSE':
      return new StartupError(
        `port ${port} is taken: stop the program that uses it, or choose another with ${portOption}`,
        cause,
      );
    case 'EACCES':
      return new StartupError(
        `no permission to listen on port ${port}: choose one above 1023 with ${portOption} and forward to it`,
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
