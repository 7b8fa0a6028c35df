import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../log.ts';
import { parseHostAddress, parseHostName } from './host-address.ts';
import { parseOwnInfo } from './own-info.ts';
import type { OwnInfo } from './own-info.ts';
import { SupervisorError } from './supervisor-api.ts';
import type { AskSupervisor } from './supervisor-api.ts';

/** Where this app runs, and how other devices find it. */
export interface Surroundings {
  readonly own: OwnInfo;
  /** Of the LAN listener: `http://192.168.1.5:8098`; undefined while the user maps no port to it. */
  readonly lanUrl: string | undefined;
}

export interface SurroundingsDeps {
  readonly ask: AskSupervisor;
  /** In the container. */
  readonly lanListenerPort: number;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** At first, and then again and again: the router may give this machine another address. */
  readonly onFound: (surroundings: Surroundings) => void;
  /** For tests. */
  readonly timing?: typeof TIMING;
}

/** A Supervisor that has just been updated is back within a minute. */
const TIMING = { retryMs: [1_000, 2_000, 5_000, 10_000, 20_000, 60_000], recheckMs: 600_000 };
/** Failures in a row that are worth a line in the log. */
const TOLD_AT = 4;

/** Asks the Supervisor where we are, until the signal ends it. */
export async function followSurroundings(deps: SurroundingsDeps): Promise<void> {
  const { signal, log, onFound } = deps;
  const { retryMs, recheckMs } = deps.timing ?? TIMING;
  let failures = 0;
  while (!signal.aborted) {
    try {
      onFound(await ask(deps));
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof SupervisorError)) throw error;
      failures++;
      if (failures === TOLD_AT) log.warn(`links may be out of date: ${error.message}`);
    }
    const retryInMs = retryMs[failures - 1] ?? retryMs.at(-1) ?? recheckMs;
    // Aborted: the loop ends.
    await delay(failures === 0 ? recheckMs : retryInMs, undefined, { signal }).catch(() => {});
  }
}

async function ask(deps: SurroundingsDeps): Promise<Surroundings> {
  const own = parseOwnInfo(await deps.ask('/addons/self/info', deps.signal), deps.lanListenerPort);
  if (!own) throw new SupervisorError('the Supervisor does not say who we are', null);
  if (own.lanPort === undefined) return { own, lanUrl: undefined };
  const host = await findHost(deps);
  if (host === undefined) {
    deps.log.debug(
      'the address of this machine is not known: set http.base_url to get whole links',
    );
    return { own, lanUrl: undefined };
  }
  return { own, lanUrl: `http://${host}:${own.lanPort}` };
}

/** `/network/info` is for apps with `hassio_api`; `/info` is for all. */
async function findHost({ ask: get, signal }: SurroundingsDeps): Promise<string | undefined> {
  const address = await get('/network/info', signal).then(parseHostAddress, (error: unknown) => {
    if (error instanceof SupervisorError && error.status === 403) return undefined;
    throw error;
  });
  return address ?? parseHostName(await get('/info', signal));
}
