// Finds the way to the app: through Home Assistant's ingress, which needs no open port; else by an address that is configured.

import { NoRouteError } from './app-state.ts';
import type { AppRoute, AppTrouble } from './app-state.ts';
import { askSupervisor, codeOf } from './home-assistant.ts';
import type { Hass } from './home-assistant.ts';

export interface RouteWish {
  /** As configured; it alone counts then. */
  readonly app: string | null;
  /** As the app wrote it behind the card's address. */
  readonly scriptSlug: string | null;
  /** Of the LAN listener. */
  readonly url: string | null;
  /** Of the dashboard. */
  readonly origin: string;
}

interface AppInfo {
  readonly state?: string | null;
  readonly ingress_url?: string | null;
}

/** Instead of a route that is certain to be there: these say that there is none by ingress at all. */
export const WITHOUT_INGRESS: ReadonlySet<AppTrouble> = new Set([
  'no_supervisor',
  'app_not_found',
  'app_not_installed',
  'app_without_ingress',
  'other_origin',
]);

/** @throws NoRouteError */
export async function findRoute(hass: Hass, wish: RouteWish): Promise<AppRoute> {
  try {
    return await findIngress(hass, wish);
  } catch (error) {
    const trouble = troubleOf(error);
    if (wish.url !== null && WITHOUT_INGRESS.has(trouble))
      return straightRoute(wish.url, wish.origin);
    throw new NoRouteError(trouble);
  }
}

export function troubleOf(error: unknown): AppTrouble {
  if (error instanceof NoRouteError) return error.trouble;
  switch (codeOf(error)) {
    // Home Assistant Core knows this command where it has a Supervisor.
    case 'unknown_command':
      return 'no_supervisor';
    case 'unauthorized':
      return 'refused';
    default:
      return 'home_assistant_away';
  }
}

function straightRoute(url: string, origin: string): AppRoute {
  const isMixed = origin.startsWith('https:') && url.startsWith('http:');
  if (isMixed) throw new NoRouteError('mixed_content');
  return { rootUrl: url, isIngress: false };
}

async function findIngress(hass: Hass, wish: RouteWish): Promise<AppRoute> {
  const { state, ingress_url: path } = await findInfo(hass, wish);
  if (state === 'startup') throw new NoRouteError('app_starting');
  if (state !== 'started') throw new NoRouteError('app_stopped');
  if (typeof path !== 'string' || path === '') throw new NoRouteError('app_without_ingress');
  const url = new URL(hass.hassUrl(path), wish.origin);
  // The cookie goes to Home Assistant's own address alone.
  if (url.origin !== wish.origin) throw new NoRouteError('other_origin');
  return { rootUrl: `${url.origin}${url.pathname.replace(/\/*$/, '/')}`, isIngress: true };
}

async function findInfo(hass: Hass, wish: RouteWish): Promise<AppInfo> {
  let hasCandidate = false;
  for await (const slug of candidates(hass, wish)) {
    hasCandidate = true;
    const info = await askInfo(hass, slug);
    if (info !== null) return info;
  }
  throw new NoRouteError(hasCandidate ? 'app_not_installed' : 'app_not_found');
}

/** Likeliest first. An app that was installed anew from elsewhere has another slug than its card knows. */
async function* candidates(hass: Hass, { app, scriptSlug }: RouteWish): AsyncGenerator<string> {
  const known = app ?? scriptSlug;
  if (known !== null) yield known;
  if (app !== null) return;
  const { searchSlugs } = await import('./app-search.ts');
  for await (const slug of searchSlugs(hass)) {
    if (slug !== known) yield slug;
  }
}

/** Null when no such app is installed. */
async function askInfo(hass: Hass, slug: string): Promise<AppInfo | null> {
  try {
    return await askSupervisor<AppInfo>(hass, `/addons/${slug}/info`);
  } catch (error) {
    // What Core passes on of the Supervisor's refusals: an app that is not there, and not much else.
    if (codeOf(error) === 'unknown_error') return null;
    throw error;
  }
}
