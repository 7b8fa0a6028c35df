import { setTimeout as delay } from 'node:timers/promises';
import type { HomeAssistantOptions } from '../config/schema.ts';
import type { Log } from '../log.ts';
import { isRecord } from '../supervisor/read-fields.ts';
import type { SupervisorAccess } from '../supervisor/supervisor-api.ts';
import { CameraEntries } from './camera-entries.ts';
import type { WantedCamera } from './camera-entries.ts';
import type { LanListener } from './camera-links.ts';
import { Card } from './card.ts';
import { Core } from './core.ts';
import { CoreError } from './core-error.ts';
import { CoreSocket } from './core-socket.ts';
import { Memory } from './memory.ts';
import { CARD_OFF, ENTITIES_OFF } from './status.ts';
import type { HomeAssistantStatus } from './status.ts';

export interface HomeAssistantDeps {
  readonly options: HomeAssistantOptions;
  readonly access: SupervisorAccess;
  readonly listCameras: () => readonly WantedCamera[];
  /** Where the card was built to. */
  readonly builtDirectory: string;
  readonly dataDirectory: string;
  readonly places: HomeAssistantPlaces;
  readonly log: Log;
  /** A bug: the program cannot go on. */
  readonly onFatal: (error: unknown) => void;
}

/** Where Home Assistant is, as it is seen from here. */
export interface HomeAssistantPlaces {
  /** Its configuration. */
  readonly configDirectory: string;
  /** Where its web server may listen. */
  readonly webServers: readonly string[];
  /** The folder `www` in its configuration was made for us just now. */
  readonly isWwwNew: boolean;
}

/** This app, as the Supervisor knows it. */
export interface OwnApp extends LanListener {
  /** The full slug. */
  readonly slug: string;
}

/** While Home Assistant is away: it may be starting right now. */
const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 20_000, 60_000] as const;
const LONGEST_RETRY_MS = 60_000;
/** While all is well: users change things, and backups are restored. */
const RECHECK_MS = 600_000;
const SHORTEST_PAUSE_MS = 1_000;
/** Until Home Assistant has started completely. */
const STARTING_MS = 3_000;
/** Changes that come together are put into effect together. */
const GATHER_MS = 500;
/** Failures in a row that are worth a line in the log. */
const TOLD_AT = 4;

/** Keeps the card and the camera entities in Home Assistant as the options say, whatever happens there. */
export class HomeAssistant implements AsyncDisposable {
  readonly #deps: HomeAssistantDeps;
  readonly #card: Card;
  readonly #entries: CameraEntries;
  readonly #stop = new AbortController();
  readonly #own = Promise.withResolvers<void>();
  #app: OwnApp | null = null;
  #wake = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #status: HomeAssistantStatus;
  /** By what it is about: each thing is said once. */
  readonly #told = new Map<string, string>();

  private constructor(deps: HomeAssistantDeps, memory: Memory) {
    const { options, log, listCameras, places } = deps;
    this.#deps = deps;
    const isWanted = options.card;
    this.#card = new Card({ ...places, builtDirectory: deps.builtDirectory, isWanted, memory });
    this.#entries = new CameraEntries({
      isWanted: options.camera_entities,
      listCameras,
      memory,
      log,
    });
    this.#status = {
      card: isWanted ? { ...CARD_OFF, state: 'installing' } : CARD_OFF,
      camera_entities: options.camera_entities
        ? { ...ENTITIES_OFF, state: 'working' }
        : ENTITIES_OFF,
    };
  }

  static async start(deps: HomeAssistantDeps): Promise<HomeAssistant> {
    const homeAssistant = new HomeAssistant(deps, await Memory.load(deps.dataDirectory));
    homeAssistant.#running = homeAssistant.#run().catch(deps.onFatal);
    return homeAssistant;
  }

  get status(): HomeAssistantStatus {
    return this.#status;
  }

  /** Nothing begins before it is called. */
  setOwnApp(app: OwnApp): void {
    const isSame = JSON.stringify(app) === JSON.stringify(this.#app);
    this.#app = app;
    this.#own.resolve();
    if (!isSame) this.checkSoon();
  }

  /** A camera, its name or its token has changed. */
  checkSoon(): void {
    this.#entries.hurry();
    this.#wake.abort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#own.resolve();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    await this.#own.promise;
    let failures = 0;
    while (!signal.aborted && this.#isOpen) {
      try {
        await this.#connect(signal, () => (failures = 0));
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof CoreError)) throw error;
        failures++;
        this.#onUnreachable(error, failures);
      }
      if (!this.#isOpen) return;
      this.#card.onConnectionLost();
      await sleep(RETRY_MS[Math.max(0, failures - 1)] ?? LONGEST_RETRY_MS, signal);
    }
  }

  get #isOpen(): boolean {
    return this.#card.isOpen || this.#entries.isOpen;
  }

  /** Until the connection ends, or nothing is left to do. @throws CoreError */
  async #connect(signal: AbortSignal, onConnected: () => void): Promise<void> {
    await using socket = await CoreSocket.open(this.#deps.access, signal);
    const core = new Core(socket, this.#deps.access, signal);
    const end = AbortSignal.any([signal, socket.lost]);
    while (!end.aborted) {
      const state = await askState(core);
      onConnected();
      if (state === 'starting') {
        await sleep(STARTING_MS, end);
        continue;
      }
      this.#wake = new AbortController();
      if (state === 'safe_mode') this.#onSafeMode();
      else await this.#check(core, signal);
      if (!this.#isOpen) return;
      await sleep(this.#pauseMs(), AbortSignal.any([end, this.#wake.signal]));
      await sleep(this.#wake.signal.aborted ? GATHER_MS : 0, end);
    }
  }

  async #check(core: Core, signal: AbortSignal): Promise<void> {
    const app = this.#app;
    if (!app) return;
    this.#setStatus({ card: await this.#card.check(core, app.slug, signal) });
    this.#setStatus({ camera_entities: await this.#entries.check(core, app, signal) });
  }

  #pauseMs(): number {
    const hasFailed =
      this.#status.card.state === 'failed' || this.#status.camera_entities.state === 'failed';
    const longestMs = hasFailed ? LONGEST_RETRY_MS : RECHECK_MS;
    return Math.min(longestMs, Math.max(SHORTEST_PAUSE_MS, this.#entries.retryInMs ?? longestMs));
  }

  #onUnreachable({ code, message }: CoreError, failures: number): void {
    if (failures === TOLD_AT || code === 'forbidden') this.#tell('access', 'warn', message);
    this.#explainWait(message);
  }

  /** Core then hides its resources, and would forget them if one were added. */
  #onSafeMode(): void {
    const message =
      'Home Assistant runs in safe mode: nothing is changed in it until it runs normally';
    this.#tell('access', 'info', message);
    this.#explainWait(message);
  }

  /** What was set up before is still there. */
  #explainWait(message: string): void {
    const { card, camera_entities: entities } = this.#status;
    this.#status = {
      card: card.state === 'installing' ? { ...card, message } : card,
      camera_entities: entities.state === 'working' ? { ...entities, message } : entities,
    };
  }

  #setStatus(change: Partial<HomeAssistantStatus>): void {
    this.#status = { ...this.#status, ...change };
    const { card, camera_entities: entities } = change;
    if (card?.state === 'installed') {
      this.#tell('card', 'info', `the card is installed: ${card.resource_url}`);
    } else if (card && card.message !== null) {
      this.#tell('card', 'warn', `the card: ${card.message}`);
    }
    if (entities && entities.message !== null) {
      this.#tell('entities', 'warn', `camera entities: ${entities.message}`);
    }
  }

  #tell(topic: string, level: 'info' | 'warn', text: string): void {
    if (this.#told.get(topic) === text) return;
    this.#told.set(topic, text);
    this.#deps.log[level](text);
  }
}

async function askState(core: Core): Promise<'starting' | 'safe_mode' | 'running'> {
  const config = await core.ask({ type: 'get_config' });
  if (!isRecord(config) || config['state'] !== 'RUNNING') return 'starting';
  const isSafe = config['safe_mode'] === true || config['recovery_mode'] === true;
  return isSafe ? 'safe_mode' : 'running';
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0) return;
  // Aborted: no need to wait any longer.
  await delay(ms, undefined, { signal }).catch(() => {});
}
