import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { buildPages } from '../../www/build.ts';
import { readOptionTexts } from '../../www/build/option-texts.ts';

async function buildInto(t: TestContext): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'oriel-www-'));
  t.after(() => rm(parent, { recursive: true }));
  const outDir = join(parent, 'dist');
  await buildPages(outDir);
  return outDir;
}

function references(html: string): string[] {
  return [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url ?? '');
}

test('both pages refer to assets that exist, by relative URLs only', async (t) => {
  const outDir = await buildInto(t);
  const pages = [
    { name: 'index.html', at: '' },
    { name: 'camera.html', at: 'cameras/demo/' },
  ];
  for (const { name, at } of pages) {
    const urls = references(await readFile(join(outDir, name), 'utf8'));
    assert.ok(urls.length >= 4, `${name} refers to ${urls.join()}`);
    for (const url of urls) {
      assert.match(url, /^\.{1,2}\//);
      await readFile(join(outDir, join(at, url)));
    }
  }
});

test('pages have no inline script or style, which the content security policy forbids', async (t) => {
  const outDir = await buildInto(t);
  for (const name of ['index.html', 'camera.html']) {
    const html = await readFile(join(outDir, name), 'utf8');
    assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=/);
  }
});

test('a page loads neither a player library nor a form, log or language before it is used', async (t) => {
  const outDir = await buildInto(t);
  const names = await readdir(join(outDir, 'assets'));
  for (const kind of ['live-player', 'hls-player', 'dash-player', 'camera-editor', 'log-view']) {
    assert.equal(names.filter((name) => name.startsWith(`${kind}-`)).length, 1, kind);
  }
  for (const page of ['index.html', 'camera.html']) {
    const html = await readFile(join(outDir, page), 'utf8');
    const scripts = references(html).filter((url) => url.endsWith('.js'));
    assert.doesNotMatch(
      scripts.join(),
      /(hls|dash)-player-|camera-editor-|log-view-|\b(de|fr|nl|es)-/,
    );
    const files = await Promise.all(
      scripts.map((url) => readFile(join(outDir, 'assets', basename(url)))),
    );
    const bytes = files.reduce((sum, file) => sum + gzipSync(file).length, 0);
    assert.ok(bytes < 60_000, `${page} loads ${bytes} bytes at once`);
  }
});

test('the names of options come along in each language, out of the app’s translations', async (t) => {
  const outDir = await buildInto(t);
  const names = await readdir(join(outDir, 'assets'));
  const scripts = names.filter((name) => name.startsWith('option-texts-'));
  assert.equal(scripts.length, 4);
  const texts = await Promise.all(
    scripts.map((name) => readFile(join(outDir, 'assets', name), 'utf8')),
  );
  for (const language of ['de', 'fr', 'nl', 'es']) {
    const { fps } = await readOptionTexts(language);
    assert.ok(
      texts.some((text) => text.includes(fps?.description ?? '?')),
      language,
    );
  }
});

test('a build replaces the one before as a whole and leaves nothing beside it', async (t) => {
  const outDir = await buildInto(t);
  await writeFile(join(outDir, 'assets', 'old.js'), '');
  await buildPages(outDir);
  assert.ok(!(await readdir(join(outDir, 'assets'))).includes('old.js'));
  assert.deepEqual(await readdir(join(outDir, '..')), ['dist']);
});

test('the same sources build to the same names', async (t) => {
  const [first, second] = [await buildInto(t), await buildInto(t)];
  assert.deepEqual(await readdir(join(first, 'assets')), await readdir(join(second, 'assets')));
});

test('the licences of what is bundled come along', async (t) => {
  const outDir = await buildInto(t);
  const text = await readFile(join(outDir, 'assets', 'licenses.txt'), 'utf8');
  for (const name of ['lit', 'hls.js', 'dashjs']) assert.match(text, new RegExp(`^${name}$`, 'm'));
});
