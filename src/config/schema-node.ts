// What the options schema says about one value, for everything that reads the schema as data.

export interface SchemaNode {
  readonly type: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly items?: SchemaNode;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
}

/** What a value must be, in words that fit after "expected". */
export function describeNode(node: SchemaNode): string {
  switch (node.type) {
    case 'object':
      return `an object with the keys ${Object.keys(node.properties ?? {}).join(', ')}`;
    case 'array':
      return node.maxItems === undefined ? 'a list' : `a list of at most ${node.maxItems}`;
    case 'boolean':
      return 'true or false';
    case 'integer':
      return `a whole number${describeRange(node.minimum, node.maximum)}`;
    case 'number':
      return `a number${describeRange(node.minimum, node.maximum)}`;
    case 'string':
      return describeText(node);
    default:
      return node.type satisfies never;
  }
}

function describeText(node: SchemaNode): string {
  if (node.enum !== undefined) return `one of ${node.enum.join(', ')}`;
  const kind = node.format === 'uri' ? 'a URL' : 'text';
  const length = node.pattern === undefined ? describeLength(node) : '';
  const form = node.pattern === undefined ? '' : ` of the form ${node.pattern}`;
  const examples = (node.examples ?? []).map((example) => JSON.stringify(example));
  const like = examples.length === 0 ? '' : `, like ${examples.join(' or ')}`;
  return `${kind}${length}${form}${like}`;
}

function describeLength({ minLength, maxLength }: SchemaNode): string {
  if (maxLength !== undefined) return ` of ${minLength ?? 0} to ${maxLength} characters`;
  return minLength === 1 ? ' that is not empty' : '';
}

function describeRange(minimum: number | undefined, maximum: number | undefined): string {
  return minimum === undefined || maximum === undefined ? '' : ` from ${minimum} to ${maximum}`;
}
