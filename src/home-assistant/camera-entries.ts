import type { Log } from '../log.ts';
import { readText } from '../supervisor/read-fields.ts';
import { removeEntry } from './camera-entry.ts';
import type { LanListener } from './camera-links.ts';
import type { Core, Fields } from './core.ts';
import { CoreError } from './core-error.ts';
import { keepEntryUp } from './entry-upkeep.ts';
import type { Upkeep } from './entry-upkeep.ts';
import type { Memory } from './memory.ts';
import { RetryTimes } from './retry-times.ts';
import { ENTITIES_OFF } from './status.ts';
import type { CameraEntitiesStatus, CameraEntityState, CameraEntityStatus } from './status.ts';

/** What has to be known of a camera. */
export interface WantedCamera {
  readonly id: string;
  /** Shown to people. */
  readonly name: string;
  /** Of its own token; null where that was revoked. */
  readonly secret: string | null;
}

export interface CameraEntriesDeps {
  readonly isWanted: boolean;
  readonly listCameras: () => readonly WantedCamera[];
  readonly memory: Memory;
  readonly log: Log;
}

type OneStatus = Omit<CameraEntityStatus, 'camera'>;

const DELETED =
  'deleted in Home Assistant, and left so; switch home_assistant.camera_entities off and on again to have it back';
const DISABLED = 'disabled in Home Assistant';
const NO_TOKEN = 'its token was revoked: make another one for the camera';

/** Keeps an entry of the Generic Camera in Home Assistant for each camera, or removes them. */
export class CameraEntries {
  readonly #deps: CameraEntriesDeps;
  /** By camera. */
  readonly #retries = new RetryTimes();

  constructor(deps: CameraEntriesDeps) {
    this.#deps = deps;
  }

  /** Whether there is anything to do in Home Assistant. */
  get isOpen(): boolean {
    return this.#deps.isWanted || this.#deps.memory.kept.entries.size > 0;
  }

  /** Milliseconds until something that failed is to be tried again; null when nothing has. */
  get retryInMs(): number | null {
    return this.#retries.nextInMs();
  }

  /** A camera or a token has changed. */
  hurry(): void {
    this.#retries.hurry();
  }

  /** @throws CoreError when the connection is lost */
  async check(
    core: Core,
    listener: LanListener,
    signal: AbortSignal,
  ): Promise<CameraEntitiesStatus> {
    const { isWanted, listCameras, memory } = this.#deps;
    if (!this.isOpen) return ENTITIES_OFF;
    try {
      const message = await this.#removeUnwanted(core);
      if (!isWanted) return message === null ? ENTITIES_OFF : failed(message);
      const existing = await listEntries(core);
      const entries: CameraEntityStatus[] = [];
      for (const camera of listCameras()) {
        const upkeep = { core, listener, memory, signal };
        entries.push({
          camera: camera.id,
          ...(await this.#checkOne({ camera, upkeep, existing })),
        });
      }
      const isReady = message === null && entries.every(({ state }) => state !== 'waiting');
      return { state: isReady ? 'ready' : 'incomplete', message, entries };
    } catch (error) {
      if (!(error instanceof CoreError) || error.isLost) throw error;
      return failed(error.message);
    }
  }

  /** @returns why one could not be removed, which is no reason not to see to the others */
  async #removeUnwanted(core: Core): Promise<string | null> {
    const { isWanted, listCameras, memory } = this.#deps;
    const wanted = new Set(isWanted ? listCameras().map(({ id }) => id) : []);
    this.#retries.forgetAllBut(wanted);
    let trouble: string | null = null;
    for (const [camera, { entry_id: id }] of memory.kept.entries) {
      if (wanted.has(camera)) continue;
      try {
        if (id !== null) await removeEntry(core, id);
        await memory.forgetEntry(camera);
      } catch (error) {
        if (!(error instanceof CoreError) || error.isLost) throw error;
        trouble = error.message;
      }
    }
    return trouble;
  }

  async #checkOne(check: {
    readonly camera: WantedCamera;
    readonly upkeep: Upkeep;
    /** Entries in Home Assistant, by id. */
    readonly existing: ReadonlyMap<string, Fields>;
  }): Promise<OneStatus> {
    const { camera, upkeep, existing } = check;
    const { memory, log } = this.#deps;
    const kept = memory.kept.entries.get(camera.id);
    const entry = existing.get(kept?.entry_id ?? '');
    const settle = (state: CameraEntityState, message: string): OneStatus => {
      this.#retries.forget(camera.id);
      return render(state, message);
    };
    if (kept && !entry) {
      if (kept.entry_id !== null) log.info({ camera: camera.id }, `camera entity: ${DELETED}`);
      await memory.keepEntry(camera.id, { ...kept, entry_id: null });
      return settle('deleted', DELETED);
    }
    if (typeof entry?.['disabled_by'] === 'string') return settle('disabled', DISABLED);
    const { secret } = camera;
    if (secret === null) return settle('waiting', NO_TOKEN);
    const earlier = this.#retries.reasonToWait(camera.id);
    if (earlier !== null) return render('waiting', earlier);
    try {
      const title = entry && readText(entry, 'title');
      const entityId = await keepEntryUp(upkeep, { ...camera, secret }, title);
      if (entityId === null) return settle('disabled', DISABLED);
      this.#retries.forget(camera.id);
      if (!kept) log.info({ camera: camera.id }, `Home Assistant has it as ${entityId} now`);
      return { state: 'ready', message: null, entity_id: entityId };
    } catch (error) {
      if (!(error instanceof CoreError) || error.isLost) throw error;
      const isNew = this.#retries.add(camera.id, error.message);
      if (isNew) log.info({ camera: camera.id }, `camera entity: ${error.message}`);
      return render('waiting', error.message);
    }
  }
}

async function listEntries(core: Core): Promise<ReadonlyMap<string, Fields>> {
  const list = await core.askList({ type: 'config_entries/get', domain: 'generic' });
  return new Map(list.map((entry) => [readText(entry, 'entry_id') ?? '', entry]));
}

function failed(message: string): CameraEntitiesStatus {
  return { state: 'failed', message, entries: [] };
}

function render(state: CameraEntityState, message: string): OneStatus {
  return { state, message, entity_id: null };
}
