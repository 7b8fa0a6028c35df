// The device that Home Assistant has made of an entry. Since 2026, its name stands before that of the entity.

import { readText, isRecord } from '../supervisor/read-fields.ts';
import type { Core } from './core.ts';

/**
 * Home Assistant names it once, after the entry's first title, and never again.
 * @param from what we have called it so far; any other name is the user's
 * @throws CoreError
 */
export async function nameDevice(
  core: Core,
  entityId: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  const entity = await core.ask({ type: 'config/entity_registry/get', entity_id: entityId });
  const id = isRecord(entity) ? readText(entity, 'device_id') : undefined;
  if (id === undefined) return;
  const devices = await core.askList({ type: 'config/device_registry/list' });
  const device = devices.find((each) => each['id'] === id);
  const given = device && readText(device, 'name_by_user');
  if (!device || (given !== undefined && given !== from)) return;
  await core.ask({ type: 'config/device_registry/update', device_id: id, name_by_user: to });
}
