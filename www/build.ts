// Builds the pages into www/dist: shell, players split off, names that change with their content.

import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { Metafile } from 'esbuild';

const WWW = fileURLToPath(new URL('.', import.meta.url));
const PACKAGES = fileURLToPath(new URL('../node_modules/', import.meta.url));

const PAGES = [
  { template: 'index.html', entry: 'www/pages/index-page.ts', assets: './assets/' },
  // Served at cameras/{id}/.
  { template: 'camera.html', entry: 'www/pages/camera-page.ts', assets: '../../assets/' },
] as const;

/** What most players try first, so that it is there when it is wanted. */
const FIRST_PLAYER = 'www/media/live-player.ts';

const BUNDLED = ['lit', 'hls.js', 'dashjs'] as const;

interface BuiltFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

interface Sizes {
  shell: number;
  live: number;
  hls: number;
  dash: number;
}

/** Builds all pages into a directory, which is replaced as a whole; returns gzipped sizes by kind, in bytes. */
export async function buildPages(outDir: string): Promise<Sizes> {
  const unfinished = `${outDir}-${process.pid}`;
  try {
    const { files, metafile } = await bundle(unfinished);
    await mkdir(join(unfinished, 'assets'), { recursive: true });
    const icon = await hashed('icon.svg');
    const written = [...files, icon, { name: 'licenses.txt', bytes: await licenses() }];
    await Promise.all(
      written.map(({ name, bytes }) => writeFile(join(unfinished, 'assets', name), bytes)),
    );
    await Promise.all(
      PAGES.map(async (page) => {
        const html = await renderPage(page, metafile, icon.name);
        await writeFile(join(unfinished, page.template), html);
      }),
    );
    await replace(outDir, unfinished);
    return sizesOf(files);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function bundle(
  outdir: string,
): Promise<{ files: readonly BuiltFile[]; metafile: Metafile }> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: join(WWW, '..'),
    entryPoints: [...PAGES.map(({ entry }) => entry), 'www/pages/page.css'],
    outdir: join(outdir, 'assets'),
    write: false,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: ['chrome100', 'safari15.4', 'firefox100'],
    minify: true,
    charset: 'utf8',
    metafile: true,
    logLevel: 'warning',
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    legalComments: 'none', // All licences are in licenses.txt.
    // Without protection, Smooth Streaming and offline storage, which no camera needs.
    alias: { dashjs: join(PACKAGES, 'dashjs/dist/modern/esm/dash.mediaplayer.min.js') },
  });
  const files = outputFiles.map(({ path, contents }) => ({ name: nameOf(path), bytes: contents }));
  return { files, metafile };
}

async function renderPage(
  { template, entry, assets }: (typeof PAGES)[number],
  metafile: Metafile,
  icon: string,
): Promise<string> {
  const [script, preloads] = scriptsOf(metafile, entry);
  const [style] = scriptsOf(metafile, 'www/pages/page.css');
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

/** An entry's file, and the files it imports at once: they are wanted without a round trip in between. */
function scriptsOf({ outputs }: Metafile, entry: string): [string, string[]] {
  const found = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === entry);
  if (found === undefined) throw new Error(`nothing was built from ${entry}`);
  const [path, { imports }] = found;
  const atOnce = imports.filter(({ kind }) => kind === 'import-statement');
  return [nameOf(path), atOnce.map((each) => nameOf(each.path))];
}

async function hashed(name: string): Promise<BuiltFile> {
  const bytes = await readFile(join(WWW, 'pages', name));
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 8).toUpperCase();
  return { name: name.replace('.', `-${hash}.`), bytes };
}

async function licenses(): Promise<Uint8Array> {
  const texts = await Promise.all(BUNDLED.map((name) => licenseOf(name)));
  return Buffer.from(texts.join('\n\n'));
}

async function licenseOf(name: string): Promise<string> {
  for (const file of ['LICENSE', 'LICENSE.md']) {
    const text = await readFile(join(PACKAGES, name, file), 'utf8').catch(() => null); // The other spelling.
    if (text !== null) return `${name}\n\n${text}`;
  }
  throw new Error(`${name} has no licence file`);
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

function sizesOf(files: readonly BuiltFile[]): Sizes {
  const sizes = { shell: 0, live: 0, hls: 0, dash: 0 };
  for (const { name, bytes } of files) sizes[kindOf(name)] += gzipSync(bytes).length;
  return sizes;
}

function kindOf(name: string): keyof Sizes {
  const kinds = ['live', 'hls', 'dash'] as const;
  return kinds.find((kind) => name.startsWith(`${kind}-player-`)) ?? 'shell';
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
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
