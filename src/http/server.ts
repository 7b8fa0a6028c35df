import type { RequestHandler } from 'express';
import type { Tokens } from '../access/tokens.ts';
import type { LogFeed } from '../log-feed.ts';
import type { Log } from '../log.ts';
import { openGate } from './access.ts';
import { createIngressGate } from './ingress-gate.ts';
import type { IngressSettings } from './ingress-gate.ts';
import { createLanGate } from './lan-gate.ts';
import { startListener } from './listener.ts';
import { createRoutes } from './routes.ts';
import type { RoutesDeps } from './routes.ts';

export interface HttpServerOptions extends RoutesDeps {
  readonly log: Log;
  readonly logFeed: LogFeed;
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Where Home Assistant's ingress is the only way in to `port`; null: who can connect may come. */
  readonly ingress: IngressSettings | null;
  /** A second listener, which asks for tokens. */
  readonly lan: { readonly tokens: Tokens; readonly port: number } | null;
}

export interface HttpServer extends AsyncDisposable {
  /** `http://127.0.0.1:8099/` */
  readonly url: string;
}

/** All networks: in the app's container, the Supervisor decides which of them lead here. */
const ANY_ADDRESS = '0.0.0.0';

/** @throws StartupError when it cannot listen there */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { cameras, log, logFeed, host, port, ingress, lan } = options;
  await using stack = new AsyncDisposableStack();
  const shared = { cameras, log, logFeed, routes: createRoutes(options) };
  const main = stack.use(
    await startListener({
      ...shared,
      gate: ingress ? createIngressGate(ingress) : openGate,
      host: ingress ? ANY_ADDRESS : host,
      port,
      portOption: '--port',
    }),
  );
  if (lan) {
    stack.use(
      await startListener({
        ...shared,
        gate: createLanGate({ tokens: lan.tokens, log }),
        preface: keepToken,
        host: ANY_ADDRESS,
        port: lan.port,
        portOption: 'http.lan_port',
      }),
    );
  }
  const owned = stack.move();
  return { url: main.url, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

const BARE_TOKEN = /^\/t\/([A-Za-z0-9_-]{43})$/;

/**
 * The address that holds the token is told to nobody else. Whoever has it may read what it opens, pages of other
 * sites too: a dashboard is one.
 */
const keepToken: RequestHandler = (req, res, next) => {
  res.set({ 'Referrer-Policy': 'no-referrer', 'Access-Control-Allow-Origin': '*' });
  const token = BARE_TOKEN.exec(req.path)?.[1];
  if (token === undefined) next();
  else res.redirect(301, `${token}/`);
};
