import type { Camera } from '../camera/camera.ts';
import type { Fragment } from '../packager/fragment-feed.ts';
import { readLive } from '../packager/live-reader.ts';
import type { LiveSink } from '../packager/live-reader.ts';
import type { RenditionView } from '../packager/rendition-view.ts';
import type { Sequence } from '../packager/segment.ts';
import { enterViewer } from './camera-access.ts';
import { renderInit, renderSkip, renderStatus } from './live-messages.ts';

/** One viewer's connection. */
export interface LiveConnection {
  /** Bytes that wait to be sent. */
  readonly backlog: number;
  sendText(text: string): void;
  sendMedia(media: Buffer): void;
  /** The camera's sound came or went: the viewer has to begin anew. */
  giveUp(camera: string): void;
}

/** One camera on one live socket, from `subscribe` to `unsubscribe`. */
export class LiveSubscription implements Disposable {
  readonly #camera: Camera;
  readonly #connection: LiveConnection;
  readonly #leave: () => void;
  #renditions: readonly RenditionView[] = [];
  readonly #announced = new Map<RenditionView, Sequence>();
  /** Frames of sound that came together. */
  #together: Fragment[] = [];
  #endReading: readonly (() => void)[] = [];
  #status: Camera['status'] | null = null;

  /**
   * @param viewer tells the viewer from others
   * @throws RequestError `viewer_limit`
   */
  constructor(camera: Camera, viewer: string, connection: LiveConnection) {
    this.#camera = camera;
    this.#connection = connection;
    this.#leave = enterViewer(camera, viewer, { hasSession: true });
    camera.events.on('changed', this.#onChanged);
    this.#onChanged();
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
    const { renditions } = presentation;
    const before = this.#renditions;
    if (renditions.length === before.length && renditions.every((each, i) => each === before[i])) {
      return;
    }
    this.#stopReading();
    // A browser cannot be given another track, nor told that one ends, in the middle of it.
    if (this.#announced.size > 0 && renditions.length !== before.length) {
      this.#connection.giveUp(this.#camera.id);
      return;
    }
    this.#announced.clear();
    this.#renditions = renditions;
    this.#endReading = renditions.map((rendition) => this.#read(rendition));
  };

  #read(rendition: RenditionView): () => void {
    const { id } = this.#camera;
    const connection = this.#connection;
    const sink: LiveSink = {
      get backlog() {
        return connection.backlog;
      },
      begin: (sequence) => {
        this.#sendTogether();
        this.#announce(rendition, sequence);
        // Browsers want to know of all tracks before they get media of one.
        for (const other of this.#renditions) {
          if (other.sequence) this.#announce(other, other.sequence);
        }
      },
      skip: () => {
        this.#sendTogether();
        connection.sendText(renderSkip(id, rendition));
      },
      write: (fragments) => {
        if (rendition.id === 'audio') this.#collect(fragments);
        else this.#send(fragments);
      },
    };
    // The picture comes first, and fills the line for both.
    const beside = this.#renditions.filter((other) => other !== rendition);
    return readLive(rendition, sink, rendition.id === 'audio' ? beside : []);
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
    for (const end of this.#endReading) end();
    this.#endReading = [];
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
