// The networks between the camera's server and the browser, each made for one page.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../browser.ts';
import { createNetworkLink } from './network-link.ts';
import type { LinkOptions } from './network-link.ts';
import { startBenchProgram } from './program.ts';
import { startSlowNetwork } from './slow-network.ts';

export interface NetworkRoute extends AsyncDisposable {
  readonly browser: Browser;
  /** Of the camera, through that network. */
  readonly cameraUrl: string;
  cut(): Promise<void>;
  mend(): Promise<void>;
}

export interface NetworkCase {
  readonly id: string;
  readonly label: string;
  readonly needsLink: boolean;
  /** Seconds without any network; 0 where it stays. */
  readonly cutSeconds: number;
  open(): Promise<NetworkRoute>;
}

export const NETWORK_CASES: readonly NetworkCase[] = [
  delayCase('rtt60', '60 ms round trip', { roundTripMs: 60, jitterMs: 0 }),
  delayCase('jitter', '20 ± 10 ms round trip', { roundTripMs: 20, jitterMs: 10 }),
  linkCase('5mbit', '5 Mbit/s', { mbit: 5 }),
  linkCase('loss', '1 % loss', { lossPercent: 1 }),
  { ...linkCase('cut', 'cut for 3 s', {}), cutSeconds: 3 },
];

/** @throws when there is none of that name */
export function chooseNetworks(ids: readonly string[] | null): NetworkCase[] {
  if (ids === null) return [...NETWORK_CASES];
  return ids.map((id) => {
    const found = NETWORK_CASES.find((each) => each.id === id);
    if (!found) {
      throw new Error(`no network ${id}: ${NETWORK_CASES.map((each) => each.id).join(', ')}`);
    }
    return found;
  });
}

const CAMERA = { id: 'demo', source: 'test:' };
const CAMERA_PATH = 'cameras/demo/';

function delayCase(
  id: string,
  label: string,
  network: { roundTripMs: number; jitterMs: number },
): NetworkCase {
  const open = async (): Promise<NetworkRoute> => {
    await using stack = new AsyncDisposableStack();
    const oriel = stack.use(await startBenchProgram({ cameras: [CAMERA] }));
    const targetPort = Number(new URL(oriel.url).port);
    const { port } = stack.use(await startSlowNetwork({ targetPort, ...network }));
    const browser = stack.adopt(await launchBrowser(), (each) => each.close());
    const cameraUrl = `http://127.0.0.1:${port}/${CAMERA_PATH}`;
    const owned = stack.move();
    const nothing = async (): Promise<void> => {};
    const dispose = (): Promise<void> => owned.disposeAsync();
    return { browser, cameraUrl, cut: nothing, mend: nothing, [Symbol.asyncDispose]: dispose };
  };
  return { id, label, needsLink: false, cutSeconds: 0, open };
}

function linkCase(id: string, label: string, options: LinkOptions): NetworkCase {
  const open = async (): Promise<NetworkRoute> => {
    await using stack = new AsyncDisposableStack();
    const link = stack.use(await createNetworkLink(options));
    const oriel = stack.use(
      await startBenchProgram(
        { cameras: [CAMERA], http: { host: link.serverAddress } },
        { namespace: link.serverNamespace },
      ),
    );
    const browser = stack.adopt(await launchBrowserIn(link.browserNamespace), (each) =>
      each.close(),
    );
    const owned = stack.move();
    return {
      browser,
      cameraUrl: oriel.url + CAMERA_PATH,
      cut: () => link.cut(),
      mend: () => link.mend(),
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  };
  return { id, label, needsLink: true, cutSeconds: 0, open };
}

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
];

/** Talks by pipes, which pass through. */
async function launchBrowserIn(namespace: string): Promise<Browser> {
  const folder = await mkdtemp(join(tmpdir(), 'oriel-bench-'));
  const executablePath = join(folder, 'chromium');
  await writeFile(
    executablePath,
    `#!/bin/sh\nexec ip netns exec ${namespace} '${CHROMIUM}' "$@"\n`,
    { mode: 0o755 },
  );
  try {
    return await chromium.launch({ executablePath, headless: true, args: FLAGS });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
