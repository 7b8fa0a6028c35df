// Where else the app may be, when neither the card's configuration nor its address leads to it. Loaded only then.

import { askSupervisor, codeOf } from './home-assistant.ts';
import type { Hass } from './home-assistant.ts';

const SLUG = /^[-_.A-Za-z0-9]+$/;
/** A slug's own part stands behind the repository's. */
const OURS = /^(?:[0-9a-f]{8}|local)_oriel$/;

/** Slugs to try, likeliest first. Rejects as `callWS` does. */
export async function* searchSlugs(hass: Hass): AsyncGenerator<string> {
  const announced = slugOfHass(hass);
  if (announced !== null) yield announced;
  const listed = await slugOfAdmin(hass);
  if (listed !== null && listed !== announced) yield listed;
}

/** Out of what every user sees: the devices the app announces, and the side bar. Null without a trace of it. */
export function slugOfHass({
  devices = {},
  panels = {},
}: Pick<Hass, 'devices' | 'panels'>): string | null {
  for (const { manufacturer, configuration_url: url } of Object.values(devices)) {
    const slug =
      manufacturer === 'Oriel'
        ? /^homeassistant:\/\/(?:app|hassio\/ingress)\/([^/]+)/.exec(url ?? '')?.[1]
        : undefined;
    if (slug !== undefined && SLUG.test(slug)) return slug;
  }
  for (const { config } of Object.values(panels)) {
    const slug = config?.['addon'] ?? config?.['ingress'];
    if (typeof slug === 'string' && OURS.test(slug)) return slug;
  }
  return null;
}

/** Out of the Supervisor's list, which it shows to administrators only. Rejects as `callWS` does. */
export async function slugOfSupervisor(hass: Pick<Hass, 'callWS'>): Promise<string | null> {
  const { addons } = await askSupervisor<{ addons: readonly { slug: string }[] }>(hass, '/addons');
  return addons.find(({ slug }) => OURS.test(slug))?.slug ?? null;
}

async function slugOfAdmin(hass: Hass): Promise<string | null> {
  if (hass.user?.is_admin === true) return await slugOfSupervisor(hass);
  try {
    // So that it is known whether there is a Supervisor at all.
    await askSupervisor(hass, '/addons/local_oriel/info');
  } catch (error) {
    if (codeOf(error) !== 'unknown_error') throw error;
  }
  return null;
}
