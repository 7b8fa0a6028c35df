import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rmdir, stat, writeFile } from 'node:fs/promises';
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
  const changes = await openKeptChanges(options, {
    directory,
    supervised: false,
    onProblem: ({ path, message }) => told.push(`${path}: ${message}`),
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

test('of what no longer goes with the options, the rest stays in effect, and each is told', async (t) => {
  const directory = await temporaryDirectory(t);
  const { changes } = await open(directory, [PORCH, GARDEN]);
  const set = { fps: 10, gop_seconds: 2, enabled: false, segment_seconds: 4, window_seconds: 16 };
  const gate = { id: 'gate', source: 'rtsp://10.0.0.6/', name: 'Gate' };
  await changes.keep(changes.validate([{ ...PORCH, ...set }, gate]));
  // Encoded no more: what it is encoded with makes no sense. Nor does what no version has known.
  const file = join(directory, 'changes.json');
  const kept = JSON.parse(await readFile(file, 'utf8'));
  kept.added[0].part_ms = 'short';
  kept.added.push({ id: 'No!', source: 'test:' }, { ...gate, name: 'Second' });
  await writeFile(file, JSON.stringify(kept));
  const options = [{ ...PORCH, video: 'copy' }, GARDEN];
  const { changes: now, told } = await open(directory, options);
  const [porch, added, ...others] = now.cameras;
  assert.deepEqual(others, [], 'the garden stays removed');
  assert.deepEqual([porch?.fps, porch?.gop_seconds, porch?.enabled], [undefined, undefined, false]);
  assert.deepEqual([porch?.segment_seconds, porch?.window_seconds], [4, 16]);
  assert.deepEqual([added?.id, added?.name, added?.part_ms], ['gate', 'Gate', 200]);
  const paths = told.map((line) => line.split(': ')[0]);
  const expected = [
    file,
    'cameras.No!',
    'cameras.gate',
    'cameras.gate.part_ms',
    'cameras.porch.fps',
    'cameras.porch.gop_seconds',
  ];
  assert.deepEqual(new Set(paths), new Set(expected));
  assert.equal(paths.length, expected.length);
  assert.doesNotMatch(told.join('\n'), /secret/);
  // Options that go with them again bring them back.
  const { changes: again } = await open(directory, [PORCH, GARDEN]);
  assert.equal(again.cameras[0]?.fps, 10);
});

test('what is not in effect is set aside before the file is written anew, and told where', async (t) => {
  const directory = await keepSome(t);
  const file = join(directory, 'changes.json');
  const before = await readFile(file, 'utf8');
  const { changes, told } = await open(directory, [{ ...PORCH, video: 'copy' }, GARDEN]);
  assert.equal(await readFile(file, 'utf8'), before);
  await changes.keep(changes.cameras);
  const aside = `${file}.rejected`;
  assert.equal(await readFile(aside, 'utf8'), before);
  assert.equal((await stat(aside)).mode & 0o777, 0o600);
  assert.ok(told.at(-1)?.startsWith(`${aside}: `), told.join('\n'));
  await changes.keep(changes.cameras);
  assert.deepEqual((await readdir(directory)).toSorted(), [
    'changes.json',
    'changes.json.rejected',
  ]);
  const { changes: now, told: news } = await open(directory, [{ ...PORCH, video: 'copy' }, GARDEN]);
  assert.deepEqual(news, []);
  assert.equal(now.cameras[0]?.name, 'Front');
});

test('a file that Oriel did not write, or cannot read, harms nothing and is not lost', async (t) => {
  const texts = [
    '{"changed":null,"added":[],"removed":[]}',
    '{"changed":{"porch":{}},"added":[],"removed":[]}',
    '{"changed":{"porch":{"set":{"id":"x"},"base":{}}},"added":[],"removed":[]}',
    '{"changed":{},"added":[null],"removed":[]}',
    '{"changed":{"porch":{"set":{"source":"rtsp://u:secret@10.0.0.5/"',
  ];
  for (const text of ['{', '[]', '{"changed":1}', 'null', ...texts]) {
    const directory = await temporaryDirectory(t);
    const file = join(directory, 'changes.json');
    await writeFile(file, text);
    await writeFile(`${file}.rejected`, 'from earlier');
    const { changes, told } = await open(directory, [PORCH]);
    assert.equal(changes.cameras.length, 1, text);
    assert.equal(told.length, 2, text);
    assert.doesNotMatch(told.join('\n'), /secret/);
    await changes.keep(changes.cameras);
    assert.equal(await readFile(`${file}.rejected.2`, 'utf8'), text);
    assert.equal(await readFile(`${file}.rejected`, 'utf8'), 'from earlier');
  }
  const directory = await temporaryDirectory(t);
  const folder = join(directory, 'changes.json');
  await mkdir(folder);
  await writeFile(join(folder, 'mine'), 'x');
  const { changes } = await open(directory, [PORCH]);
  await changes.keep(changes.validate([{ ...PORCH, fps: 7 }]));
  assert.equal(await readFile(`${folder}.rejected/mine`, 'utf8'), 'x');
  assert.equal((await open(directory, [PORCH])).changes.cameras[0]?.fps, 7);
});

test('where what is not in effect cannot be set aside, nothing is written over it', async (t) => {
  const directory = await keepSome(t);
  const file = join(directory, 'changes.json');
  const before = await readFile(file, 'utf8');
  const { changes } = await open(directory, [{ ...PORCH, video: 'copy' }, GARDEN]);
  // In the way of the file that is written first, for root too.
  await mkdir(`${file}.rejected.new`);
  await assert.rejects(changes.keep(changes.cameras), { code: 'EISDIR' });
  assert.equal(await readFile(file, 'utf8'), before);
  await rmdir(`${file}.rejected.new`);
  await changes.keep(changes.cameras);
  assert.equal(await readFile(`${file}.rejected`, 'utf8'), before);
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
