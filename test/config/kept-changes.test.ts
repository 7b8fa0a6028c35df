import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { openKeptChanges } from '../../src/config/kept-changes.ts';
import type { KeptChanges } from '../../src/config/kept-changes.ts';
import { validateOptions } from '../../src/config/validate.ts';
import { temporaryDirectory } from '../running-app.ts';

interface Opened {
  readonly changes: KeptChanges;
  readonly told: string[];
}

async function open(directory: string, cameras: readonly object[]): Promise<Opened> {
  const told: string[] = [];
  const options = validateOptions({ cameras });
  const changes = await openKeptChanges(options, directory, ({ path, message }) => {
    told.push(`${path}: ${message}`);
  });
  return { changes, told };
}

const PORCH = { id: 'porch', source: 'rtsp://admin:secret@10.0.0.5/', name: 'Porch' };
const GARDEN = { id: 'garden', source: 'test:' };

async function keepSome(t: TestContext): Promise<string> {
  const directory = await temporaryDirectory(t);
  const { changes } = await open(directory, [PORCH, GARDEN]);
  const changed = [
    { ...PORCH, name: 'Front', fps: 10 },
    { id: 'new', source: 'test:' },
  ];
  await changes.keep(changes.validate(changed));
  return directory;
}

test('what was changed, added and removed is there again after a restart', async (t) => {
  const { changes, told } = await open(await keepSome(t), [PORCH, GARDEN]);
  assert.deepEqual(told, []);
  assert.deepEqual(
    changes.cameras.map(({ id, name, fps }) => ({ id, name, fps })),
    [
      { id: 'porch', name: 'Front', fps: 10 },
      { id: 'new', name: undefined, fps: undefined },
    ],
  );
});

test('an option that changed in the file since wins for its key alone, and that is told', async (t) => {
  const { changes, told } = await open(await keepSome(t), [{ ...PORCH, name: 'Door' }, GARDEN]);
  assert.equal(changes.cameras[0]?.name, 'Door');
  assert.equal(changes.cameras[0]?.fps, 10);
  assert.equal(told.length, 1);
  assert.match(told[0] ?? '', /^cameras\.porch\.name: /);
});

test('what the file has overruled does not come back when the file goes back', async (t) => {
  const directory = await keepSome(t);
  await open(directory, [{ ...PORCH, name: 'Door' }, GARDEN]);
  const { changes, told } = await open(directory, [PORCH, GARDEN]);
  assert.equal(changes.cameras[0]?.name, 'Porch');
  assert.equal(changes.cameras[0]?.fps, 10);
  assert.deepEqual(told, []);
});

test('a camera that the file now has wins over one that was added', async (t) => {
  const added = { id: 'new', source: 'file:/media/x.mp4' };
  const { changes, told } = await open(await keepSome(t), [PORCH, GARDEN, added]);
  assert.equal(changes.cameras.find(({ id }) => id === 'new')?.source, 'file:/media/x.mp4');
  assert.match(told.join(), /cameras\.new/);
});

test('an option taken away stays away', async (t) => {
  const directory = await temporaryDirectory(t);
  const { changes } = await open(directory, [PORCH]);
  await changes.keep(changes.validate([{ id: 'porch', source: PORCH.source }]));
  assert.equal((await open(directory, [PORCH])).changes.cameras[0]?.name, undefined);
});

test('changes that no longer go with the options are left out, and that is told', async (t) => {
  const { changes, told } = await open(await keepSome(t), [{ ...PORCH, video: 'copy' }, GARDEN]);
  assert.equal(changes.cameras[0]?.fps, undefined);
  assert.match(told.join('\n'), /not applied/);
});

test('a file that Oriel did not write is told and harms nothing', async (t) => {
  const texts = [
    '{"changed":null,"added":[],"removed":[]}',
    '{"changed":{"porch":{}},"added":[],"removed":[]}',
    '{"changed":{},"added":[null],"removed":[]}',
  ];
  for (const text of ['{', '[]', '{"changed":1}', 'null', ...texts]) {
    const directory = await temporaryDirectory(t);
    await writeFile(join(directory, 'changes.json'), text);
    const { changes, told } = await open(directory, [PORCH]);
    assert.equal(changes.cameras.length, 1, text);
    assert.equal(told.length, 1, text);
  }
});

test('the file holds passwords, so only its owner can read it', async (t) => {
  const directory = await keepSome(t);
  const file = join(directory, 'changes.json');
  const { mode } = await stat(file);
  assert.equal(mode & 0o777, 0o600);
  assert.ok(
    !(await readFile(file, 'utf8')).includes('secret'),
    'what the options say is not repeated',
  );
});

test('cameras may be called like what every object has', async (t) => {
  const directory = await temporaryDirectory(t);
  const cameras = ['constructor', '__proto__'].map((id) => ({ id, source: 'test:' }));
  const { changes, told } = await open(directory, cameras);
  assert.equal(changes.cameras.length, 2);
  await changes.keep(changes.validate(cameras.map((camera) => ({ ...camera, name: 'Odd' }))));
  const names = (await open(directory, cameras)).changes.cameras.map(({ name }) => name);
  assert.deepEqual(names, ['Odd', 'Odd']);
  assert.deepEqual(told, []);
});

test('changes of several cameras at once are all kept, and the last word counts', async (t) => {
  const directory = await temporaryDirectory(t);
  const { changes } = await open(directory, [PORCH, GARDEN]);
  const keep = (fps: number): Promise<void> =>
    changes.keep(changes.validate([{ ...PORCH, fps }, GARDEN]));
  await Promise.all(Array.from({ length: 20 }, (_, index) => keep(index + 1)));
  assert.equal((await open(directory, [PORCH, GARDEN])).changes.cameras[0]?.fps, 20);
});
