import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { CLIP_NAME, ClipError, renderClipName, saveClip } from '../../src/camera/clip-file.ts';
import type { Clip } from '../../src/camera/clip.ts';
import { temporaryDirectory } from '../running-app.ts';

const STARTED_AT = new Date(2026, 10, 23, 1, 2, 3);
const NAME = 'porch-2026-11-23T01-02-03';
const NEVER = new AbortController().signal;

function clipOf(...texts: readonly string[]): Clip {
  const pieces = texts.map((text) => Buffer.from(text));
  return { startedAt: STARTED_AT, seconds: 1, byteLength: Buffer.concat(pieces).length, pieces };
}

test('a clip is named by its camera and the local time of its first frame', () => {
  assert.equal(renderClipName({ cameraId: 'porch' }, STARTED_AT), `${NAME}.mp4`);
});

const LABELS: Readonly<Record<string, string>> = {
  doorbell: `${NAME}-doorbell.mp4`,
  'Front Door (2)': `${NAME}-front-door-2.mp4`,
  Küche: `${NAME}-kuche.mp4`,
  '': `${NAME}.mp4`,
  玄関: `${NAME}.mp4`,
  '../../etc/passwd': `${NAME}-etc-passwd.mp4`,
  '/etc/passwd': `${NAME}-etc-passwd.mp4`,
  '..\\..\\windows': `${NAME}-windows.mp4`,
  '..': `${NAME}.mp4`,
  '.mp4\0.sh': `${NAME}-mp4-sh.mp4`,
  'a\nb': `${NAME}-a-b.mp4`,
  '%2e%2e%2f': `${NAME}-2e-2e-2f.mp4`,
  '"; filename="x': `${NAME}-filename-x.mp4`,
  ['-a'.repeat(100)]: `${NAME}-${'a-'.repeat(19)}a.mp4`,
  ['x'.repeat(10_000)]: `${NAME}-${'x'.repeat(40)}.mp4`,
};

for (const [label, name] of Object.entries(LABELS)) {
  test(`a clip labelled ${JSON.stringify(label).slice(0, 40)} has a safe name`, () => {
    assert.equal(renderClipName({ cameraId: 'porch', label }, STARTED_AT), name);
    assert.match(name, CLIP_NAME);
  });
}

test('a clip is written as a whole, into a folder that is made for it', async (t) => {
  const directory = join(await temporaryDirectory(t), 'media', 'oriel');
  const target = { directory, cameraId: 'porch' };
  const name = await saveClip(clipOf('head', 'and', 'media'), target, NEVER);
  assert.equal(name, `${NAME}.mp4`);
  assert.equal(await readFile(join(directory, name), 'utf8'), 'headandmedia');
  assert.deepEqual(await readdir(directory), [name]);
});

test('clips that begin in the same second do not overwrite each other', async (t) => {
  const directory = await temporaryDirectory(t);
  const target = { directory, cameraId: 'porch' };
  const texts = ['one', 'two', 'three'];
  const names = await Promise.all(texts.map((text) => saveClip(clipOf(text), target, NEVER)));
  assert.deepEqual(names.toSorted(), [`${NAME}-2.mp4`, `${NAME}-3.mp4`, `${NAME}.mp4`]);
  const saved = await Promise.all(names.map((name) => readFile(join(directory, name), 'utf8')));
  assert.deepEqual(saved, texts);
  for (const name of names) assert.match(name, CLIP_NAME);
});

test('a clip that is given up leaves nothing', async (t) => {
  const directory = await temporaryDirectory(t);
  const reason = new Error('given up');
  const target = { directory, cameraId: 'porch' };
  await assert.rejects(saveClip(clipOf('x'), target, AbortSignal.abort(reason)), reason);
  assert.deepEqual(await readdir(directory), []);
});

test('a folder that cannot be written is told by its name', async (t) => {
  const file = join(await temporaryDirectory(t), 'file');
  await writeFile(file, '');
  const target = { directory: join(file, 'clips'), cameraId: 'porch' };
  await assert.rejects(
    saveClip(clipOf('x'), target, NEVER),
    (error) => error instanceof ClipError && error.message.includes(`${file}/clips`),
  );
});

test('a folder without permission is told by its name', async (t) => {
  if (process.getuid?.() === 0) return t.skip('root may write everywhere');
  const directory = join(await temporaryDirectory(t), 'locked');
  await mkdir(directory);
  await chmod(directory, 0o500);
  await assert.rejects(saveClip(clipOf('x'), { directory, cameraId: 'porch' }, NEVER), ClipError);
});
