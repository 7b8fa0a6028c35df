// The card's connection to the app: finds the way, keeps the session, knows the cameras. All cards of a page share one.

import { ApiError, loadCameraList } from '../server/api.ts';
import { setAccess } from '../server/access.ts';
import { sleep } from '../player/sleep.ts';
import { findRoute, troubleOf, WITHOUT_INGRESS } from './app-route.ts';
import type { RouteWish } from './app-route.ts';
import { UNKNOWN_APP } from './app-state.ts';
import type { AppRoute, AppState, AppTrouble } from './app-state.ts';
import { askSupervisor } from './home-assistant.ts';
import type { Hass } from './home-assistant.ts';
import type { IngressSession } from './ingress-session.ts';

/** What the connection needs from the page. */
export interface ConnectionHost {
  createSession(user: string, create: () => Promise<string>): IngressSession;
  /** Nobody looks: the page is in the background. */
  isHidden(): boolean;
  /** Calls when the page comes to the front; returns what ends that. */
  onShown(listener: () => void): () => void;
}

// Keeps the session, which lasts a quarter of an hour, and the list of cameras.
const LOOK_EVERY_MS = 60_000;
const RETRY_EVERY_MS = 1000;
const MAX_RETRY_MS = 3000;
/** What only a person can change. */
const LASTING: ReadonlySet<AppTrouble | null> = new Set([...WITHOUT_INGRESS, 'mixed_content']);
// Home Assistant writes each refusal into its log.
const LASTING_RETRY_MS = 60_000;
/** What only an answer of the app itself can take back. */
const UNTIL_ANSWERED: ReadonlySet<AppTrouble | null> = new Set<AppTrouble>([
  'no_answer',
  'refused',
]);
/** In a row: then the browser keeps no cookie here, as in frames of other sites, and new sessions are made for nothing. */
const MOST_REFUSALS = 3;
const NO_ACCESS = 401;
/** Many players notice trouble at once. */
const CHECK_AT_MOST_EVERY_MS = 1000;

export class AppConnection {
  readonly #wish: RouteWish;
  readonly #host: ConnectionHost;
  readonly #listeners = new Set<() => void>();
  #hass: Hass | null = null;
  #session: { readonly of: string; readonly session: IngressSession } | null = null;
  #state: AppState = UNKNOWN_APP;
  #run: AbortController | null = null;
  #nap: AbortController | null = null;
  /** While a look was under way, which may have begun too early. */
  #isBack = false;
  #soon: ReturnType<typeof setTimeout> | undefined;
  #lookedAtMs = -Infinity;
  #failures = 0;
  #refusals = 0;
  #stopListening: () => void = () => {};

  constructor(wish: RouteWish, host: ConnectionHost) {
    this.#wish = wish;
    this.#host = host;
  }

  get state(): AppState {
    return this.#state;
  }

  /** Home Assistant hands out a new one with each change of anything. */
  setHass(hass: Hass): void {
    const isNewConnection = hass.connection !== this.#hass?.connection;
    this.#hass = hass;
    if (this.#run === null) return;
    if (isNewConnection) this.#listen();
  }

  /** Keeps the connection until the returned function is called; the listener hears of each new state. */
  attach(listener: () => void): () => void {
    this.#listeners.add(listener);
    if (this.#run === null) this.#start();
    return () => {
      if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#stop();
    };
  }

  /** Something does not work: looks whether the app is still there. What only a person can change is left in peace. */
  check(): void {
    if (!this.#isLasting()) this.retry();
  }

  /** A person has changed something, perhaps. */
  retry(): void {
    if (this.#run === null) return;
    const waitMs = this.#lookedAtMs + CHECK_AT_MOST_EVERY_MS - performance.now();
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      this.#wake();
    }, waitMs);
  }

  #start(): void {
    const run = new AbortController();
    this.#run = run;
    this.#listen();
    void this.#keepLooking(run.signal);
  }

  #stop(): void {
    this.#run?.abort();
    this.#run = null;
    this.#nap?.abort();
    clearTimeout(this.#soon);
    this.#soon = undefined;
    this.#stopListening();
  }

  /** Whatever comes back may bring the app back. */
  #listen(): void {
    this.#stopListening();
    const connection = this.#hass?.connection;
    const stopShown = this.#host.onShown(this.#wake);
    connection?.addEventListener('ready', this.#wake);
    this.#stopListening = () => {
      stopShown();
      connection?.removeEventListener('ready', this.#wake);
    };
  }

  readonly #wake = (): void => {
    this.#isBack = this.#nap === null;
    this.#nap?.abort();
  };

  async #keepLooking(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const hass = this.#hass;
      const isTime = hass !== null && !this.#host.isHidden();
      this.#isBack = false;
      if (isTime) await this.#look(hass, signal);
      if (signal.aborted) return;
      if (!this.#isBack) await this.#rest(this.#restMs(isTime), signal);
    }
  }

  #restMs(hasLooked: boolean): number {
    const { trouble } = this.#state;
    if (!hasLooked || trouble === null) return LOOK_EVERY_MS;
    if (this.#isLasting()) return LASTING_RETRY_MS;
    return Math.min(RETRY_EVERY_MS * this.#failures, MAX_RETRY_MS);
  }

  #isLasting(): boolean {
    return LASTING.has(this.#state.trouble) || this.#refusals >= MOST_REFUSALS;
  }

  async #rest(ms: number, signal: AbortSignal): Promise<void> {
    const nap = new AbortController();
    const wake = (): void => nap.abort();
    this.#nap = nap;
    signal.addEventListener('abort', wake, { once: true });
    await sleep(ms, nap.signal);
    if (this.#nap === nap) this.#nap = null;
    signal.removeEventListener('abort', wake);
  }

  async #look(hass: Hass, signal: AbortSignal): Promise<void> {
    this.#lookedAtMs = performance.now();
    try {
      const session = this.#sessionOf(hass);
      // Together: without the app the cookie does no harm.
      const [route] = await Promise.all([
        findRoute(hass, this.#wish),
        session.open().catch(() => {}),
      ]);
      if (signal.aborted) return;
      this.#take(route);
      await this.#loadCameras(route, session, signal);
    } catch (error) {
      if (!signal.aborted) this.#fail(troubleOf(error));
    }
  }

  #take({ rootUrl, isIngress }: AppRoute): void {
    const before = this.#state.rootUrl;
    if (before !== null && before !== rootUrl) setAccess(before, null);
    if (!isIngress) setAccess(rootUrl, null);
    else if (before !== rootUrl) setAccess(rootUrl, { renew: async () => await this.#renew() });
    const { trouble } = this.#state;
    this.#set({ rootUrl, trouble: UNTIL_ANSWERED.has(trouble) ? trouble : null });
  }

  async #renew(): Promise<boolean> {
    // Players ask all the time.
    if (this.#nap !== null && this.#isLasting()) return false;
    try {
      if (this.#hass !== null) await this.#sessionOf(this.#hass).renew();
      return true;
    } catch {
      // Home Assistant is away itself, or it takes the user no more: looking again finds out which.
      this.check();
      return false;
    }
  }

  async #loadCameras(route: AppRoute, session: IngressSession, signal: AbortSignal): Promise<void> {
    try {
      const { cameras, caller = null } = await loadCameraList(route.rootUrl, signal);
      if (route.isIngress) session.used();
      this.#failures = 0;
      this.#refusals = 0;
      this.#set({ trouble: null, cameras, caller });
    } catch (error) {
      if (signal.aborted) return;
      const isRefused = error instanceof ApiError && error.status === NO_ACCESS;
      this.#fail(isRefused ? 'refused' : 'no_answer');
    }
  }

  #sessionOf(hass: Hass): IngressSession {
    const of = hass.user?.id ?? '';
    if (this.#session?.of !== of) {
      const session = this.#host.createSession(
        of,
        async () => await createSession(this.#hass ?? hass),
      );
      this.#session = { of, session };
    }
    return this.#session.session;
  }

  #fail(trouble: AppTrouble): void {
    this.#failures++;
    this.#refusals = trouble === 'refused' ? this.#refusals + 1 : 0;
    this.#set({ trouble });
  }

  #set(change: Partial<AppState>): void {
    const before = this.#state;
    const after = { ...before, ...change };
    const isSame =
      after.rootUrl === before.rootUrl &&
      after.trouble === before.trouble &&
      after.cameras === before.cameras;
    if (isSame) return;
    this.#state = after;
    for (const listener of this.#listeners) listener();
  }
}

async function createSession(hass: Hass): Promise<string> {
  const answer = await askSupervisor<{ session: string }>(hass, '/ingress/session', 'post');
  return answer.session;
}
