import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { RequestError } from '../errors.ts';
import type { LogFeed } from '../log-feed.ts';
import type { Camera } from '../camera/camera.ts';
import type { Log } from '../log.ts';
import { isVisible } from './caller.ts';
import type { Caller, Gate } from './caller.ts';
import { enterViewer, limitToVisible } from './camera-access.ts';
import type { CameraDirectory } from './camera-access.ts';
import { LiveSocket } from './live-socket.ts';
import { isLogPath, LogSockets } from './log-sockets.ts';
import { parsePictureId, requirePicture } from './picture-choice.ts';
import { RetryLaterError } from './retry-later.ts';

export interface LiveServerDeps {
  readonly cameras: CameraDirectory;
  readonly gate: Gate;
  readonly log: Log;
  readonly logFeed: LogFeed;
}

/** Proxies on the way forget a connection that is silent for longer. */
const HEARTBEAT_MS = 20_000;
/** Clients have little to say. */
const MAX_MESSAGE_BYTES = 4096;
const LIVE_PATH = /^\/(?:cameras\/(?<camera>[^/?]{1,64})\/)?live(?:\?.*)?$/;

/**
 * Live video by WebSocket at `live` and `cameras/{id}/live`, on the HTTP server's port.
 * Disposing of it ends all sockets.
 */
export function startLiveServer(server: Server, deps: LiveServerDeps): Disposable {
  const webSockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // Video does not get smaller.
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
  });
  const sockets = new Set<LiveSocket>();
  const logSockets = new LogSockets(deps.logFeed);

  const accept = (req: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const viewer = `live ${randomUUID()}`;
    const caller = admit(req, deps.gate);
    if (isLogPath(req.url)) {
      webSockets.handleUpgrade(req, socket, head, (log) => logSockets.serve(log, caller));
      return;
    }
    const camera = findCamera(req, caller, deps.cameras);
    const pictureId = findPictureId(req, camera);
    // The place is taken before the answer, so that a full house can still be said by its status.
    const leave = camera && enterViewer(camera, viewer, { hasSession: true });
    try {
      webSockets.handleUpgrade(req, socket, head, (webSocket) => {
        const live = new LiveSocket(webSocket, limitToVisible(deps.cameras, caller), viewer);
        sockets.add(live);
        webSocket.on('close', () => sockets.delete(live));
        if (camera) live.subscribe(camera.id, pictureId);
      });
    } finally {
      leave?.();
    }
  };
  listenForUpgrades(server, accept, deps.log);
  const heartbeat = setInterval(() => {
    for (const live of sockets) live.checkAlive();
    logSockets.checkAlive();
  }, HEARTBEAT_MS);
  heartbeat.unref();
  deps.cameras.events.on('removed', (id) => {
    for (const live of sockets) live.forget(id);
  });
  return {
    [Symbol.dispose]: () => {
      clearInterval(heartbeat);
      for (const live of sockets) live.close();
      logSockets.close();
    },
  };
}

function listenForUpgrades(
  server: Server,
  accept: (req: IncomingMessage, socket: Duplex, head: Buffer) => void,
  log: Log,
): void {
  server.on('upgrade', (req, socket, head) => {
    socket.on('error', () => socket.destroy());
    try {
      accept(req, socket, head);
    } catch (error) {
      if (!(error instanceof RequestError)) log.error({ err: error }, 'upgrade failed');
      refuse(socket, error);
    }
  });
}

/** @throws RequestError 401, 403, 429 */
function admit(req: IncomingMessage, gate: Gate): Caller {
  const caller = gate(req);
  // A browser sends cookies along, whoever's page opens the socket.
  if (caller.isOwnSite || caller.mayCrossSites) return caller;
  throw new RequestError(403, 'forbidden', 'live video is for Oriel’s own pages only');
}

/** @throws RequestError 404 */
function findCamera(req: IncomingMessage, caller: Caller, cameras: CameraDirectory): Camera | null {
  const match = LIVE_PATH.exec(req.url ?? '');
  if (!match) throw new RequestError(404, 'not_found', 'there is no WebSocket at this address');
  const id = match.groups?.['camera'];
  if (id === undefined) return null;
  const camera = isVisible(caller, id) ? cameras.find(id) : null;
  if (!camera) {
    throw new RequestError(404, 'camera_not_found', `there is no camera ${JSON.stringify(id)}`);
  }
  return camera;
}

/** @throws RequestError 404 */
function findPictureId({ url = '' }: IncomingMessage, camera: Camera | null): string {
  const query = new URLSearchParams(url.split('?')[1]);
  const id = parsePictureId(Object.fromEntries(query));
  if (camera) requirePicture(camera, id);
  return id;
}

/** There is no response object for an upgrade, so the answer is written as it goes over the line. */
function refuse(socket: Duplex, error: unknown): void {
  const { status, code, message } =
    error instanceof RequestError
      ? error
      : {
          status: 500,
          code: 'internal',
          message: 'something went wrong; the log of Oriel says what',
        };
  const body = JSON.stringify({ error: { code, message } });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    ...(status === 503 ? ['Retry-After: 1'] : []),
    ...(error instanceof RetryLaterError ? [`Retry-After: ${error.retryAfterSeconds}`] : []),
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
