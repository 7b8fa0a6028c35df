import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { FailedAttempts } from '../access/failed-attempts.ts';
import type { Tokens } from '../access/tokens.ts';
import { RequestError } from '../errors.ts';
import type { Log } from '../log.ts';
import { isOwnSite } from './access.ts';
import type { Gate } from './caller.ts';
import { RetryLaterError } from './retry-later.ts';

export interface LanGateDeps {
  readonly tokens: Tokens;
  readonly log: Log;
}

/** The token is a path segment of its own, so that what pages and playlists link to carries it. */
const TOKEN_PATH = /^\/t\/([^/?#]*)(.*)$/s;
const ONLY_LOOK = 'with a token you may look, but not change anything';

/** Lets those in who show a token, and takes it out of the URL. When it is revoked, they are cut off. */
export function createLanGate({ tokens, log }: LanGateDeps): Gate {
  const failed = new FailedAttempts();
  const users = new SocketsByToken();
  tokens.events.on('revoked', (id) => users.cutOff(id));
  return (req) => {
    const [, secret, rest = ''] = TOKEN_PATH.exec(req.url ?? '') ?? [];
    const token = secret ? tokens.find(secret) : null;
    if (!token) throw refuse(req, { failed, log, isMissing: !secret });
    users.add(token.id, req.socket);
    // Without the slash it is redirected: a page's relative links would lead elsewhere.
    if (rest.startsWith('/')) setUrl(req, rest);
    return {
      viewer: `${token.id} ${req.socket.remoteAddress}`,
      camera: token.camera,
      explainRefusal: () => ONLY_LOOK,
      isOwnSite: isOwnSite(req, [req.headers.host]),
      mayCrossSites: true,
    };
  };
}

interface Failure {
  readonly failed: FailedAttempts;
  readonly log: Log;
  readonly isMissing: boolean;
}

function refuse({ socket }: IncomingMessage, { failed, log, isMissing }: Failure): RequestError {
  const address = socket.remoteAddress ?? '';
  // Whoever shows none is not guessing.
  if (isMissing) {
    const message =
      'this address needs an access token: open the link that Oriel shows for the camera';
    return new RequestError(401, 'token_missing', message);
  }
  const isFirst = !failed.has(address);
  const waitMs = failed.add(address);
  if (isFirst) log.warn({ address }, 'somebody showed a wrong access token');
  if (waitMs > 0) {
    const words = 'too many wrong access tokens came from your network; wait a moment';
    return new RetryLaterError('too_many_failures', words, waitMs);
  }
  const message = 'this access token is wrong, or it was revoked: ask for a new link';
  return new RequestError(401, 'token_invalid', message);
}

/** Nothing behind the gate sees the token, so nothing can tell it on. */
function setUrl(req: IncomingMessage & { originalUrl?: string }, url: string): void {
  req.url = url;
  if (req.originalUrl !== undefined) req.originalUrl = url;
}

/** The connections that live on a token, be they sockets, endless answers or kept alive. */
class SocketsByToken {
  readonly #sockets = new Map<string, Set<Socket>>();

  add(id: string, socket: Socket): void {
    const known = this.#sockets.get(id) ?? new Set();
    if (known.has(socket)) return;
    known.add(socket);
    this.#sockets.set(id, known);
    socket.once('close', () => {
      known.delete(socket);
      if (known.size === 0 && this.#sockets.get(id) === known) this.#sockets.delete(id);
    });
  }

  cutOff(id: string): void {
    for (const socket of this.#sockets.get(id) ?? []) socket.destroy();
  }
}
