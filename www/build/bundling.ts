// What the pages and the card have in common when they are bundled.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { BuildOptions, Metafile, Plugin } from 'esbuild';
import { optionTexts } from './option-texts.ts';

export const WWW = fileURLToPath(new URL('..', import.meta.url));
const PACKAGES = fileURLToPath(new URL('../../node_modules/', import.meta.url));

const BUNDLED = ['lit', 'hls.js', 'dashjs'] as const;

export interface BuiltFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Bundle {
  /** Names relative to the output folder. */
  readonly files: readonly BuiltFile[];
  readonly metafile: Metafile;
}

type Names = Required<Pick<BuildOptions, 'entryNames' | 'chunkNames'>>;

/** What all that is loaded later imports as well, so that what they share becomes one file. */
interface Sharing {
  readonly module: string;
  readonly by: ReadonlySet<string>;
}

/** Bundles without writing: what is imported on demand becomes files of its own. */
export async function bundle(
  entryPoints: readonly string[],
  names: Names,
  sharing: Sharing | null = null,
): Promise<Bundle> {
  const outdir = join(WWW, 'dist');
  const { outputFiles, metafile } = await build({
    absWorkingDir: join(WWW, '..'),
    entryPoints: [...entryPoints],
    outdir,
    write: false,
    bundle: true,
    splitting: true,
    format: 'esm',
    // Nothing is added to what these know: `lib` in www/tsconfig.json holds the code to it.
    target: ['chrome100', 'safari15.4', 'firefox100'],
    minify: true,
    charset: 'utf8',
    metafile: true,
    logLevel: 'warning',
    ...names,
    plugins: [optionTexts, loadScripts(sharing)],
    legalComments: 'none', // All licences are in licenses.txt.
    // Without protection, Smooth Streaming and offline storage, which no camera needs.
    alias: { dashjs: join(PACKAGES, 'dashjs/dist/modern/esm/dash.mediaplayer.min.js') },
  });
  const files = outputFiles.map(({ path, contents }) => ({
    name: path.slice(outdir.length + 1),
    bytes: contents,
  }));
  return { files, metafile };
}

/**
 * Bundles with one file for all that the entry shares with what it loads later. Otherwise there is one for each set of
 * modules that need the same, most of them tiny.
 * @param shared imports what there is to share
 */
export async function bundleSharing(entry: string, shared: string, names: Names): Promise<Bundle> {
  const { metafile } = await bundle([entry], names);
  const all = Object.values(metafile.outputs).map(({ entryPoint }) => entryPoint ?? entry);
  const by = new Set(all.filter((each) => each !== entry));
  return await bundle([entry], names, { module: shared, by });
}

/** Styles and templates in scripts are just texts to esbuild, which leaves them as wide as they are written. */
function loadScripts(sharing: Sharing | null): Plugin {
  const sharedBy = new Set([...(sharing?.by ?? [])].map((name) => pathOf(name)));
  const before = sharing === null ? '' : `import ${JSON.stringify(pathOf(sharing.module))};`;
  return {
    name: 'scripts',
    setup: (building) => {
      building.onLoad({ filter: /[\\/]www[\\/].*\.ts$/ }, async ({ path }) => {
        const text = (await readFile(path, 'utf8'))
          .replaceAll(/\bcss`([^`$]*)`/g, (_, css: string) => `css\`${tighten(css)}\``)
          // Between tags, and before attributes; a blank stays where one was.
          .replaceAll(/>\n\s+</g, '>\n<')
          .replaceAll(/\n\s+([.@?]?[\w-]+=(?:\$\{|"))/g, ' $1');
        return { contents: sharedBy.has(path) ? before + text : text, loader: 'ts' };
      });
    },
  };
}

/** Of a file as esbuild names it. */
function pathOf(name: string): string {
  return join(WWW, '..', name);
}

function tighten(css: string): string {
  return css
    .replaceAll(/\/\*.*?\*\//gs, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([{};,]) ?/g, '$1')
    .replaceAll(';}', '}')
    .trim();
}

/** An entry's file, and all files it imports at once, however far down: names as in `Bundle`. */
export function scriptsOf({ outputs }: Metafile, entry: string): [string, string[]] {
  const found = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === entry);
  if (found === undefined) throw new Error(`nothing was built from ${entry}`);
  const [path] = found;
  const all = new Set([path]);
  for (const each of all) {
    for (const { kind, path: imported } of outputs[each]?.imports ?? []) {
      if (kind === 'import-statement') all.add(imported);
    }
  }
  const [first = '', ...rest] = [...all].map((each) => each.replace('www/dist/', ''));
  return [first, rest];
}

export async function licenses(): Promise<Uint8Array> {
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

export function gzippedBytes(files: readonly BuiltFile[]): number {
  return files.reduce((sum, { bytes }) => sum + gzipSync(bytes).length, 0);
}
