// Builds the pages and the card into www/dist: players split off, names that change with their content.

import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Metafile } from 'esbuild';
import { buildCard } from './build/card.ts';
import { WWW, bundle, gzippedBytes, licenses, scriptsOf } from './build/bundling.ts';
import type { BuiltFile } from './build/bundling.ts';

const PAGES = [
  { template: 'index.html', entry: 'www/pages/index-page.ts', assets: './assets/' },
  // Served at cameras/{id}/.
  { template: 'camera.html', entry: 'www/pages/camera-page.ts', assets: '../../assets/' },
] as const;

const STYLE = 'www/pages/page.css';

/** What most players try first, so that it is there when it is wanted. */
const FIRST_PLAYER = 'www/media/live-player.ts';

interface Sizes {
  shell: number;
  live: number;
  hls: number;
  dash: number;
  /** The dashboard card, before it loads a player. */
  card: number;
}

/** Builds everything into a directory, which is replaced as a whole; returns gzipped sizes by kind, in bytes. */
export async function buildPages(outDir: string): Promise<Sizes> {
  const unfinished = `${outDir}-${process.pid}`;
  try {
    const [pages, card] = await Promise.all([bundlePages(), buildCard()]);
    const icon = await hashed('icon.svg');
    const assets = [...pages.files, icon, { name: 'licenses.txt', bytes: await licenses() }];
    const html = await Promise.all(
      PAGES.map(async (page) => ({
        name: page.template,
        bytes: Buffer.from(await renderPage(page, pages.metafile, icon.name)),
      })),
    );
    await writeAll(unfinished, [
      ...assets.map(({ name, bytes }) => ({ name: `assets/${name}`, bytes })),
      ...html,
      ...card.files,
    ]);
    await replace(outDir, unfinished);
    return { ...sizesOf(pages.files), card: card.shellBytes };
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function bundlePages(): ReturnType<typeof bundle> {
  return await bundle([...PAGES.map(({ entry }) => entry), STYLE], {
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
  });
}

async function writeAll(directory: string, files: readonly BuiltFile[]): Promise<void> {
  const folders = new Set(files.map(({ name }) => dirname(join(directory, name))));
  await Promise.all([...folders].map((folder) => mkdir(folder, { recursive: true })));
  await Promise.all(files.map(({ name, bytes }) => writeFile(join(directory, name), bytes)));
}

async function renderPage(
  { template, entry, assets }: (typeof PAGES)[number],
  metafile: Metafile,
  icon: string,
): Promise<string> {
  const [script, preloads] = scriptsOf(metafile, entry);
  const [style] = scriptsOf(metafile, STYLE);
  const [player, playerParts] = scriptsOf(metafile, FIRST_PLAYER);
  const values: Readonly<Record<string, string>> = {
    icon: assets + icon,
    style: assets + style,
    script: assets + script,
    preloads: [...new Set([...preloads, player, ...playerParts])]
      .map((name) => `<link rel="modulepreload" href="${assets}${name}" />`)
      .join('\n    '),
  };
  const text = await readFile(join(WWW, 'pages', template), 'utf8');
  return text.replaceAll(/\{(\w+)\}/g, (_match, key: string) => {
    const value = values[key];
    if (value === undefined) throw new Error(`${template} asks for {${key}}, which there is not`);
    return value;
  });
}

async function hashed(name: string): Promise<BuiltFile> {
  const bytes = await readFile(join(WWW, 'pages', name));
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 8).toUpperCase();
  return { name: name.replace('.', `-${hash}.`), bytes };
}

/** Whoever reads meanwhile sees the old pages or the new ones. */
async function replace(outDir: string, finished: string): Promise<void> {
  const old = `${finished}-old`;
  await rename(outDir, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(finished, outDir);
  await rm(old, { recursive: true, force: true });
}

function sizesOf(files: readonly BuiltFile[]): Omit<Sizes, 'card'> {
  const sizes = { shell: 0, live: 0, hls: 0, dash: 0 };
  for (const file of files) sizes[kindOf(file.name)] += gzippedBytes([file]);
  return sizes;
}

function kindOf(name: string): keyof Omit<Sizes, 'card'> {
  const kinds = ['live', 'hls', 'dash'] as const;
  return kinds.find((kind) => name.startsWith(`${kind}-player-`)) ?? 'shell';
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

if (import.meta.main) {
  const startedAt = performance.now();
  const sizes = Object.entries(await buildPages(join(WWW, 'dist')));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const list = sizes.map(([kind, bytes]) => `${kind} ${kilobytes(bytes)}`).join(', ');
  console.log(`www/dist: ${list} gzipped, in ${seconds} s`);
}
