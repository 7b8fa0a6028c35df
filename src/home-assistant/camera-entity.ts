// The camera entity that Home Assistant has made of an entry.

import { isRecord, readText } from '../supervisor/read-fields.ts';
import type { Core } from './core.ts';
import { CoreError } from './core-error.ts';

/** @returns its id; null while it is not there yet. @throws CoreError */
export async function findEntity(core: Core, entryId: string): Promise<string | null> {
  const related = await core.ask({
    type: 'search/related',
    item_type: 'config_entry',
    item_id: entryId,
  });
  const ids = isRecord(related) && Array.isArray(related['entity']) ? related['entity'] : [];
  for (const id of ids.filter((each): each is string => typeof each === 'string')) {
    if (!id.startsWith('camera.')) continue;
    const entity = await core.ask({ type: 'config/entity_registry/get', entity_id: id });
    // Groups and the like are related, too.
    if (isRecord(entity) && entity['unique_id'] === entryId)
      return readText(entity, 'entity_id') ?? id;
  }
  return null;
}

/**
 * Home Assistant names it after the host in its links, which is the same for all cameras.
 * @returns the id it has now: its own where every better one is taken
 */
export async function nameEntity(core: Core, entityId: string, camera: string): Promise<string> {
  for (const wanted of listEntityIds(camera)) {
    if (wanted === entityId) return entityId;
    try {
      await core.ask({
        type: 'config/entity_registry/update',
        entity_id: entityId,
        new_entity_id: wanted,
      });
      return wanted;
    } catch (error) {
      const isTaken = error instanceof CoreError && error.code === 'invalid_info';
      if (!isTaken) throw error;
    }
  }
  return entityId;
}

/** Home Assistant wants no underscores at the ends, nor two in a row. */
function listEntityIds(camera: string): readonly string[] {
  const name = camera.replaceAll(/_+/g, '_').replaceAll(/^_|_$/g, '');
  const numbered = [2, 3, 4, 5].map((number) => `camera.oriel_${name}_${number}`);
  return name === '' ? ['camera.oriel'] : [`camera.${name}`, `camera.oriel_${name}`, ...numbered];
}
