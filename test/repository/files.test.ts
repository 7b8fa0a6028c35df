// Files that other programs read: the Supervisor, npm.

import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execaNode } from 'execa';
import { parse } from 'yaml';
import { listFiles, readText, ROOT } from './tree.ts';

test('the Supervisor finds one app here', () => {
  // It takes every such file, at any depth, for an app or for the build options of one.
  const found = listFiles().filter((file) => /^(config|build)\.(ya?ml|json)$/.test(basename(file)));
  assert.deepEqual(found, ['config.yaml']);
});

test('package.json says the version, and all others say the same', () => {
  const { version } = JSON.parse(readText('package.json'));
  assert.equal(parse(readText('config.yaml')).version, version, 'config.yaml');
  assert.equal(JSON.parse(readText('package-lock.json')).version, version, 'package-lock.json');
  const [newest] = [...readText('CHANGELOG.md').matchAll(/^## (.+)$/gm)].map(([, text]) => text);
  assert.ok(newest === 'Unreleased' || newest === version, `CHANGELOG.md: ${newest}`);
});

test('the address of the repository is the same everywhere', () => {
  const { url } = parse(readText('repository.yaml'));
  const button = /repository_url=([^)\s]+)/.exec(readText('README.md'))?.[1] ?? '';
  assert.equal(decodeURIComponent(button), url);
  for (const file of ['README.md', 'CONTRIBUTING.md']) {
    assert.ok(readText(file).includes(`git clone ${url} && cd oriel`), file);
  }
});

test('package-lock.json names no download addresses, so that any registry serves', () => {
  assert.doesNotMatch(readText('package-lock.json'), /"resolved": *"http/);
});

test('generated files are up to date', async () => {
  const { exitCode, all } = await execaNode('src/config/generate.ts', ['--check'], {
    cwd: fileURLToPath(ROOT),
    reject: false,
    all: true,
  });
  assert.equal(exitCode, 0, all);
});
