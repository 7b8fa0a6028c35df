import type { CameraOptions } from '../config/schema.ts';
import { ViewerLimitError } from '../errors.ts';

/** A viewer without a session who asks for nothing this long has left. */
const ABSENT_AFTER_MS = 10_000;

/** The viewers of all cameras together; who watches two counts twice. */
export class ViewerTotal {
  readonly max: number;
  count = 0;

  constructor(max = Infinity) {
    this.max = max;
  }
}

export interface ViewersDeps {
  /** Those who are there stay when its `max_viewers` becomes less. */
  readonly camera: { readonly name: string; readonly options: Pick<CameraOptions, 'max_viewers'> };
  /** Shared with the other cameras; without it only the camera's own limit holds. */
  readonly total: ViewerTotal | undefined;
  /** Called when somebody came or left. */
  readonly onChange: (change: 'came' | 'left') => void;
}

export interface ViewerEntry {
  /** Its end is known, so the viewer has left with it; one without may merely be between two requests. */
  readonly hasSession?: boolean;
  /** Oriel itself needs the camera: no limit turns it away. */
  readonly isOwn?: boolean;
}

interface Viewer {
  /** Requests and sessions under way. */
  open: number;
  isPolling: boolean;
  /** Runs from the end of each request; while the next one is under way, its end means nothing. */
  absence: NodeJS.Timeout | null;
}

/** Who watches a camera. HLS and DASH have no sessions, so a viewer there is whoever keeps asking. */
export class Viewers {
  readonly #viewers = new Map<string, Viewer>();
  readonly #camera: ViewersDeps['camera'];
  readonly #total: ViewerTotal;
  readonly #onChange: ViewersDeps['onChange'];

  constructor({ camera, total = new ViewerTotal(), onChange }: ViewersDeps) {
    this.#camera = camera;
    this.#total = total;
    this.#onChange = onChange;
  }

  get count(): number {
    return this.#viewers.size;
  }

  /**
   * A request or session of the viewer begins; the returned function says that it is over.
   * @param key tells viewers apart; not shown to anyone
   * @throws ViewerLimitError when it would be one too many; who is known already is always let in
   */
  enter(key: string, { hasSession = false, isOwn = false }: ViewerEntry = {}): () => void {
    const viewer = this.#viewers.get(key) ?? this.#admit(key, isOwn);
    viewer.open++;
    viewer.isPolling ||= !hasSession;
    let hasLeft = false;
    return () => {
      if (!hasLeft) this.#leave(key, viewer);
      hasLeft = true;
    };
  }

  clear(): void {
    for (const { absence } of this.#viewers.values()) if (absence) clearTimeout(absence);
    this.#total.count -= this.#viewers.size;
    this.#viewers.clear();
  }

  #admit(key: string, isOwn: boolean): Viewer {
    if (!isOwn) this.#requireRoom();
    const viewer: Viewer = { open: 0, isPolling: false, absence: null };
    this.#viewers.set(key, viewer);
    this.#total.count++;
    this.#onChange('came');
    return viewer;
  }

  #requireRoom(): void {
    const { name, options } = this.#camera;
    if (this.count >= options.max_viewers) {
      throw new ViewerLimitError(
        `${name} has all the viewers its option max_viewers allows (${options.max_viewers})`,
      );
    }
    const { count, max } = this.#total;
    if (count >= max) {
      throw new ViewerLimitError(
        `the cameras have all the viewers that the option http.max_viewers allows together (${max})`,
      );
    }
  }

  #leave(key: string, viewer: Viewer): void {
    viewer.open--;
    if (viewer.open > 0 || this.#viewers.get(key) !== viewer) return;
    if (!viewer.isPolling) {
      this.#remove(key);
      return;
    }
    viewer.absence ??= setTimeout(() => this.#onAbsence(key, viewer), ABSENT_AFTER_MS).unref();
    // Cheaper than a timer for each request, of which there may be thousands a second.
    viewer.absence.refresh();
  }

  #onAbsence(key: string, viewer: Viewer): void {
    viewer.absence = null;
    if (viewer.open === 0 && this.#viewers.get(key) === viewer) this.#remove(key);
  }

  #remove(key: string): void {
    this.#viewers.delete(key);
    this.#total.count--;
    this.#onChange('left');
  }
}
