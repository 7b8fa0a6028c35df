import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { buildPages } from '../../www/build.ts';

/** Before a player is loaded, gzipped. */
const SHELL_BUDGET_BYTES = 20_000;

async function build(t: TestContext): Promise<{ outDir: string; card: number }> {
  const parent = await mkdtemp(join(tmpdir(), 'oriel-card-'));
  t.after(() => rm(parent, { recursive: true }));
  const outDir = join(parent, 'dist');
  const { card } = await buildPages(outDir);
  return { outDir, card };
}

/** What a script imports, at once and on demand. */
function importsOf(text: string): string[] {
  // Texts of hls.js look like imports too.
  return [...text.matchAll(/(?:from|import|import\()\s*["']([./][^"']+)["']/g)].map(
    ([, url]) => url ?? '',
  );
}

test('the card is small before it loads a player', async (t) => {
  const { card } = await build(t);
  assert.ok(card <= SHELL_BUDGET_BYTES, `${card} bytes`);
});

test('the card and its folder work from wherever they are copied to', async (t) => {
  const { outDir } = await build(t);
  const names = await readdir(join(outDir, 'card'));
  const there = new Set(['oriel-card.js', ...names.map((name) => `card/${name}`)]);
  for (const name of [...there].filter((each) => each.endsWith('.js'))) {
    const text = await readFile(join(outDir, name), 'utf8');
    for (const url of importsOf(text)) {
      assert.match(url, /^\.\//, `${name} imports ${url}`);
      const target = posix.join(posix.dirname(name), url);
      assert.ok(there.has(target), `${name} imports ${url}`);
      // It would be loaded twice: Home Assistant's list of resources puts a version behind its name.
      assert.notEqual(target, 'oriel-card.js', `${name} imports the card itself`);
    }
  }
});

test('the card knows the files of the player, to fetch them all at once', async (t) => {
  const { outDir } = await build(t);
  const text = await readFile(join(outDir, 'oriel-card.js'), 'utf8');
  const [, list = ''] = /"((?:card\/[\w-]+\.js ?){3,})"/.exec(text) ?? [];
  const files = list.split(' ');
  assert.ok(
    files.some((name) => name.startsWith('card/live-start-')),
    list,
  );
  for (const name of files) await readFile(join(outDir, name));
  assert.doesNotMatch(list, /hls|dash/, 'other players are loaded when they are used');
});

test('the names of its files change with what is in them, its own stays; the licences come along', async (t) => {
  const { outDir } = await build(t);
  const names = await readdir(join(outDir, 'card'));
  const plain = names.filter((name) => !/-[A-Z0-9]{8}\.js$/.test(name));
  assert.deepEqual(plain, ['licenses.txt']);
  const text = await readFile(join(outDir, 'card/licenses.txt'), 'utf8');
  for (const name of ['lit', 'hls.js', 'dashjs']) assert.match(text, new RegExp(`^${name}$`, 'm'));
});
