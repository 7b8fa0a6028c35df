// The workflows on GitHub: what they may do, and whose code they run.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { listFiles, readText } from './tree.ts';

const workflows = listFiles('.github/workflows/');

test('a workflow may only read, where it says nothing else', () => {
  for (const file of workflows) {
    assert.deepEqual(parse(readText(file)).permissions, { contents: 'read' }, file);
  }
});

test('every action is pinned to a commit, which nobody can move', () => {
  const uses = workflows.flatMap((file) => [...readText(file).matchAll(/\buses: (\S+)/g)]);
  assert.ok(uses.length >= 5);
  for (const [, action = ''] of uses) {
    assert.match(action, /^\.\/\.github\/workflows\/\w+\.yaml$|^[\w./-]+@[0-9a-f]{40}$/);
  }
});

test('every job ends some time', () => {
  for (const file of workflows) {
    for (const [name, job] of Object.entries<Record<string, unknown>>(parse(readText(file)).jobs)) {
      assert.ok('uses' in job || Number(job['timeout-minutes']) > 0, `${file}: ${name}`);
    }
  }
});

test('images are built on the base that the Dockerfile names, pinned to its day', () => {
  const dockerfile = readText('Dockerfile');
  assert.match(
    dockerfile,
    /^ARG BUILD_FROM=ghcr\.io\/home-assistant\/base:3\.24-\d{4}\.\d{2}\.\d+$/m,
  );
  assert.match(dockerfile, /^ARG BUILD_NODE=node:24\.\d+\.\d+-/m);
});
