// What Home Assistant has made of a device of ours.

import type { DeviceEntry, EntityEntry, HomeAssistantClient, State } from './client.ts';

export interface KnownDevice extends DeviceEntry {
  readonly entities: readonly KnownEntity[];
}

export interface KnownEntity extends EntityEntry {
  /** Absent while it is disabled. */
  readonly known: State | undefined;
}

/** Of Oriel, in the order of their names. */
export async function findDevices(ha: HomeAssistantClient): Promise<KnownDevice[]> {
  const [devices, entities] = await Promise.all([ha.devices(), ha.entities()]);
  return devices
    .filter(({ manufacturer }) => manufacturer === 'Oriel')
    .map((device) => ({
      ...device,
      entities: entities
        .filter(({ device_id: id }) => id === device.id)
        .map((entity) => ({ ...entity, known: ha.states.get(entity.entity_id) }))
        .toSorted((a, b) => a.entity_id.localeCompare(b.entity_id)),
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** @throws unless there is one of this name */
export async function findDevice(ha: HomeAssistantClient, name: string): Promise<KnownDevice> {
  const found = (await findDevices(ha)).find((device) => device.name === name);
  if (!found) throw new Error(`Home Assistant knows no device ${name}`);
  return found;
}

/** Set once, by discovery. */
const LASTING = [
  'device_class',
  'state_class',
  'unit_of_measurement',
  'icon',
  'options',
  'min',
  'max',
  'step',
  'mode',
  'pattern',
  'event_types',
];

/** For a golden file: a line an entity, without what changes while it runs. */
export function describeDevice({ name, manufacturer, model, entities }: KnownDevice): string {
  const lines = entities.map(({ entity_id: id, original_name, entity_category, ...entity }) => {
    const { attributes = {} } = entity.known ?? {};
    const lasting = LASTING.filter((key) => attributes[key] !== undefined).map((key) => {
      const value = attributes[key];
      return `${key}=${Array.isArray(value) ? value.join('|') : String(value)}`;
    });
    const words = [
      entity_category,
      entity.disabled_by && 'disabled',
      entity.hidden_by && 'hidden',
      ...lasting,
    ];
    return `  ${id} "${original_name}" ${words.filter(Boolean).join(' ')}`.trimEnd();
  });
  return [`${name}: ${manufacturer} ${model}`, ...lines, ''].join('\n');
}

/** Unique ids with the entity ids they have: what must never change by itself. */
export async function listIds(ha: HomeAssistantClient): Promise<string[]> {
  const devices = await findDevices(ha);
  return devices
    .flatMap(({ entities }) => entities)
    .map(({ unique_id: unique, entity_id: id }) => `${unique} ${id}`)
    .toSorted();
}

/** Those of ours that are unavailable, or known from before and not announced again. */
export async function listUnavailable(ha: HomeAssistantClient): Promise<string[]> {
  const devices = await findDevices(ha);
  return devices
    .flatMap(({ entities }) => entities)
    .filter(({ known }) => known !== undefined)
    .filter(({ known }) => known?.state === 'unavailable' || known?.attributes['restored'] === true)
    .map(({ entity_id: id }) => id)
    .toSorted();
}
