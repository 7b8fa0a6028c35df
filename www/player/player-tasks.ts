// What a user asks for beside watching: a clip, a snapshot, a camera that is on or off. Says how it went.

import { failed } from '../media/failure.ts';
import { ApiError } from '../server/api.ts';
import type { Notice } from './notice.ts';
import type { PlayerRequest } from './player-properties.ts';
import type { PlayerSession } from './player-session.ts';
import { playerWords } from './player-words.ts';
import { reasonHeadline } from './status-text.ts';

export interface TaskPlace {
  /** Absolute. */
  cameraUrl(): string;
  session(): PlayerSession | null;
  /** The picture on the screen as it was decoded, moving or not; null while there is none. */
  picture(): HTMLVideoElement | HTMLCanvasElement | null;
  /** By the clock of the server, Unix time in ms. */
  nowMs(): number;
  shownCapturedAtMs(): number;
  /** True when somebody else does it. */
  isTaken(request: PlayerRequest): boolean;
}

export class PlayerTasks {
  readonly #place: TaskPlace;
  readonly #notice: Notice;
  #isSaving = false;

  constructor(place: TaskPlace, notice: Notice) {
    this.#place = place;
    this.#notice = notice;
  }

  readonly saveClip = (): void => {
    const session = this.#place.session();
    if (this.#isSaving || session === null) return;
    const wish = {
      windowSeconds: session.windowSeconds,
      capturedAtMs: session.state.kind === 'replay' ? session.state.capturedAtMs : null,
      nowMs: this.#place.nowMs(),
    };
    void this.#save(playerWords().clipFailed, async () => {
      const { saveClip } = await import('./saving.ts');
      await saveClip(this.#place.cameraUrl(), wish);
    });
  };

  readonly takeSnapshot = (): void => {
    if (this.#isSaving) return;
    const cameraUrl = this.#place.cameraUrl();
    const capturedAtMs = this.#place.shownCapturedAtMs();
    const picture = this.#place.picture();
    void this.#save(playerWords().snapshotFailed, async () => {
      const { saveFrame, saveStill } = await import('./saving.ts');
      if (picture === null) await saveStill(cameraUrl);
      else await saveFrame(picture, { cameraUrl, capturedAtMs });
    });
  };

  request(kind: PlayerRequest['kind']): void {
    if (this.#place.isTaken({ kind })) return;
    void this.#send(kind);
  }

  async #send(kind: PlayerRequest['kind']): Promise<void> {
    try {
      const { sendRequest } = await import('./camera-request.ts');
      await sendRequest(this.#place.cameraUrl(), kind);
      this.#place.session()?.retryNow();
    } catch (error) {
      this.#notice.show(failureText(playerWords().requestFailed, error));
    }
  }

  async #save(failure: string, act: () => Promise<void>): Promise<void> {
    this.#isSaving = true;
    this.#notice.keep(playerWords().saving);
    try {
      await act();
      this.#notice.show(playerWords().saved);
    } catch (error) {
      this.#notice.show(failureText(failure, error));
    } finally {
      this.#isSaving = false;
    }
  }
}

function failureText(what: string, error: unknown): string {
  const reason =
    error instanceof ApiError ? failed(error.code, error.message) : failed('no_answer');
  return `${what}: ${reasonHeadline(reason)}`;
}
