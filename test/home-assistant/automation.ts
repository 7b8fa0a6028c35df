// Automations, saved as Home Assistant's own editor saves them.

import type { HomeAssistantClient } from './client.ts';

/** @returns its entity's id, once Home Assistant has taken it in */
export async function saveAutomation(
  ha: HomeAssistantClient,
  automation: { readonly alias: string; readonly [key: string]: unknown },
): Promise<string> {
  const id = automation.alias.toLowerCase().replaceAll(/\W+/g, '_');
  await ha.post(`config/automation/config/${id}`, automation);
  const { entity_id: entity } = await ha.until(`the automation ${automation.alias} is on`, () => {
    const states = [...ha.states.values()];
    return (
      states.find(({ attributes, state }) => attributes['id'] === id && state === 'on') ?? null
    );
  });
  return entity;
}
