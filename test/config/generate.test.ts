import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import { parse } from 'yaml';
import { renderAppOptions, renderAppSchema, renderAppTexts } from '../../src/config/app-form.ts';
import { optionsSchema } from '../../src/config/schema.ts';
import type { SchemaNode } from '../../src/config/schema-node.ts';
import { validateOptions } from '../../src/config/validate.ts';

/** Of the Supervisor (RE_SCHEMA_ELEMENT), without what Oriel does not use, and without `str(1,64)`, which refuses every text. */
const SUPERVISOR_TYPE =
  /^(?:bool|url|port|str|password|int\(\d*,\d*\)|float\([\d.]*,[\d.]*\)|match\(\^.*\$\)|list\([^|()]+(?:\|[^|()]+)*\))\??$/;

const leaves = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : Object.values(value ?? {}).flatMap(leaves);

test('the generated files are up to date', async () => {
  const { stderr, exitCode } = await execa({
    reject: false,
  })`${process.execPath} src/config/generate.ts --check`;
  assert.deepEqual([stderr, exitCode], ['', 0]);
});

test('a stale file is named by --check, and written without it', async (t) => {
  const root = await mkdtemp(path.join(tmpdir(), 'oriel-generate-'));
  t.after(() => rm(root, { recursive: true }));
  for (const name of ['src', 'package.json', 'DOCS.md', 'config.yaml', 'translations']) {
    await cp(name, path.join(root, name), { recursive: true });
  }
  await symlink(path.resolve('node_modules'), path.join(root, 'node_modules'));
  const run = execa({ cwd: root, reject: false });
  const manifest = await readFile(path.join(root, 'config.yaml'), 'utf8');
  await writeFile(
    path.join(root, 'config.yaml'),
    manifest.replace(/version: .*/, "version: '0.0.0'").replace('  cameras: []\n', ''),
  );
  await rm(path.join(root, 'translations/en.yaml'));

  const check = await run`${process.execPath} src/config/generate.ts --check`;
  assert.equal(check.exitCode, 1);
  assert.equal(
    check.stderr,
    'config.yaml is stale; run: npm run fix\ntranslations/en.yaml is stale; run: npm run fix',
  );
  const write = await run`${process.execPath} src/config/generate.ts`;
  assert.equal(write.exitCode, 0);
  assert.equal(await readFile(path.join(root, 'config.yaml'), 'utf8'), manifest);
  assert.equal((await run`${process.execPath} src/config/generate.ts --check`).exitCode, 0);
});

test('the app form has only types the Supervisor knows', () => {
  const types = leaves(renderAppSchema(optionsSchema));
  assert.ok(types.length > 30);
  for (const type of types) assert.match(type, SUPERVISOR_TYPE);
});

test('camera items of the app form are flat, and only id and source must be given', () => {
  const { cameras } = parse(JSON.stringify(renderAppSchema(optionsSchema)));
  const required = Object.entries(cameras[0]).filter(
    ([, type]) => !String(Array.isArray(type) ? type[0] : type).endsWith('?'),
  );
  assert.deepEqual(
    required.map(([key]) => key),
    ['id', 'source'],
  );
  // A list may be left out only where its first type is a text that ends in "?".
  for (const type of Object.values(cameras[0])) {
    assert.ok(typeof type === 'string' || (Array.isArray(type) && typeof type[0] === 'string'));
  }
});

test('the options a new app starts with are valid', () => {
  const options = renderAppOptions(optionsSchema);
  assert.deepEqual(Object.keys(options), Object.keys(renderAppSchema(optionsSchema)));
  const { cameras, mqtt } = validateOptions(options, { supervised: true });
  assert.deepEqual(cameras, []);
  assert.equal(mqtt?.base_topic, 'oriel');
});

test('every option has a title and a description that people can read', () => {
  const check = (node: SchemaNode, place: string): void => {
    assert.match(node.title ?? '', /^[A-Z]/, place);
    for (const [key, child] of Object.entries(node.properties ?? node.items?.properties ?? {})) {
      assert.match(child.description ?? '', /^\S.*\.$/, `${place}.${key}`);
      check(child, `${place}.${key}`);
    }
  };
  check(optionsSchema, 'options');
});

test('the form of the app and its texts have the same keys', () => {
  const schema = renderAppSchema(optionsSchema);
  const texts = renderAppTexts(optionsSchema);
  assert.deepEqual(Object.keys(texts), Object.keys(schema));
  const { cameras, mqtt, http } = parse(JSON.stringify(schema));
  assert.deepEqual(Object.keys(texts['cameras']?.fields ?? {}), Object.keys(cameras[0]));
  assert.deepEqual(Object.keys(texts['mqtt']?.fields ?? {}), Object.keys(mqtt));
  assert.deepEqual(Object.keys(texts['http']?.fields ?? {}), Object.keys(http));
  assert.equal(http.host, undefined, 'the app listens where ingress wants it');
});
