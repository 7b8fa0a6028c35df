// Which of Home Assistant's apps is ours: its slug differs with the repository it was installed from.

import { askSupervisor } from './home-assistant.ts';
import type { Hass } from './home-assistant.ts';

/** What the app writes behind the card's address when it installs it: `/local/oriel/oriel-card.js?app=a1b2c3d4_oriel`. */
export function slugOfScript(scriptUrl: string): string | null {
  const slug = new URL(scriptUrl).searchParams.get('app');
  return slug !== null && SLUG.test(slug) ? slug : null;
}

const SLUG = /^[-_.A-Za-z0-9]+$/;
/** A slug's own part stands behind the repository's. */
const OURS = /^(?:[0-9a-f]{8}|local)_oriel$/;

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
