// What Home Assistant's editor and its picker of cards ask for. They await it, so that the app can be asked for its cameras.

import { sleep } from '../../player/sleep.ts';
import type { AppConnection } from '../app-connection.ts';
import type { AppState } from '../app-state.ts';
import { createConfigForm, loadFormWords } from './config-form.ts';
import type { ConfigForm } from './config-form.ts';

/** People wait so long for the cameras at most. */
const LIST_WITHIN_MS = 3000;

type Connection = Pick<AppConnection, 'state' | 'attach'>;

/** @param connection null: no card is in use, so nobody knows the way to the app */
export async function loadForm(connection: Connection | null): Promise<ConfigForm> {
  const [app, words] = await Promise.all([
    connection === null ? null : settle(connection, LIST_WITHIN_MS),
    loadFormWords(),
  ]);
  return createConfigForm(app?.cameras ?? null, words);
}

/** What a new card begins with: the first camera. */
export async function loadStub(connection: Connection): Promise<{ readonly camera?: string }> {
  const { cameras } = await settle(connection, LIST_WITHIN_MS);
  const first = cameras?.[0];
  return first === undefined ? {} : { camera: first.id };
}

/** Resolves when it is known whether the app can be reached, or after a while. Attaches meanwhile. */
export async function settle(connection: Connection, withinMs: number): Promise<AppState> {
  const patience = new AbortController();
  const isSettled = (): boolean =>
    connection.state.cameras !== null || connection.state.trouble !== null;
  const detach = connection.attach(() => {
    if (isSettled()) patience.abort();
  });
  if (!isSettled()) await sleep(withinMs, patience.signal);
  detach();
  return connection.state;
}
