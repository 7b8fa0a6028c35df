// One WebSocket to a server, shared by all players of a page: a browser opens six connections to a server at most,
// and a page may show a dozen cameras.

import { MAIN_RENDITION } from './delivery.ts';
import { failed } from './failure.ts';
import type { Failure } from './failure.ts';
import { parseLiveMessage, trackOf } from './live-protocol.ts';
import type { LiveInit } from './live-protocol.ts';
import type { ClockSample } from '../server/server-clock.ts';

/** What one subscription to a camera brings. */
export interface LiveListener {
  /** A track begins, or begins anew: its next fragment is a keyframe, perhaps later in time. */
  onInit(track: LiveInit, init: ArrayBuffer): void;
  /** Whole fragments of one track. */
  onFragments(track: number, fragments: ArrayBuffer): void;
  /** The subscription is over; called once. */
  onEnd(reason: Failure): void;
}

export interface LiveSubscription {
  /** Another size, from its next keyframe on. */
  choose(rendition: string): void;
  end(): void;
}

/** Takes what the socket learns of the server's time. */
export interface LiveClock {
  add(sample: ClockSample): void;
}

const OPENS_WITHIN_MS = 4000;
const ANSWERS_WITHIN_MS = 5000;
const ASK_TIME_EVERY_MS = 10_000;
// The first answer on a connection is seldom the quickest.
const FIRST_QUESTIONS_AT_MS = [0, 150, 400];
// Somebody who changes from one camera to another keeps the connection.
const LINGER_MS = 5000;
const NORMAL_CLOSURE = 1000;

const LOST = failed('connection_lost');

export class LiveSocket {
  readonly #url: string;
  readonly #clock: LiveClock;
  #connection: Connection | null = null;

  /** @param url `ws:` or `wss:` */
  constructor(url: string, clock: LiveClock) {
    this.#url = url;
    this.#clock = clock;
  }

  /** Brings a camera's media from now on; connects when that is needed. */
  subscribe(camera: string, listener: LiveListener, rendition = MAIN_RENDITION): LiveSubscription {
    return this.#connect().subscribe(camera, listener, rendition);
  }

  /** Whether the server can be reached this way and answers. */
  async isReachable(): Promise<boolean> {
    return await this.#connect().answered;
  }

  #connect(): Connection {
    this.#connection ??= new Connection(new WebSocket(this.#url), this.#clock, () => {
      this.#connection = null;
    });
    return this.#connection;
  }
}

class Connection {
  readonly #socket: WebSocket;
  readonly #clock: LiveClock;
  readonly #onGone: () => void;
  /** With the rendition that each wants. */
  readonly #cameras = new Map<string, Map<LiveListener, string>>();
  readonly #cameraOfTrack = new Map<number, string>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  readonly answered: Promise<boolean>;
  #resolveAnswered: (isAnswered: boolean) => void = () => {};
  #init: LiveInit | null = null;
  #heardAtMs = -Infinity;
  #linger: ReturnType<typeof setTimeout> | undefined;
  #isGone = false;

  constructor(socket: WebSocket, clock: LiveClock, onGone: () => void) {
    this.#socket = socket;
    this.#clock = clock;
    this.#onGone = onGone;
    this.answered = new Promise((resolve) => {
      this.#resolveAnswered = resolve;
    });
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => this.#onOpen());
    socket.addEventListener('message', ({ data }: { readonly data: unknown }) =>
      this.#onMessage(data),
    );
    socket.addEventListener('close', () => this.#end());
    this.#after(OPENS_WITHIN_MS, () => {
      if (socket.readyState !== WebSocket.OPEN) this.#end();
    });
    this.#lingerOn();
  }

  subscribe(camera: string, listener: LiveListener, rendition: string): LiveSubscription {
    clearTimeout(this.#linger);
    const listeners = this.#cameras.get(camera) ?? new Map<LiveListener, string>();
    // One that joins others needs an init segment and a keyframe as well; the others take them for a new sequence.
    if (listeners.size > 0) {
      this.#say('unsubscribe', camera);
      this.#forgetTracks(camera);
    }
    this.#cameras.set(camera, listeners.set(listener, rendition));
    this.#say('subscribe', camera);
    return {
      choose: (other) => this.#choose(camera, listener, other),
      end: () => this.#unsubscribe(camera, listener),
    };
  }

  #choose(camera: string, listener: LiveListener, rendition: string): void {
    const listeners = this.#cameras.get(camera);
    if (listeners?.has(listener) !== true) return;
    const before = this.#renditionOf(camera);
    listeners.set(listener, rendition);
    if (this.#renditionOf(camera) !== before) this.#say('subscribe', camera);
  }

  /** The connection carries one of each camera: players that do not agree share the main one. */
  #renditionOf(camera: string): string {
    const [one = MAIN_RENDITION, ...others] = new Set(this.#cameras.get(camera)?.values());
    return others.length === 0 ? one : MAIN_RENDITION;
  }

  #unsubscribe(camera: string, listener: LiveListener): void {
    const listeners = this.#cameras.get(camera);
    const before = this.#renditionOf(camera);
    if (listeners?.delete(listener) !== true) return;
    if (listeners.size > 0) {
      if (this.#renditionOf(camera) !== before) this.#say('subscribe', camera);
      return;
    }
    this.#forget(camera);
    this.#say('unsubscribe', camera);
    if (this.#cameras.size === 0) this.#lingerOn();
  }

  /** Fragments that are still on their way have no track any more, and are left aside. */
  #forget(camera: string): void {
    this.#cameras.delete(camera);
    this.#forgetTracks(camera);
  }

  #forgetTracks(camera: string): void {
    for (const [track, owner] of this.#cameraOfTrack) {
      if (owner === camera) this.#cameraOfTrack.delete(track);
    }
  }

  #lingerOn(): void {
    clearTimeout(this.#linger);
    this.#linger = setTimeout(() => this.#end(), LINGER_MS);
  }

  #onOpen(): void {
    for (const camera of this.#cameras.keys()) this.#say('subscribe', camera);
    for (const atMs of FIRST_QUESTIONS_AT_MS) this.#after(atMs, () => this.#askTime());
    this.#after(ASK_TIME_EVERY_MS, () => this.#keepAsking());
  }

  #keepAsking(): void {
    this.#askTime();
    this.#after(ASK_TIME_EVERY_MS, () => this.#keepAsking());
  }

  #askTime(): void {
    const askedAtMs = performance.now();
    this.#send({ type: 'time', sent: askedAtMs });
    // Anything that comes is a sign of life: on a slow line the answer waits behind video.
    this.#after(ANSWERS_WITHIN_MS, () => {
      if (this.#heardAtMs < askedAtMs) this.#end();
    });
  }

  #onMessage(data: unknown): void {
    this.#heardAtMs = performance.now();
    if (typeof data === 'string') this.#onText(data);
    else if (data instanceof ArrayBuffer) this.#onMedia(data);
  }

  #onText(text: string): void {
    const message = parseLiveMessage(text);
    switch (message.type) {
      case 'init':
        this.#init = message;
        break;
      case 'time':
        this.#onTime(message);
        break;
      case 'error':
        if (message.camera !== null) this.#endCamera(message.camera, message);
        break;
      // What is left out shows as a gap, and the camera's own trouble as a picture that stands still.
      case 'skip':
      case 'other':
        break;
      default:
        message satisfies never;
    }
  }

  #onTime({ sent, now }: { readonly sent: number; readonly now: number }): void {
    this.#clock.add({ sentAtMs: sent, receivedAtMs: this.#heardAtMs, serverMs: now });
    this.#resolveAnswered(true);
  }

  #onMedia(media: ArrayBuffer): void {
    const init = this.#init;
    if (init !== null) {
      this.#init = null;
      const listeners = this.#cameras.get(init.camera);
      if (listeners === undefined) return;
      this.#cameraOfTrack.set(init.track, init.camera);
      for (const listener of listeners.keys()) listener.onInit(init, media);
      return;
    }
    const track = trackOf(media);
    const camera = track === null ? undefined : this.#cameraOfTrack.get(track);
    if (track === null || camera === undefined) return;
    for (const listener of this.#cameras.get(camera)?.keys() ?? []) {
      listener.onFragments(track, media);
    }
  }

  #endCamera(camera: string, { code, message }: Failure): void {
    const listeners = [...(this.#cameras.get(camera)?.keys() ?? [])];
    this.#forget(camera);
    if (this.#cameras.size === 0) this.#lingerOn();
    for (const listener of listeners) listener.onEnd({ code, message });
  }

  #end(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    clearTimeout(this.#linger);
    for (const timer of this.#timers) clearTimeout(timer);
    this.#socket.close(NORMAL_CLOSURE);
    this.#resolveAnswered(false);
    this.#onGone();
    for (const camera of this.#cameras.keys()) this.#endCamera(camera, LOST);
    clearTimeout(this.#linger);
  }

  #say(type: 'subscribe' | 'unsubscribe', camera: string): void {
    const rendition = type === 'subscribe' ? this.#renditionOf(camera) : MAIN_RENDITION;
    this.#send(rendition === MAIN_RENDITION ? { type, camera } : { type, camera, rendition });
  }

  #send(message: object): void {
    // What is said too early is said when it opens.
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #after(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
  }
}

const sockets = new Map<string, LiveSocket>();

/** The live socket of a server, shared by all who ask for it on this page. */
export function liveSocketOf(rootUrl: string, clock: LiveClock): LiveSocket {
  const known = sockets.get(rootUrl);
  if (known !== undefined) return known;
  const url = new URL('live', rootUrl);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new LiveSocket(url.href, clock);
  sockets.set(rootUrl, socket);
  return socket;
}
