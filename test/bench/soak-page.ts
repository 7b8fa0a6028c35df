// What runs in the browser of the card's soak: counts timers, and tells which cards are live.

import type { CDPSession, Page } from 'playwright-core';

/** Before anything else in the page. */
export const COUNT_TIMERS = `(() => {
  const active = new Set();
  globalThis.activeTimers = active;
  const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis;
  globalThis.setTimeout = (act, ms, ...rest) => {
    const id = setTimeout((...given) => {
      active.delete(id);
      if (typeof act === 'function') act(...given);
    }, ms, ...rest);
    active.add(id);
    return id;
  };
  globalThis.setInterval = (act, ms, ...rest) => {
    const id = setInterval(act, ms, ...rest);
    active.add(id);
    return id;
  };
  globalThis.clearTimeout = (id) => { active.delete(id); clearTimeout(id); };
  globalThis.clearInterval = (id) => { active.delete(id); clearInterval(id); };
})()`;

/** Players that say they are live, and whose video has shown another frame since this was asked last. */
const COUNT_LIVE = `(() => {
  const find = (root) => [...root.querySelectorAll('*')].flatMap((element) => [
    ...(element.localName === 'oriel-player' ? [element] : []),
    ...(element.shadowRoot ? find(element.shadowRoot) : []),
  ]);
  const seen = globalThis.seenFrames ??= new WeakMap();
  return find(document.querySelector('main')).filter((player) => {
    const video = player.renderRoot.querySelector('video');
    const frames = video?.getVideoPlaybackQuality().totalVideoFrames ?? 0;
    const before = seen.get(player);
    seen.set(player, frames);
    return player.state.kind === 'live' && !player.state.isStalled && before !== undefined && frames > before;
  }).length;
})()`;

export async function countLive(page: Page): Promise<number> {
  return await page.evaluate(COUNT_LIVE);
}

/** As a browser's tab that goes to the back and comes to the front again. */
export async function setHidden(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate(`(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => ${isHidden} });
    document.dispatchEvent(new Event('visibilitychange'));
  })()`);
}

export interface Held {
  readonly heapMB: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly timers: number;
}

/** What the page holds after a garbage collection. */
export async function measureHeld(page: Page, devtools: CDPSession): Promise<Held> {
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await devtools.send('Memory.getDOMCounters');
  return {
    heapMB: Number((usedSize / 1e6).toFixed(1)),
    nodes,
    listeners: jsEventListeners,
    timers: await page.evaluate('activeTimers.size'),
  };
}
