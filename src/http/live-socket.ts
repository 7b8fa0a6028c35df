import type { WebSocket } from 'ws';
import { RequestError } from '../errors.ts';
import type { CameraDirectory } from './camera-access.ts';
import {
  parseClientMessage,
  renderError,
  renderTime,
  renderUnsubscribed,
} from './live-messages.ts';
import { LiveSubscription } from './live-subscription.ts';
import type { LiveConnection } from './live-subscription.ts';
import { requirePicture } from './picture-choice.ts';

/** Twice the longest GOP that is kept: nobody who reads has so much waiting. */
const MAX_BACKLOG_BYTES = 32 * 1024 * 1024;
/** A page with that many cameras subscribes to all of them at once. */
const MAX_MESSAGES_PER_SECOND = 200;
/** A client that says this much nonsense is none of ours. */
const MAX_BAD_MESSAGES = 5;
/** WebSocket close codes, RFC 6455, section 7.4.1. */
export const GOING_AWAY = 1001;
export const POLICY_VIOLATION = 1008;
const NOT_COMPRESSED = { compress: false, binary: true };

const GIVEN_UP = {
  tracks_changed: 'the camera’s sound came or went',
  rendition_not_found: 'the camera has no such rendition any more',
} as const;

/** One viewer's WebSocket: any number of cameras, their status, and the server's clock. */
export class LiveSocket implements LiveConnection {
  readonly #socket: WebSocket;
  readonly #cameras: CameraDirectory;
  readonly #viewer: string;
  readonly #subscriptions = new Map<string, LiveSubscription>();
  #badMessages = 0;
  #second = 0;
  /** Messages in that second. */
  #asked = 0;
  #isAlive = true;

  /** @param viewer tells it from all others */
  constructor(socket: WebSocket, cameras: CameraDirectory, viewer: string) {
    this.#socket = socket;
    this.#cameras = cameras;
    this.#viewer = viewer;
    socket.on('message', (data, isBinary) => {
      this.#isAlive = true;
      // Binary messages are not compared: `parseClientMessage` takes none of them for a message.
      this.#onMessage(isBinary || !Buffer.isBuffer(data) ? '' : data.toString());
    });
    socket.on('pong', () => {
      this.#isAlive = true;
    });
    // What follows an error is `close`.
    socket.on('error', () => {});
    socket.on('close', () => this.#end());
  }

  get backlog(): number {
    return this.#socket.bufferedAmount;
  }

  sendText(text: string): void {
    this.#socket.send(text);
  }

  sendMedia(media: Buffer): void {
    this.#socket.send(media, NOT_COMPRESSED);
  }

  /** Who is subscribed already goes on with that version of the picture. */
  subscribe(id: string, pictureId: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    const camera = this.#cameras.find(id);
    if (!camera) {
      this.sendText(
        renderError(id, 'camera_not_found', `there is no camera ${JSON.stringify(id)}`),
      );
      return;
    }
    try {
      requirePicture(camera, pictureId);
      const present = this.#subscriptions.get(id);
      if (present) {
        present.switchTo(pictureId);
        return;
      }
      const subscriber = { viewer: this.#viewer, pictureId };
      this.#subscriptions.set(id, new LiveSubscription(camera, subscriber, this));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const isUnknown = error.code === 'rendition_not_found';
      this.sendText(renderError(id, isUnknown ? error.code : 'viewer_limit', error.message));
    }
  }

  /** The camera is gone. */
  forget(id: string): void {
    if (this.#unsubscribe(id)) {
      this.sendText(renderError(id, 'camera_removed', 'this camera was removed'));
    }
  }

  giveUp(id: string, code: keyof typeof GIVEN_UP): void {
    this.#unsubscribe(id);
    this.sendText(renderError(id, code, GIVEN_UP[code]));
  }

  /** Asks for a sign of life; ends the connection when the last one was not answered. */
  checkAlive(): void {
    if (this.#isAlive) this.#socket.ping();
    else this.#socket.terminate();
    this.#isAlive = false;
  }

  close(): void {
    this.#socket.close(GOING_AWAY);
    this.#socket.terminate();
  }

  #onMessage(text: string): void {
    // It asks without end, or takes none of the answers.
    if (this.#isTooMuch() || this.backlog > MAX_BACKLOG_BYTES) {
      this.#socket.terminate();
      return;
    }
    const message = parseClientMessage(text);
    switch (message?.type) {
      case 'subscribe':
        this.subscribe(message.camera, message.rendition);
        break;
      case 'unsubscribe':
        this.#unsubscribe(message.camera);
        this.sendText(renderUnsubscribed(message.camera));
        break;
      case 'time':
        this.sendText(renderTime(message.sent));
        break;
      case undefined:
        this.#onBadMessage();
        break;
      default:
        message satisfies never;
    }
  }

  #isTooMuch(): boolean {
    const second = Math.floor(performance.now() / 1000);
    this.#asked = second === this.#second ? this.#asked + 1 : 1;
    this.#second = second;
    return this.#asked > MAX_MESSAGES_PER_SECOND;
  }

  #onBadMessage(): void {
    if (++this.#badMessages > MAX_BAD_MESSAGES) {
      this.#socket.close(POLICY_VIOLATION, 'too many messages that make no sense');
      return;
    }
    const words =
      'expected {"type":"subscribe"|"unsubscribe","camera":…} or {"type":"time","sent":…}';
    this.sendText(renderError(null, 'bad_message', words));
  }

  #unsubscribe(id: string): boolean {
    this.#subscriptions.get(id)?.[Symbol.dispose]();
    return this.#subscriptions.delete(id);
  }

  #end(): void {
    for (const id of this.#subscriptions.keys()) this.#unsubscribe(id);
  }
}
