// node test/card/screenshots.ts [folder]: the card's pictures for the documents, taken on a dashboard with drawn cameras.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { Page } from 'playwright-core';
import { countPlaying, launchBrowser } from '../browser.ts';
import { eventually } from '../eventually.ts';
import { openDashboard, oriel, startHome } from './home.ts';
import type { Dashboard, DashboardView, Home } from './home.ts';
import { SCENES } from './scenes.ts';

const FOLDER = process.argv[2] ?? fileURLToPath(new URL('../../docs', import.meta.url));
const ALL = SCENES.map(({ id }) => id);

/** A video of a still life: light that comes and goes. */
async function film(png: string, mp4: string): Promise<void> {
  const look = "scale=960:-2,eq=brightness='0.012*sin(t)':eval=frame";
  const input = '-v error -y -loop 1 -framerate 12 -i'.split(' ');
  const output = '-c:v libx264 -g 12 -crf 27 -pix_fmt yuv420p'.split(' ');
  await execa('ffmpeg', [...input, png, '-t', '10', '-vf', look, ...output, mp4]);
}

async function makeCameras(folder: string): Promise<object[]> {
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  const cameras: object[] = [];
  for (const { id, name, svg } of SCENES) {
    await page.setContent(`<style>body{margin:0}svg{display:block}</style>${svg}`);
    const [png, mp4] = [join(folder, `${id}.png`), join(folder, `${id}.mp4`)];
    await writeFile(png, await page.screenshot());
    await film(png, mp4);
    cameras.push({ id, name, source: `file:${mp4}` });
  }
  await browser.close();
  return cameras;
}

async function awaitPlaying(page: Page, count: number): Promise<void> {
  await eventually(
    `${count} videos play`,
    async () => ((await countPlaying(page)) >= count ? true : null),
    20_000,
  );
  // Delays settle, and videos have faded in.
  await page.waitForTimeout(2500);
}

/** The middle of a card's first picture: controls appear. */
async function hover({ page }: Dashboard): Promise<void> {
  const box = await page.locator('oriel-tile').first().boundingBox();
  if (box !== null) await page.mouse.move(box.x + box.width / 2, box.y + box.height / 3);
  await page.waitForTimeout(600);
}

async function shoot(dashboard: Dashboard, name: string, selector = 'main'): Promise<void> {
  const path = join(FOLDER, `card-${name}.png`);
  await dashboard.page.locator(selector).first().screenshot({ path });
  console.log(path);
}

const SINGLE: DashboardView = { cards: [oriel({ camera: 'porch' })] };
const GRID: DashboardView = { cards: [oriel({ title: 'Around the house' })] };

async function shootWide(t: TestContext, home: Home): Promise<void> {
  const views: DashboardView[] = [
    { cards: [oriel({ camera: 'porch' }), ...GRID.cards] },
    SINGLE,
    { cards: [oriel({ layout: 'carousel' })] },
    { cards: [oriel({ layout: 'single', title: 'Around the house' })] },
    { cards: [oriel({ camera: 'gate', mode: 'stills' })] },
  ];
  const dashboard = await openDashboard(t, home, { width: 560, height: 900, scale: 1.25, views });
  await awaitPlaying(dashboard.page, 5);
  await shoot(dashboard, 'light');
  await dashboard.run('dashboard.setTheme("dark")');
  await dashboard.page.waitForTimeout(800);
  await shoot(dashboard, 'dark');
  for (const [index, name] of ['controls', 'carousel', 'large'].entries()) {
    await dashboard.page.mouse.move(1, 1);
    await dashboard.run(`dashboard.show(${index + 1})`);
    await awaitPlaying(dashboard.page, 1);
    await hover(dashboard);
    await shoot(dashboard, name, 'oriel-card');
  }
  await dashboard.page.mouse.move(1, 1);
  await dashboard.run('dashboard.show(4)');
  await dashboard.page.waitForTimeout(2000);
  await shoot(dashboard, 'stills', 'oriel-card');
}

async function shootSmall(t: TestContext, home: Home): Promise<void> {
  const phone = await openDashboard(t, home, {
    width: 390,
    height: 780,
    hasTouch: true,
    scale: 1.5,
    views: [{ cards: [oriel({ camera: 'garden' }), ...GRID.cards] }],
  });
  await phone.run('dashboard.setTheme("soft")');
  await awaitPlaying(phone.page, 5);
  await shoot(phone, 'phone');
  const tablet = await openDashboard(t, home, {
    width: 1180,
    height: 760,
    hasTouch: true,
    views: [{ type: 'panel', cards: [oriel({ fit: 'cover' })] }],
  });
  await tablet.run('dashboard.setTheme("dark")');
  await awaitPlaying(tablet.page, 4);
  await shoot(tablet, 'tablet');
  const tiny = await openDashboard(t, home, {
    width: 520,
    height: 400,
    scale: 2,
    views: [
      { cards: ALL.slice(0, 3).map((camera) => oriel({ camera, grid_options: { columns: 4 } })) },
    ],
  });
  await awaitPlaying(tiny.page, 3);
  await hover(tiny);
  await shoot(tiny, 'small');
}

async function shootTrouble(t: TestContext, home: Home): Promise<void> {
  const dashboard = await openDashboard(t, home, {
    width: 560,
    height: 700,
    scale: 1.5,
    views: [{ cards: [oriel({ camera: 'porch' })] }],
  });
  await awaitPlaying(dashboard.page, 1);
  await home.stopOriel();
  await dashboard.page.waitForTimeout(3000);
  await shoot(dashboard, 'trouble', 'oriel-card');
  await home.supervisor.change({ appState: 'stopped' });
  await dashboard.page.getByText('Oriel is not running').waitFor();
  await dashboard.page.waitForTimeout(500);
  await shoot(dashboard, 'stopped', 'oriel-card');
}

const cleanUps: (() => unknown)[] = [];
const t = { after: (act: () => unknown) => cleanUps.unshift(act) } as unknown as TestContext;
try {
  const folder = await mkdtemp(join(tmpdir(), 'oriel-scenes-'));
  t.after(() => rm(folder, { recursive: true }));
  const home = await startHome(t, { options: { cameras: await makeCameras(folder) } });
  await shootWide(t, home);
  await shootSmall(t, home);
  await shootTrouble(t, home);
} finally {
  for (const act of cleanUps) await act();
}
