// node test/bench/card-soak.ts [--seconds 600] [--cameras 12] [--only 'app restarts,…']: a dashboard with many cards, on which
// everything fails again and again: how soon every card is live again, and what the page holds at the end. Exits with 1 when a
// card takes too long.

import { parseArgs } from 'node:util';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { oriel, openDashboard, startHome } from '../card/home.ts';
import type { Dashboard, Home } from '../card/home.ts';
import { childrenOf } from '../processes.ts';
import { startRtspServer } from '../rtsp-server.ts';
import type { RtspServer } from '../rtsp-server.ts';
import { openCutLine } from './cut-line.ts';
import type { CutLine } from './cut-line.ts';
import { COUNT_TIMERS, countLive, measureHeld, setHidden } from './soak-page.ts';
import type { Held } from './soak-page.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    cameras: { type: 'string', default: '12' },
    only: { type: 'string' },
  },
});
const CAMERAS = Number(values.cameras);
const BOUND_MS = 5000;
const GIVE_UP_MS = 60_000;
const only = values.only?.split(',') ?? null;

interface Soak {
  readonly home: Home;
  readonly line: CutLine;
  readonly dashboard: Dashboard;
  camera: RtspServer;
  readonly t: TestContext;
}

/** Makes something fail; resolves when that is over. */
type Cause = (soak: Soak) => Promise<void>;

const CAUSES: Readonly<Record<string, Cause>> = {
  'another view for a moment': async ({ dashboard }) => {
    await dashboard.run('dashboard.show(1)');
    await delay(1000);
    await dashboard.run('dashboard.show(0)');
  },
  'another view for 10 s': async ({ dashboard }) => {
    await dashboard.run('dashboard.show(1)');
    await delay(10_000);
    await dashboard.run('dashboard.show(0)');
  },
  'page in the background for 10 s': async ({ dashboard: { page } }) => {
    await setHidden(page, true);
    await delay(10_000);
    await setHidden(page, false);
  },
  'network silent for 3 s': async ({ line }) => {
    line.cut();
    await delay(3000);
    line.mend(false);
  },
  'network cut for 12 s': async ({ line }) => {
    line.cut();
    await delay(12_000);
    line.mend(true);
  },
  'app restarts': async ({ home }) => {
    await home.stopOriel();
    await home.startOriel();
  },
  'app away for 15 s': async ({ home }) => {
    await home.stopOriel();
    await delay(15_000);
    await home.startOriel();
  },
  'session ends': async ({ home, line }) => {
    await home.supervisor.change({ endSessions: true });
    line.cut();
    line.mend(true);
  },
  'Home Assistant restarts': async ({ home }) => {
    await home.stopCore();
    await delay(3000);
    await home.startCore();
  },
  'ffmpeg of a camera is killed': async ({ home }) => {
    const [child] = await childrenOf(home.oriel().child.pid ?? 0, 'ffmpeg');
    if (child !== undefined) process.kill(child, 'SIGKILL');
  },
  'a camera restarts': async (soak) => {
    const { port } = soak.camera;
    await soak.camera.kill();
    await delay(3000);
    soak.camera = await startRtspServer(soak.t, { port, width: 320, height: 180, fps: 10 });
  },
};

/** How long until all cards are live, in ms; null when they do not become so. */
async function awaitAllLive({ dashboard: { page } }: Soak): Promise<number | null> {
  const startedAtMs = performance.now();
  await countLive(page);
  while (performance.now() - startedAtMs < GIVE_UP_MS) {
    await delay(200);
    const live = await countLive(page).catch(() => 0);
    if (live === CAMERAS) return Math.round(performance.now() - startedAtMs);
  }
  return null;
}

async function start(t: TestContext): Promise<Soak> {
  const camera = await startRtspServer(t, { width: 320, height: 180, fps: 10 });
  const picture = { resolution: '320x180', fps: 8 };
  const cameras = Array.from({ length: CAMERAS }, (_, index) =>
    index === 0
      ? { id: 'c0', source: camera.url, video: 'auto' }
      : { id: `c${index}`, source: 'test:', ...picture },
  );
  const home = await startHome(t, { options: { cameras } });
  const line = await openCutLine(new URL(home.url));
  t.after(() => line[Symbol.dispose]());
  const dashboard = await openDashboard(
    t,
    { url: `http://127.0.0.1:${line.port}/` },
    { width: 1400, height: 1200, initScript: COUNT_TIMERS },
  );
  const cards = cameras.map(({ id }) => oriel({ camera: id, grid_options: { columns: 3 } }));
  const views = [{ wide: true, cards }, { cards: [] }];
  await dashboard.run(`dashboard.open(${JSON.stringify(views)})`);
  return { home, line, dashboard, camera, t };
}

interface Finding {
  readonly cause: string;
  readonly ms: number | null;
}

async function soakFor(soak: Soak, seconds: number): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const untilMs = performance.now() + seconds * 1000;
  while (performance.now() < untilMs) {
    for (const [cause, act] of Object.entries(CAUSES)) {
      if (only?.includes(cause) === false) continue;
      if (performance.now() > untilMs) break;
      await act(soak);
      const ms = await awaitAllLive(soak);
      console.log(`${cause}: ${ms === null ? 'never' : `${ms} ms`}`);
      findings.push({ cause, ms });
      await delay(1000);
    }
  }
  return findings;
}

function tabulate(findings: readonly Finding[]): object[] {
  return Object.keys(CAUSES).flatMap((cause) => {
    const times = findings
      .filter((each) => each.cause === cause)
      .map(({ ms }) => ms ?? Infinity)
      .toSorted((a, b) => a - b);
    if (times.length === 0) return [];
    return [
      {
        cause,
        times: times.length,
        'p50 ms': times[Math.floor(times.length / 2)],
        'worst ms': times.at(-1),
        'within 5 s': (times.at(-1) ?? 0) <= BOUND_MS ? 'yes' : 'NO',
      },
    ];
  });
}

/** With nobody looking: what is left then is left over. */
async function measureIdle({ dashboard, home }: Soak): Promise<Held & { connections: number }> {
  const devtools = await dashboard.page.context().newCDPSession(dashboard.page);
  await dashboard.run('dashboard.show(1)');
  await delay(12_000);
  const held = await measureHeld(dashboard.page, devtools);
  const { held: connections } = await home.connections();
  await dashboard.run('dashboard.show(0)');
  await devtools.detach();
  return { ...held, connections };
}

const cleanUps: (() => unknown)[] = [];
const t = { after: (act: () => unknown) => cleanUps.unshift(act) } as unknown as TestContext;
try {
  const soak = await start(t);
  console.log(`first: ${await awaitAllLive(soak)} ms`);
  const before = await measureIdle(soak);
  await awaitAllLive(soak);
  const findings = await soakFor(soak, Number(values.seconds));
  const after = await measureIdle(soak);
  console.table(tabulate(findings));
  console.table({ 'before, nobody looks': before, 'after, nobody looks': after });
  const { complaints } = soak.dashboard;
  const own = complaints.filter((text) => !/^Failed to load|^WebSocket connection/.test(text));
  if (own.length > 0) console.log('console:', own);
  const isLate = findings.some(({ ms }) => ms === null || ms > BOUND_MS);
  if (isLate) process.exitCode = 1;
} finally {
  for (const act of cleanUps) await act();
}
