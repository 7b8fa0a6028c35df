// Dashboards, saved as Home Assistant's own editor saves them.

import type { HomeAssistantClient } from './client.ts';

/** @returns its path */
export async function saveDashboard(
  ha: HomeAssistantClient,
  { path, title, views }: { path: string; title: string; views: readonly object[] },
): Promise<string> {
  const known = await ha.call<{ url_path: string }[]>('lovelace/dashboards/list');
  if (!known.some(({ url_path: each }) => each === path)) {
    const about = { url_path: path, title, mode: 'storage', show_in_sidebar: true };
    await ha.call('lovelace/dashboards/create', { ...about, require_admin: false });
  }
  await ha.call('lovelace/config/save', { url_path: path, config: { views } });
  return `/${path}`;
}
