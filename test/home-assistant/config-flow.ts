// Settings > Devices & services, as the API has it: forms, one after the other.

import type { HomeAssistantClient } from './client.ts';

interface FormField {
  readonly name: string;
  readonly type?: string;
  readonly required?: boolean;
  readonly default?: unknown;
  readonly description?: { readonly suggested_value?: unknown };
  readonly schema?: readonly FormField[];
}

interface FlowStep {
  readonly type: 'form' | 'create_entry' | 'menu' | 'abort';
  readonly flow_id: string;
  readonly step_id?: string;
  readonly data_schema?: readonly FormField[];
  readonly errors?: Readonly<Record<string, string>> | null;
  readonly result?: { readonly entry_id: string };
}

export type Values = Readonly<Record<string, unknown>>;

/** @returns the entry's id */
export async function addIntegration(
  ha: HomeAssistantClient,
  handler: string,
  values: Values,
): Promise<string> {
  const path = 'config/config_entries/flow';
  const step = await fillIn(ha, path, { handler, values });
  return step.result?.entry_id ?? '';
}

/** Changes what stands under "Configure" of an integration; whatever is not given stays as it is. */
export async function configureIntegration(
  ha: HomeAssistantClient,
  entry: string,
  values: Values,
): Promise<void> {
  await fillIn(ha, 'config/config_entries/options/flow', { handler: entry, values });
}

/** Answers each form with those of the values that it asks for. */
async function fillIn(
  ha: HomeAssistantClient,
  path: string,
  { handler, values }: { handler: string; values: Values },
): Promise<FlowStep> {
  let step = await ha.post<FlowStep>(path, { handler, show_advanced_options: true });
  const seen = new Set<string | undefined>();
  while (step.type !== 'create_entry') {
    const isQuestion = step.type === 'form' || step.type === 'menu';
    const isStuck = !isQuestion || seen.has(step.step_id);
    if (isStuck) throw new Error(`${handler} asks what we cannot answer: ${JSON.stringify(step)}`);
    seen.add(step.step_id);
    // A menu is answered by `next_step_id`.
    step = await ha.post(`${path}/${step.flow_id}`, answer(step.data_schema ?? [], values));
  }
  return step;
}

function answer(fields: readonly FormField[], values: Values): Values {
  const answers = fields.flatMap((field): [string, unknown][] => {
    if (field.type === 'expandable') return [[field.name, answer(field.schema ?? [], values)]];
    const present = field.description?.suggested_value ?? field.default;
    const value = Object.hasOwn(values, field.name) ? values[field.name] : present;
    return value === undefined || value === null ? [] : [[field.name, value]];
  });
  return Object.fromEntries(answers);
}
