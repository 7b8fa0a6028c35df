// The options schema as Markdown tables for DOCS.md, one a section.

import type { SchemaNode } from './schema-node.ts';

export function renderOptionTables(schema: SchemaNode): string {
  const properties = Object.entries(schema.properties ?? {});
  const sections = properties.flatMap(([key, node]) => {
    const inner = node.type === 'array' ? node.items : node;
    if (inner?.properties === undefined) return [];
    const heading = node.type === 'array' ? `Each of \`${key}\`` : `Inside \`${key}\``;
    return [`### ${heading}\n\n${renderTable(inner)}`];
  });
  return [renderTable(schema), ...sections].join('\n\n');
}

function renderTable(node: SchemaNode): string {
  const required = new Set(node.required);
  const rows = Object.entries(node.properties ?? {}).map(([key, child]) => {
    const value = required.has(key) ? 'required' : renderDefault(child);
    const cells = [`\`${key}\``, renderValues(child), value, child.description ?? ''];
    return `| ${cells.map(escapeCell).join(' | ')} |`;
  });
  return ['| option | value | default | meaning |', '|---|---|---|---|', ...rows].join('\n');
}

function renderValues(node: SchemaNode): string {
  if (node.enum !== undefined) return node.enum.map((value) => `\`${value}\``).join(', ');
  const examples = (node.examples ?? []).map(
    (example) => `\`${typeof example === 'string' ? example : JSON.stringify(example)}\``,
  );
  if (examples.length > 0) return `like ${examples.join(' or ')}`;
  if (node.minimum !== undefined) {
    return `${node.type === 'integer' ? 'whole number, ' : ''}${node.minimum} to ${node.maximum}`;
  }
  const names = { object: 'section', array: 'list', boolean: '`true`, `false`' } as const;
  return node.type === 'object' || node.type === 'array' || node.type === 'boolean'
    ? names[node.type]
    : 'text';
}

function renderDefault(node: SchemaNode): string {
  if (node.default === undefined) return '';
  return `\`${typeof node.default === 'string' ? node.default : JSON.stringify(node.default)}\``;
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
