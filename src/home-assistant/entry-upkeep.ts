// One camera's entry in Home Assistant, brought to what it should be; what is done already is left alone.

import { nameDevice } from './camera-device.ts';
import { findEntity, nameEntity } from './camera-entity.ts';
import { changeLinks, createEntry } from './camera-entry.ts';
import { hashLinks, renderLinks, waitForPicture } from './camera-links.ts';
import type { LanListener, LinkedCamera } from './camera-links.ts';
import type { Core } from './core.ts';
import { CoreError } from './core-error.ts';
import type { KeptEntry, Memory } from './memory.ts';

export interface Upkeep {
  readonly core: Core;
  readonly listener: LanListener;
  readonly memory: Memory;
  readonly signal: AbortSignal;
}

export interface NamedCamera extends LinkedCamera {
  /** Shown to people. */
  readonly name: string;
}

/**
 * Each step is kept before the next, so that an end in between repeats none.
 * @param titleNow of the entry in Home Assistant; undefined where there is none yet
 * @returns the id of the entity; null where a user has disabled it
 * @throws CoreError
 */
export async function keepEntryUp(
  upkeep: Upkeep,
  camera: NamedCamera,
  titleNow: string | undefined,
): Promise<string | null> {
  const { core, memory } = upkeep;
  const made = memory.kept.entries.get(camera.id) ?? (await create(upkeep, camera));
  const { entry_id: id } = made;
  if (id === null) throw new CoreError('deleted', 'a user has deleted it');
  const linked = await keepLinksUp(upkeep, camera, { ...made, entry_id: id });
  const found = await findEntity(core, id);
  if (found === null && !linked.has_entity_id) {
    throw new CoreError('no_entity', 'Home Assistant has not made it yet');
  }
  const isNamed = found === null || linked.has_entity_id;
  const entityId = isNamed ? found : await nameEntity(core, found, camera.id);
  const named = { ...linked, has_entity_id: true };
  await memory.keepEntry(camera.id, named);
  const title = titleNow ?? named.title;
  // Another one is the user's.
  if (title === named.title || title === camera.name) {
    if (title !== camera.name) {
      if (entityId !== null) await nameDevice(core, entityId, { from: title, to: camera.name });
      await core.ask({ type: 'config_entries/update', entry_id: id, title: camera.name });
    }
    await memory.keepEntry(camera.id, { ...named, title: camera.name });
  }
  return entityId;
}

async function create(
  { core, listener, memory, signal }: Upkeep,
  camera: NamedCamera,
): Promise<KeptEntry> {
  await waitForPicture(listener, camera, signal);
  const links = renderLinks(listener, camera);
  const { id, title } = await createEntry(core, links);
  const entry = { entry_id: id, title, links_hash: hashLinks(links), has_entity_id: false };
  await memory.keepEntry(camera.id, entry);
  return entry;
}

type MadeEntry = KeptEntry & { readonly entry_id: string };

/** The token was renewed, or this app has another name: the entity stays the same. */
async function keepLinksUp(
  { core, listener, memory, signal }: Upkeep,
  camera: NamedCamera,
  entry: MadeEntry,
): Promise<MadeEntry> {
  const links = renderLinks(listener, camera);
  const hash = hashLinks(links);
  if (entry.links_hash === hash) return entry;
  await waitForPicture(listener, camera, signal);
  await changeLinks(core, entry.entry_id, links);
  const changed = { ...entry, links_hash: hash };
  await memory.keepEntry(camera.id, changed);
  return changed;
}
