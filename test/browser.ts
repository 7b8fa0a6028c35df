import { chromium } from 'playwright-core';
import type { Browser, ConsoleMessage, Page } from 'playwright-core';

const CANDIDATES = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

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

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CANDIDATES, headless: true, args: FLAGS });
}

/** A camera that has never had a picture has none to show: Chromium notes each 404, as it is meant to be. */
export function isComplaint(message: ConsoleMessage): boolean {
  const isFirstStill = /snapshot\.jpg\?age=any/.test(message.location().url);
  return !isFirstStill && ['error', 'warning'].includes(message.type());
}

/** Videos on the page, in shadow trees too, that have a picture and move on. */
export async function countPlaying(page: Page): Promise<number> {
  return page.evaluate(`(() => {
    const find = (root) => [...root.querySelectorAll('*')].flatMap((element) =>
      element.localName === 'video' ? [element] : element.shadowRoot ? find(element.shadowRoot) : []);
    return find(document).filter(
      (video) => !video.paused && video.currentTime > 0 && video.readyState >= 3,
    ).length;
  })()`);
}

/** What the badges of all players on the page say. */
export async function readBadges(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const find = (root) => [...root.querySelectorAll('*')].flatMap((element) =>
      element.classList.contains('badge') ? [element] : element.shadowRoot ? find(element.shadowRoot) : []);
    return find(document).map((badge) => badge.textContent.replaceAll(/\\s+/g, ' ').trim());
  })()`);
}
