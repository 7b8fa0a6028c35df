export type XmlAttributes = Readonly<Record<string, string | number | undefined>>;

/** An XML element as text; attributes that are undefined are left out. */
export function renderElement(
  name: string,
  attributes: XmlAttributes,
  children: readonly string[] = [],
): string {
  const rendered = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join('');
  if (children.length === 0) return `<${name}${rendered}/>`;
  return `<${name}${rendered}>\n${indent(children.join('\n'))}\n</${name}>`;
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
