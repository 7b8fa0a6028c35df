// The layers of ARCHITECTURE.md, held by their imports.

import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { test } from 'node:test';
import { listFiles, readText } from './tree.ts';

/** What stands directly below a module. `config` and the single files in src/ stand below all. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  main: ['app'],
  app: ['http', 'mqtt', 'home-assistant'],
  http: ['camera', 'hls', 'dash', 'access'],
  mqtt: ['camera', 'access'],
  'home-assistant': ['supervisor'],
  supervisor: [],
  access: [],
  camera: ['ffmpeg', 'packager', 'nut'],
  hls: ['packager'],
  dash: ['packager'],
  ffmpeg: ['mp4'],
  nut: ['mp4'],
  packager: ['mp4'],
  mp4: [],
  config: [],
  leaf: [],
};

interface Import {
  readonly file: string;
  readonly from: string;
  readonly isTypeOnly: boolean;
}

// Formatted sources: a statement begins a line, and a list of names holds no quote.
const STATIC_IMPORT = /^(?:import|export)\s+(type\s)?(?:[^'";=]*?\bfrom\s+)?'([^']+)'/gm;
const DYNAMIC_IMPORT = /\bimport\(\s*'([^']+)'/g;

function parseImports(file: string): Import[] {
  const text = readText(file);
  return [
    ...[...text.matchAll(STATIC_IMPORT)].map(([, type, from = '']) => ({
      file,
      from,
      isTypeOnly: type !== undefined,
    })),
    ...[...text.matchAll(DYNAMIC_IMPORT)].map(([, from = '']) => ({
      file,
      from,
      isTypeOnly: false,
    })),
  ];
}

const sources = listFiles('src/').filter((file) => file.endsWith('.ts'));
const imports = sources.flatMap(parseImports);
const ours = imports
  .filter(({ from }) => from.startsWith('.'))
  .map((each) => ({ ...each, target: posix.join(posix.dirname(each.file), each.from) }));

function moduleOf(file: string): string {
  const [, first = '', ...rest] = file.split('/');
  if (rest.length > 0) return first;
  return first === 'main.ts' || first === 'app.ts' ? first.replace('.ts', '') : 'leaf';
}

function allBelow(module: string): Set<string> {
  const below = BELOW[module] ?? [];
  return new Set([...below, ...below.flatMap((each) => [...allBelow(each)])]);
}

function render({ file, from, isTypeOnly }: Import): string {
  return `${file} imports ${isTypeOnly ? 'types ' : ''}from ${from}`;
}

test('every import statement is understood by this test', () => {
  const statements = sources.flatMap((file) => readText(file).match(/^import\b/gm) ?? []);
  const parsed = sources.flatMap((file) => [...readText(file).matchAll(STATIC_IMPORT)]);
  const importing = parsed.filter(([text]) => text.startsWith('import'));
  assert.ok(statements.length > 0);
  assert.equal(importing.length, statements.length);
});

test('every module has its place among the layers', () => {
  const modules = new Set(sources.map(moduleOf));
  assert.deepEqual(
    [...modules].filter((module) => !(module in BELOW)),
    [],
  );
});

test('imports point down', () => {
  const upward = ours.filter(({ file, target }) => {
    const [from, to] = [moduleOf(file), moduleOf(target)];
    return from !== to && !['leaf', 'config'].includes(to) && !allBelow(from).has(to);
  });
  assert.deepEqual(upward.map(render), []);
});

test('the files that everybody may import know nobody', () => {
  const knowing = ours.filter(
    ({ file, target }) => moduleOf(file) === 'leaf' && moduleOf(target) !== 'leaf',
  );
  assert.deepEqual(knowing.map(render), []);
});

test('only main.ts runs code of config, the others know its types', () => {
  const running = ours.filter(
    ({ file, target, isTypeOnly }) =>
      moduleOf(target) === 'config' && !['main', 'config'].includes(moduleOf(file)) && !isTypeOnly,
  );
  assert.deepEqual(running.map(render), []);
});

test('app.ts alone puts the modules together: main.ts runs nothing below it', () => {
  const besides = ours.filter(
    ({ file, target, isTypeOnly }) =>
      moduleOf(file) === 'main' &&
      !['app', 'config', 'leaf'].includes(moduleOf(target)) &&
      !isTypeOnly,
  );
  assert.deepEqual(besides.map(render), []);
});

test('the program imports nothing from outside src', () => {
  assert.deepEqual(ours.filter(({ target }) => !target.startsWith('src/')).map(render), []);
});

test('the program runs on its production dependencies', () => {
  const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
    readText('package.json'),
  );
  const strange = imports.filter(({ from, isTypeOnly }) => {
    if (isTypeOnly || from.startsWith('.') || from.startsWith('node:')) return false;
    const [scopeOrName = '', name] = from.split('/');
    return !(
      (scopeOrName.startsWith('@') ? `${scopeOrName}/${name}` : scopeOrName) in dependencies
    );
  });
  assert.deepEqual(strange.map(render), []);
});
