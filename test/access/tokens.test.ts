import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { FailedAttempts } from '../../src/access/failed-attempts.ts';
import { Links } from '../../src/access/links.ts';
import { Tokens } from '../../src/access/tokens.ts';
import { CommandError, StartupError } from '../../src/errors.ts';
import { temporaryDirectory } from '../running-app.ts';

test('the first start makes a token for all cameras and one for each, readable by their owner alone', async (t) => {
  const directory = await temporaryDirectory(t);
  const tokens = await Tokens.load(directory, ['porch', 'gate']);
  assert.deepEqual(
    tokens.all.map(({ camera }) => camera),
    [null, 'porch', 'gate'],
  );
  assert.equal((await stat(join(directory, 'tokens.json'))).mode & 0o777, 0o600);
  const again = await Tokens.load(directory, ['porch', 'gate']);
  assert.deepEqual(again.all, tokens.all);
});

test('each secret opens its token, and nothing else does', async (t) => {
  const tokens = await Tokens.load(await temporaryDirectory(t), ['porch']);
  for (const token of tokens.all) assert.equal(tokens.find(token.secret), token);
  for (const wrong of ['', 'x', 'x'.repeat(43), `${tokens.all[0]?.secret}x`, 'ü']) {
    assert.equal(tokens.find(wrong), null, wrong);
  }
});

test('a revoked token is gone for good, a camera that is new gets one', async (t) => {
  const directory = await temporaryDirectory(t);
  const tokens = await Tokens.load(directory, ['porch']);
  const porch = tokens.findForCamera('porch') ?? assert.fail();
  const revoked: string[] = [];
  tokens.events.on('revoked', (id) => revoked.push(id));
  await tokens.revoke(porch.id);
  assert.deepEqual(revoked, [porch.id]);
  assert.equal(tokens.find(porch.secret), null);
  const again = await Tokens.load(directory, ['porch', 'gate']);
  assert.equal(again.findForCamera('porch'), null);
  assert.ok(again.findForCamera('gate'));
  await assert.rejects(tokens.revoke(porch.id), CommandError);
});

test('a rotated token keeps its id and camera, and its old secret opens nothing', async (t) => {
  const directory = await temporaryDirectory(t);
  const tokens = await Tokens.load(directory, ['porch']);
  const old = tokens.findForCamera('porch') ?? assert.fail();
  const { id, camera, secret } = await tokens.rotate(old.id);
  assert.deepEqual([id, camera], [old.id, 'porch']);
  assert.equal(tokens.find(old.secret), null);
  assert.equal(tokens.find(secret)?.id, id);
  assert.equal((await Tokens.load(directory, ['porch'])).find(secret)?.id, id);
});

test('who watched a removed camera does not see the next one of that name', async (t) => {
  const tokens = await Tokens.load(await temporaryDirectory(t), ['porch']);
  const old = tokens.findForCamera('porch') ?? assert.fail();
  await tokens.onCameraRemoved('porch');
  await tokens.onCameraAdded('porch');
  assert.equal(tokens.find(old.secret), null);
  assert.notEqual(tokens.findForCamera('porch')?.secret, old.secret);
});

test('changes at the same time are all kept', async (t) => {
  const directory = await temporaryDirectory(t);
  const tokens = await Tokens.load(directory, []);
  const wanted = ['a', 'b', 'c', 'd'];
  await Promise.all(wanted.map((name) => tokens.add({ camera: null, name })));
  const kept = (await Tokens.load(directory, [])).all.map(({ name }) => name);
  assert.deepEqual(kept, ['All cameras', ...wanted]);
});

test('what cannot be kept has not happened', async (t) => {
  const directory = await temporaryDirectory(t);
  const tokens = await Tokens.load(directory, ['porch']);
  const before = tokens.all;
  // In the way of the file that is written first, for root too.
  await mkdir(join(directory, 'tokens.json.new'));
  await assert.rejects(tokens.add({ camera: null, name: null }), { code: 'EISDIR' });
  await assert.rejects(tokens.rotate(before[0]?.id ?? ''), { code: 'EISDIR' });
  assert.deepEqual(tokens.all, before);
  await assert.rejects(Tokens.load(directory, ['gate']), StartupError);
});

test('a file that others may read is closed to them, a damaged one is made anew', async (t) => {
  const directory = await temporaryDirectory(t);
  const file = join(directory, 'tokens.json');
  await writeFile(file, '{"tokens":[{"id":"x","secret":"short"}],"cameras":[]}');
  await chmod(file, 0o644);
  const tokens = await Tokens.load(directory, []);
  assert.equal(tokens.all.length, 1);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.match(await readFile(file, 'utf8'), /"secret": "[\w-]{43}"/);
});

test('published links carry the token of their camera, and change with it', async (t) => {
  const tokens = await Tokens.load(await temporaryDirectory(t), ['porch']);
  const links = new Links({ baseUrl: undefined, tokens });
  assert.equal(links.rootOf('porch'), '');
  let changes = 0;
  links.events.on('changed', () => changes++);
  links.setFound({ baseUrl: 'http://192.168.1.5:8098', app: 'local_oriel' });
  assert.equal(links.pagesUrl, 'homeassistant://app/local_oriel');
  const token = tokens.findForCamera('porch') ?? assert.fail();
  assert.equal(links.rootOf('porch'), `http://192.168.1.5:8098/t/${token.secret}/`);
  const { secret } = await tokens.rotate(token.id);
  assert.equal(links.rootOf('porch'), `http://192.168.1.5:8098/t/${secret}/`);
  await tokens.revoke(token.id);
  assert.equal(links.rootOf('porch'), '');
  assert.equal(changes, 3);
  assert.equal(new Links({ baseUrl: 'http://x/y/', tokens: null }).rootOf('porch'), 'http://x/y/');
});

test('who shows wrong tokens too often is told to wait, and then forgiven', () => {
  const failed = new FailedAttempts();
  const add = (address: string, nowMs: number): number => failed.add(address, nowMs);
  for (let attempt = 0; attempt < 20; attempt++) assert.equal(add('192.168.1.9', 0), 0);
  assert.equal(add('192.168.1.9', 0), 3_000);
  // Being refused does not make it worse.
  assert.equal(add('192.168.1.9', 1_000), 2_000);
  assert.equal(add('192.168.1.9', 3_000), 0);
  assert.equal(add('::ffff:192.168.1.9', 3_000), 3_000, 'the same address, mapped into IPv6');
  assert.equal(add('192.168.1.10', 3_000), 0);
  for (let attempt = 0; attempt < 20; attempt++) add(`2001:db8:1:2::${attempt}`, 0);
  assert.ok(add('2001:db8:1:2:3:4:5:6', 0) > 0, 'a household counts as one');
  assert.equal(add('2001:db8:1:3::1', 0), 0);
  assert.equal(failed.has('192.168.1.9', 200_000), false);
});
