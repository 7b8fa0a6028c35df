// Home Assistant's YAML out of DOCS.md, as readers copy it.

import { readText } from '../repository/tree.ts';

/** @returns the blocks below a heading of DOCS.md, each as it stands there */
export function readDocumentedYaml(heading: string): string[] {
  const [, section] = readText('DOCS.md').split(`\n### ${heading}\n`);
  if (section === undefined) throw new Error(`DOCS.md has no section ${heading}`);
  const [own = ''] = section.split(/\n##+ /);
  return [...own.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, text = '']) => text);
}

/** For configuration.yaml: several blocks may begin with the same key there when each has a label. */
export function labelBlocks(blocks: readonly string[], key: string): string {
  return blocks.map((text, index) => text.replace(`${key}:`, `${key} number_${index}:`)).join('\n');
}
