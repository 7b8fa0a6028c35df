// The options schema as the Supervisor wants it: `options:` and `schema:` of config.yaml, and the
// texts of translations/en.yaml.

import type { SchemaNode } from './schema-node.ts';

/** A type such as `int(1,120)?`, a list of one type, or an object of types. */
export type AppType = string | readonly AppType[] | { readonly [key: string]: AppType };

export interface AppText {
  readonly name: string;
  readonly description?: string;
  readonly fields?: Readonly<Record<string, AppText>>;
}

/** In the app, ingress and the port mapping say where Oriel listens. */
const NOT_IN_THE_APP: ReadonlySet<string> = new Set(['http.host', 'http.lan_port']);

/** The defaults of the top level; the Supervisor has no place for those inside. */
export function renderAppOptions(schema: SchemaNode): Record<string, unknown> {
  return mapProperties(schema, '', (node) => (node.type === 'object' ? {} : node.default));
}

/** An option with a default is required where the default is stated, and only there. */
export function renderAppSchema(schema: SchemaNode): Record<string, AppType> {
  return mapProperties(schema, '', (node, key) => renderAppType(node, { path: key, suffix: '' }));
}

export function renderAppTexts(schema: SchemaNode): Record<string, AppText> {
  return mapProperties(schema, '', (node, key) => renderAppText(node, key));
}

function renderAppType(node: SchemaNode, place: { path: string; suffix: string }): AppType {
  if (node.type === 'object') {
    const required = new Set(node.required);
    return mapProperties(node, `${place.path}.`, (child, key) =>
      renderAppType(child, {
        path: `${place.path}.${key}`,
        suffix: required.has(key) ? '' : '?',
      }),
    );
  }
  if (node.type === 'array') {
    // A list can be left out where its first type ends in "?".
    return node.items === undefined ? [] : [renderAppType(node.items, place)];
  }
  return renderScalarType(node) + place.suffix;
}

function renderScalarType(node: SchemaNode): string {
  const range = renderRange(node.minimum, node.maximum);
  if (node.type === 'boolean') return 'bool';
  if (node.type === 'number') return `float(${range})`;
  if (node.type === 'integer') return node.maximum === 65_535 ? 'port' : `int(${range})`;
  return renderTextType(node);
}

function renderTextType({ enum: values, format, pattern }: SchemaNode): string {
  if (values !== undefined) return `list(${values.join('|')})`;
  if (format === 'password') return 'password';
  if (format === 'uri') return 'url';
  if (pattern !== undefined) return `match(${pattern})`;
  // No `str(1,64)`: the Supervisor compares the text itself with the numbers and refuses them all
  // (voluptuous 0.16). We check the length.
  return 'str';
}

function renderRange(minimum: number | undefined, maximum: number | undefined): string {
  return `${minimum ?? ''},${maximum ?? ''}`;
}

function renderAppText(node: SchemaNode, path: string): AppText {
  const fields = node.type === 'array' ? node.items : node;
  const defaultText = renderDefault(node);
  return {
    name: node.title ?? path,
    ...(node.description === undefined ? {} : { description: `${node.description}${defaultText}` }),
    ...(fields?.properties === undefined
      ? {}
      : {
          fields: mapProperties(fields, `${path}.`, (child, key) =>
            renderAppText(child, `${path}.${key}`),
          ),
        }),
  };
}

/** The form shows no default of what lies inside a section. */
function renderDefault({ type, default: value }: SchemaNode): string {
  if (value === undefined) return '';
  if (type === 'boolean') return ` Default: ${value === true ? 'on' : 'off'}.`;
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  return ` Default: ${value}.`;
}

function mapProperties<T>(
  node: SchemaNode,
  prefix: string,
  render: (node: SchemaNode, key: string) => T,
): Record<string, T> {
  const visible = Object.entries(node.properties ?? {}).filter(
    ([key]) => !NOT_IN_THE_APP.has(prefix + key),
  );
  return Object.fromEntries(visible.map(([key, child]) => [key, render(child, key)]));
}
