// The forms of Home Assistant's config flows. They say themselves which fields they have, so that one way of
// filling them in goes with all versions: since 2026, some fields of the Generic Camera are in a section.

import { isRecord, readText } from '../supervisor/read-fields.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What the form of the Generic Camera demands, should it suggest nothing itself. */
const FALLBACK: Fields = { framerate: 2, verify_ssl: true };

/**
 * @param schema `data_schema` of a form
 * @param values win over what the form suggests: the value in effect, or the default
 */
export function fillForm(schema: unknown, values: Fields): Fields {
  const filled = new Map<string, unknown>();
  for (const field of Array.isArray(schema) ? schema.filter(isRecord) : []) {
    const name = readText(field, 'name');
    if (name === undefined) continue;
    if (field['type'] === 'expandable') filled.set(name, fillForm(field['schema'], values));
    else setField(filled, { name, field, values });
  }
  return Object.fromEntries(filled);
}

function setField(
  filled: Map<string, unknown>,
  {
    name,
    field,
    values,
  }: { readonly name: string; readonly field: Fields; readonly values: Fields },
): void {
  const { description } = field;
  const suggested = isRecord(description) ? description['suggested_value'] : undefined;
  const candidates = [values[name], suggested, field['default'], FALLBACK[name]];
  const value = candidates.find((each) => each !== undefined && each !== null && each !== '');
  if (value !== undefined) filled.set(name, value);
}
