// Builds the dashboard card: one file whose name stays, for Home Assistant's list of resources, and a folder beside it
// with all it loads when it is used. The two work from wherever they are copied to.

import { bundleSharing, gzippedBytes, licenses, scriptsOf } from './bundling.ts';
import type { BuiltFile } from './bundling.ts';

const ENTRY = 'www/card/oriel-card.ts';
const SHARED = 'www/card/shell-parts.ts';
const LIVE = 'www/card/live-start.ts';
const PLACEHOLDER = 'PLAYER FILES OF THE BUILD';
export const CARD = 'oriel-card.js';
export const CARD_FOLDER = 'card';

export interface BuiltCard {
  readonly files: readonly BuiltFile[];
  /** What is loaded before a player is, gzipped. */
  readonly shellBytes: number;
}

export async function buildCard(): Promise<BuiltCard> {
  const { files, metafile } = await bundleSharing(ENTRY, SHARED, {
    entryNames: '[name]',
    chunkNames: `${CARD_FOLDER}/[name]-[hash]`,
  });
  const [entry, parts] = scriptsOf(metafile, ENTRY);
  const shell = new Set([entry, ...parts]);
  const [live, liveParts] = scriptsOf(metafile, LIVE);
  const preloads = [live, ...liveParts].filter((name) => !shell.has(name));
  const all = files.map((file) => (file.name === entry ? withPreloads(file, preloads) : file));
  return {
    files: [...all, { name: `${CARD_FOLDER}/licenses.txt`, bytes: await licenses() }],
    shellBytes: gzippedBytes(all.filter(({ name }) => shell.has(name))),
  };
}

/** The entry's name does not depend on what is in it, so it can tell the names of files that were built with it. */
function withPreloads({ name, bytes }: BuiltFile, preloads: readonly string[]): BuiltFile {
  const [before, after, ...more] = Buffer.from(bytes).toString().split(PLACEHOLDER);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`expected ${name} to hold one list of files to preload`);
  }
  return { name, bytes: Buffer.from(`${before}${preloads.join(' ')}${after}`) };
}
