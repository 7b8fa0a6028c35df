import type { Camera } from '../camera/camera.ts';
import type { Fragment } from '../packager/fragment-feed.ts';
import { readLive } from '../packager/live-reader.ts';
import type { LiveSink } from '../packager/live-reader.ts';
import { newestSequenceOf } from '../packager/newest-sequence.ts';
import { isAudio } from '../packager/pictures.ts';
import type { RenditionView } from '../packager/rendition-view.ts';
import type { Sequence } from '../packager/segment.ts';
import { enterViewer } from './camera-access.ts';
import { renderInit, renderSkip, renderStatus } from './live-messages.ts';
import { MAIN_PICTURE } from './picture-choice.ts';
import { awaitSwitch } from './picture-switch.ts';

/** One viewer's connection. */
export interface LiveConnection {
  /** Bytes that wait to be sent. */
  readonly backlog: number;
  sendText(text: string): void;
  sendMedia(media: Buffer): void;
  /** The camera has other tracks now: the viewer has to begin anew. */
  giveUp(camera: string, code: 'tracks_changed' | 'rendition_not_found'): void;
}

export interface Subscriber {
  /** Tells the viewer from others. */
  readonly viewer: string;
  /** Which version of the picture it wants; there is one by that name. */
  readonly pictureId: string;
}

/** One camera on one live socket, from `subscribe` to `unsubscribe`. */
export class LiveSubscription implements Disposable {
  readonly #camera: Camera;
  readonly #connection: LiveConnection;
  readonly #leave: () => void;
  #pictureId: string;
  /** The picture first. */
  #tracks: readonly RenditionView[] = [];
  /** The picture, for as long as the sound is read beside it. */
  #pictures: RenditionView[] = [];
  readonly #announced = new Map<RenditionView, Sequence>();
  /** Frames of sound that came together. */
  #together: Fragment[] = [];
  /** Whether the sound waits for the first of the picture: browsers want to know of both at once. */
  #isSoundDue = false;
  /** What ends the reading of a track. */
  readonly #reading = new Map<RenditionView, () => void>();
  /** Another picture whose keyframe is waited for. */
  #switch: { readonly pictureId: string; readonly giveUp: () => void } | null = null;
  #status: Camera['status'] | null = null;

  /** @throws RequestError `viewer_limit` */
  constructor(camera: Camera, { viewer, pictureId }: Subscriber, connection: LiveConnection) {
    this.#camera = camera;
    this.#pictureId = pictureId;
    this.#connection = connection;
    this.#leave = enterViewer(camera, viewer, { hasSession: true });
    camera.events.on('changed', this.#onChanged);
    this.#onChanged();
  }

  /** Goes on with another version of the picture, of which there is one by that name. */
  switchTo(pictureId: string): void {
    this.#switch?.giveUp();
    this.#switch = null;
    if (pictureId === this.#pictureId) return;
    const [present] = this.#tracks;
    const [next] = this.#camera.presentation.tracks(pictureId);
    if (!present || !next || present.feed.gop.length === 0) {
      this.#pictureId = pictureId;
      this.#onChanged();
      return;
    }
    const onReady = (): void => this.#onSwitch(present, next);
    this.#switch = { pictureId, giveUp: awaitSwitch({ present, next, onReady }) };
  }

  [Symbol.dispose](): void {
    this.#camera.events.off('changed', this.#onChanged);
    this.#stopReading();
    this.#leave();
  }

  readonly #onChanged = (): void => {
    const { status, presentation } = this.#camera;
    if (status !== this.#status) this.#connection.sendText(renderStatus(this.#camera));
    this.#status = status;
    const before = this.#tracks;
    const present = presentation.tracks(this.#pictureId);
    if (present.length === before.length && present.every((each, i) => each === before[i])) return;
    // What is waited for does not come any more.
    this.#pictureId = this.#switch?.pictureId ?? this.#pictureId;
    this.#stopReading();
    const tracks = presentation.tracks(this.#pictureId);
    if (tracks.length === 0) {
      this.#connection.giveUp(this.#camera.id, 'rendition_not_found');
      return;
    }
    // A browser cannot be given another track, nor told that one ends, in the middle of it.
    if (this.#announced.size > 0 && tracks.length !== before.length) {
      this.#connection.giveUp(this.#camera.id, 'tracks_changed');
      return;
    }
    this.#announced.clear();
    this.#tracks = tracks;
    this.#pictures = tracks.slice(0, 1);
    const [picture] = this.#pictures;
    if (picture) this.#read(picture);
    // Of a smaller version it is not known yet what it is when the sound begins.
    this.#isSoundDue =
      picture !== undefined && picture.id !== MAIN_PICTURE && !this.#announced.has(picture);
    if (!this.#isSoundDue) this.#readOthers();
  };

  #readOthers(): void {
    this.#isSoundDue = false;
    for (const other of this.#tracks) if (!this.#reading.has(other)) this.#read(other);
  }

  /** The sound goes on as it is. */
  #onSwitch(present: RenditionView, next: RenditionView): void {
    this.#switch = null;
    this.#reading.get(present)?.();
    this.#reading.delete(present);
    this.#pictureId = next.id;
    this.#tracks = this.#tracks.map((each) => (each === present ? next : each));
    this.#pictures.splice(0, 1, next);
    // Who saw it before has been told of another one since.
    this.#announced.delete(next);
    this.#read(next);
  }

  #read(rendition: RenditionView): void {
    const { id } = this.#camera;
    const connection = this.#connection;
    const sink: LiveSink = {
      get backlog() {
        return connection.backlog;
      },
      begin: (sequence) => {
        this.#sendTogether();
        this.#announce(rendition, sequence);
        // Browsers want to know of all tracks before they get media of one, also while the camera is away.
        for (const other of this.#tracks) {
          const known = newestSequenceOf(other);
          if (known) this.#announce(other, known);
        }
      },
      skip: () => {
        this.#sendTogether();
        connection.sendText(renderSkip(id, rendition));
      },
      write: (fragments) => {
        if (isAudio(rendition)) this.#collect(fragments);
        else this.#send(fragments);
        if (this.#isSoundDue) this.#readOthers();
      },
    };
    // The picture comes first, and fills the line for both.
    const beside = isAudio(rendition) ? this.#pictures : [];
    this.#reading.set(rendition, readLive(rendition, sink, beside));
  }

  #announce(rendition: RenditionView, sequence: Sequence): void {
    if (this.#announced.get(rendition) === sequence) return;
    this.#announced.set(rendition, sequence);
    this.#connection.sendText(renderInit(this.#camera.id, rendition, sequence));
    this.#connection.sendMedia(sequence.init);
  }

  /** Frames of sound are short: those that are there at the same moment share a message. */
  #collect(fragments: readonly Fragment[]): void {
    if (this.#together.length === 0) queueMicrotask(() => this.#sendTogether());
    this.#together.push(...fragments);
  }

  #sendTogether(): void {
    const fragments = this.#together;
    this.#together = [];
    this.#send(fragments);
  }

  #send(fragments: readonly Fragment[]): void {
    if (fragments.length === 0) return;
    for (const message of joinFragments(fragments)) this.#connection.sendMedia(message);
  }

  #stopReading(): void {
    this.#switch?.giveUp();
    this.#switch = null;
    for (const end of this.#reading.values()) end();
    this.#reading.clear();
    this.#together = [];
  }
}

/** Home Assistant's proxies end a connection for messages of several megabytes. */
const MAX_MESSAGE_BYTES = 512 * 1024;

/** As few messages of whole fragments as may be. */
function* joinFragments(fragments: readonly Fragment[]): Generator<Buffer, void> {
  let pieces: Buffer[] = [];
  let bytes = 0;
  for (const { data } of fragments) {
    if (bytes > 0 && bytes + data.length > MAX_MESSAGE_BYTES) {
      yield join(pieces);
      pieces = [];
      bytes = 0;
    }
    pieces.push(data);
    bytes += data.length;
  }
  yield join(pieces);
}

/** One piece is not copied: it is the same for all viewers. */
function join(pieces: readonly Buffer[]): Buffer {
  const [first, ...more] = pieces;
  return first && more.length === 0 ? first : Buffer.concat(pieces);
}
