// What a user asks for beside watching: a clip, a snapshot, a camera that is on or off. Says how it went.

import { failed } from '../media/failure.ts';
import { ApiError } from '../server/api.ts';
import type { Notice } from './notice.ts';
import type { PlayerRequest } from './player-properties.ts';
import type { PlayerSession } from './player-session.ts';
import type { ClipWish } from './saved-files.ts';
import { playerWords } from './player-words.ts';
import { reasonHeadline } from './status-text.ts';

/** `saving.ts`, which is loaded only when it is used. */
export interface Saving<Picture> {
  saveClip(cameraUrl: string, wish: ClipWish): Promise<void>;
  saveStill(cameraUrl: string): Promise<void>;
  savePicture(picture: Picture, of: { cameraUrl: string; capturedAtMs: number }): Promise<void>;
}

export interface TaskPlace<Picture> {
  /** Absolute. */
  cameraUrl(): string;
  session(): Pick<PlayerSession, 'state' | 'retryNow'> | null;
  /** A copy of the picture on the screen as it was decoded, moving or not; null while there is none. */
  takePicture(): Picture | null;
  loadSaving(): Promise<Saving<Picture>>;
  /** By the clock of the server, Unix time in ms. */
  nowMs(): number;
  shownCapturedAtMs(): number;
  /** True when somebody else does it. */
  isTaken(request: PlayerRequest): boolean;
}

export class PlayerTasks<Picture> {
  readonly #place: TaskPlace<Picture>;
  readonly #notice: Notice;
  #isSaving = false;

  constructor(place: TaskPlace<Picture>, notice: Notice) {
    this.#place = place;
    this.#notice = notice;
  }

  readonly saveClip = (): void => {
    const session = this.#place.session();
    if (this.#isSaving || session === null) return;
    const cameraUrl = this.#place.cameraUrl();
    const { kind } = session.state;
    const isHeld = kind === 'replay' || kind === 'paused';
    const wish = {
      capturedAtMs: isHeld ? this.#place.shownCapturedAtMs() : null,
      nowMs: this.#place.nowMs(),
    };
    void this.#save(playerWords().clipFailed, async () => {
      const saving = await this.#place.loadSaving();
      await saving.saveClip(cameraUrl, wish);
    });
  };

  readonly takeSnapshot = (): void => {
    if (this.#isSaving) return;
    const cameraUrl = this.#place.cameraUrl();
    const capturedAtMs = this.#place.shownCapturedAtMs();
    const picture = this.#place.takePicture();
    void this.#save(playerWords().snapshotFailed, async () => {
      const saving = await this.#place.loadSaving();
      if (picture === null) await saving.saveStill(cameraUrl);
      else await saving.savePicture(picture, { cameraUrl, capturedAtMs });
    });
  };

  request(kind: PlayerRequest['kind']): void {
    if (this.#place.isTaken({ kind })) return;
    void this.#send(this.#place.cameraUrl(), kind);
  }

  async #send(cameraUrl: string, kind: PlayerRequest['kind']): Promise<void> {
    try {
      const { sendRequest } = await import('./camera-request.ts');
      await sendRequest(cameraUrl, kind);
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
