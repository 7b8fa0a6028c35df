// What each way of watching makes of smaller versions of the picture.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { execa } from 'execa';
import { makeFlashAndBeep } from '../av-sync.ts';
import { findAll, lintStructure, parseXml } from '../dash/structure.ts';
import type { XmlElement } from '../dash/structure.ts';
import { eventually } from '../eventually.ts';
import { followPlaylist, whenHintsHold } from '../hls/follow.ts';
import { lintPlaylist } from '../hls/lint.ts';
import type { LintOptions } from '../hls/lint.ts';
import { parseAttributes, parsePlaylist } from '../hls/playlist.ts';
import type { Playlist } from '../hls/playlist.ts';
import { LiveClient } from '../live-client.ts';
import type { LiveFragment, Said } from '../live-client.ts';
import { childrenOf } from '../processes.ts';
import { startTestApp, temporaryDirectory } from '../running-app.ts';
import type { TestApp } from '../running-app.ts';

const PICTURES = ['video', '140p', '100p'];

interface State {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly bitrate_kbps: number | null;
}

/** A camera with sound whose picture of 320x180 is copied. */
async function startPorch(t: TestContext, options: object = {}): Promise<TestApp> {
  const path = join(await temporaryDirectory(t), 'a.mp4');
  await makeFlashAndBeep(path, ['-c:a', 'aac']);
  const renditions = ['100p@100', '140p@200', '180p@400'];
  const camera = { id: 'porch', source: `file:${path}`, renditions, ...options };
  const app = await startTestApp(t, { cameras: [camera] });
  const { status } = await app.get('cameras/porch/hls/index.m3u8');
  assert.equal(status, 200);
  return app;
}

async function readText(app: TestApp, path: string): Promise<string> {
  return (await app.get(path)).text();
}

async function patch(app: TestApp, changes: object): Promise<void> {
  const response = await app.get('api/cameras/porch', {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(changes),
  });
  assert.equal(response.status, 200, await response.text());
}

async function renditionsOf(app: TestApp): Promise<readonly State[]> {
  return (JSON.parse(await readText(app, 'api/cameras/porch')) as { renditions: State[] })
    .renditions;
}

interface Variant {
  readonly uri: string;
  readonly attributes: ReadonlyMap<string, string>;
}

async function readVariants(app: TestApp, name: string): Promise<Variant[]> {
  const lines = (await readText(app, `cameras/porch/hls/${name}.m3u8`)).split('\n');
  return lines.flatMap((line, index) => {
    const [, list] = line.split('#EXT-X-STREAM-INF:');
    return list === undefined
      ? []
      : [{ uri: lines[index + 1] ?? '', attributes: parseAttributes(list) }];
  });
}

for (const [name, suffix] of [
  ['index', ''],
  ['near', '-near'],
] as const) {
  test(`${name}.m3u8 offers all pictures, each with what it takes and the sound`, async (t) => {
    const app = await startPorch(t);
    const variants = await readVariants(app, name);
    assert.deepEqual(
      variants.map(({ uri }) => uri),
      PICTURES.map((id) => `${id}${suffix}.m3u8`),
    );
    const of = (key: string): (string | undefined)[] =>
      variants.map(({ attributes }) => attributes.get(key));
    assert.deepEqual(of('RESOLUTION'), ['320x180', '248x140', '178x100']);
    assert.deepEqual(of('FRAME-RATE'), ['30.000', '30.000', '30.000']);
    assert.deepEqual(of('AUDIO'), ['audio', 'audio', 'audio']);
    for (const codecs of of('CODECS'))
      assert.match(codecs ?? '', /^avc1\.[0-9a-f]{6},mp4a\.40\.2$/);
    for (const { attributes } of variants) {
      const [most, usual] = ['BANDWIDTH', 'AVERAGE-BANDWIDTH'].map((key) =>
        Number(attributes.get(key)),
      );
      assert.ok(most && usual && most >= usual && usual > 1_000 && most < 2_000_000);
    }
  });
}

/** Frames that a busy machine leaves out end a part early, or a segment before the part that was hinted. */
const WITH_HOLES: LintOptions = { allowShortParts: true, allowBrokenHints: true };

test('all media playlists keep the rules, list the same segments and tell of one another', async (t) => {
  const app = await startPorch(t);
  await whenHintsHold(app, 'cameras/porch/hls/100p.m3u8');
  const names = [...PICTURES.map((id) => `${id}.m3u8`), 'audio.m3u8'];
  const playlists = await Promise.all(
    names.map((name) => {
      const isWhole = name === 'video.m3u8' || name === 'audio.m3u8';
      return followPlaylist(app, `cameras/porch/hls/${name}`, isWhole ? {} : WITH_HOLES);
    }),
  );
  for (const [index, { lines, head }] of playlists.entries()) {
    assert.equal(head.get('TARGETDURATION'), playlists[0]?.head.get('TARGETDURATION'));
    const reported = lines
      .filter((line) => line.startsWith('#EXT-X-RENDITION-REPORT:'))
      .map((line) => parseAttributes(line.split('REPORT:')[1] ?? '').get('URI') ?? '');
    assert.deepEqual(reported.toSorted(), names.filter((_, other) => other !== index).toSorted());
  }
});

/** What the playlists of all pictures have in common, segment by segment. */
function outlineOf({ segments }: Playlist): string[] {
  return segments.map(({ number, discontinuity, map }) =>
    [number, discontinuity, map?.split('/').at(-1)].join(' '),
  );
}

/**
 * A segment begins where that of the main picture does. Where a busy machine has left out the last frames of
 * the one before it, it begins where those are missing, for there are no holes.
 */
function assertDates(playlist: Playlist, main: Playlist): void {
  for (const { number, dateMs } of playlist.segments) {
    const index = main.segments.findIndex((led) => led.number === number);
    const led = main.segments[index]?.dateMs;
    if (led === undefined) continue;
    assert.ok(dateMs !== null && led !== null);
    const earliest = main.segments[index - 1]?.dateMs ?? -Infinity;
    assert.ok(
      dateMs <= led && dateMs > earliest,
      `segment ${number} begins ${dateMs - led} ms late`,
    );
  }
}

test('after kill -9 of ffmpeg all pictures go on, with the same discontinuities', async (t) => {
  const app = await startPorch(t);
  const client = await new LiveClient(t, `${app.url}cameras/porch/live?rendition=100p`).open();
  await client.hearFragments(60);
  const before = inits(client).length;
  const [ffmpeg] = await childrenOf(process.pid, 'ffmpeg');
  process.kill(ffmpeg ?? assert.fail(), 'SIGKILL');
  const init = await eventually('another init', () => inits(client)[before] ?? null, 15_000);
  assert.ok(init.after > 0);
  await client.hearFragments(init.after + 150);
  const playlists = await Promise.all(
    PICTURES.map(async (id) => parsePlaylist(await readText(app, `cameras/porch/hls/${id}.m3u8`))),
  );
  const [main, ...others] = playlists;
  assert.ok(main);
  for (const playlist of others) {
    assert.deepEqual(lintPlaylist(playlist, WITH_HOLES), []);
    assertDates(playlist, main);
    const listed = outlineOf(playlist).slice(0, -1);
    assert.ok(listed.length > 1);
    const led = outlineOf(main);
    assert.deepEqual(
      listed.filter((each) => !led.includes(each)),
      [],
    );
  }
});

function attributesOf(element: XmlElement, name: string): XmlElement['attributes'][] {
  return findAll(element, name).map(({ attributes }) => attributes);
}

test('the manifest has all pictures in one set, and each of its addresses leads to media', async (t) => {
  const app = await startPorch(t);
  const manifest = parseXml(await readText(app, 'cameras/porch/dash/manifest.mpd'));
  assert.deepEqual(lintStructure(manifest), []);
  const period = findAll(manifest, 'Period').at(-1) ?? assert.fail();
  const [pictures, sound] = findAll(period, 'AdaptationSet');
  assert.ok(pictures && sound);
  assert.equal(pictures.attributes['segmentAlignment'], 'true');
  assert.equal(pictures.attributes['startWithSAP'], '1');
  const versions = attributesOf(pictures, 'Representation');
  assert.deepEqual(
    versions.map(({ id, width, height, frameRate }) => [id, width, height, frameRate]),
    [
      ['video', '320', '180', '30'],
      ['140p', '248', '140', '30'],
      ['100p', '178', '100', '30'],
    ],
  );
  const [template] = attributesOf(pictures, 'SegmentTemplate');
  const number = template?.['startNumber'] ?? '';
  for (const id of PICTURES) {
    for (const address of [template?.['initialization'], template?.['media']]) {
      const path = address?.replace('$RepresentationID$', id).replace('$Number$', number);
      const { status } = await app.get(`cameras/porch/dash/${path}`);
      assert.equal(status, 200, path);
    }
  }
});

test('ffprobe reads all pictures of the multivariant playlist', async (t) => {
  const app = await startPorch(t);
  const shown = ['-v', 'error', '-show_entries', 'stream=codec_name,height', '-of', 'csv=p=0'];
  const { stdout } = await execa('ffprobe', [...shown, `${app.url}cameras/porch/hls/index.m3u8`]);
  const streams = new Set(stdout.split('\n').filter((line) => line !== ''));
  assert.deepEqual(streams, new Set(['h264,180', 'h264,140', 'h264,100', 'aac']));
});

test('live.mp4 brings the picture that was asked for, with the sound', async (t) => {
  const app = await startPorch(t);
  const args = [
    '-v',
    'error',
    '-read_intervals',
    '%+1',
    '-show_entries',
    'stream=codec_name,height',
  ];
  const url = `${app.url}cameras/porch/live.mp4?rendition=100p`;
  const { stdout } = await execa('ffprobe', [...args, '-of', 'csv=p=0', url]);
  assert.deepEqual(stdout.trim().split('\n'), ['h264,100', 'aac']);
  for (const rendition of ['180p', 'audio', '', 'x']) {
    const response = await app.get(`cameras/porch/live.mp4?rendition=${rendition}`);
    assert.equal(response.status, 404, rendition);
    assert.match(await response.text(), /rendition_not_found.*only video, 140p, 100p/);
  }
});

test('a clip has one picture, the main one', async (t) => {
  const app = await startPorch(t);
  const path = join(await temporaryDirectory(t), 'clip.mp4');
  const response = await app.get('cameras/porch/clip.mp4?seconds=2');
  await writeFile(path, Buffer.from(await response.arrayBuffer()));
  const args = ['-v', 'error', '-show_entries', 'stream=codec_name,height', '-of', 'csv=p=0', path];
  assert.deepEqual((await execa('ffprobe', args)).stdout.trim().split('\n'), ['h264,180', 'aac']);
});

test('the state tells what there is to choose from, and changes with the options', async (t) => {
  const app = await startPorch(t);
  const sizes = (states: readonly State[]): unknown[] =>
    states.map(({ id, width, height }) => [id, width, height]);
  const before = await renditionsOf(app);
  assert.deepEqual(sizes(before), [
    ['video', 320, 180],
    ['140p', 248, 140],
    ['100p', 178, 100],
  ]);
  assert.ok(before.every(({ bitrate_kbps: kbps }) => kbps !== null && kbps > 0));
  await patch(app, { renditions: ['110p@150'] });
  const variants = await readVariants(app, 'index');
  assert.deepEqual(
    variants.map(({ uri }) => uri),
    ['video.m3u8', '110p.m3u8'],
  );
  assert.equal((await app.get('cameras/porch/hls/100p.m3u8')).status, 404);
  await patch(app, { renditions: null });
  assert.equal((await readVariants(app, 'index')).length, 1);
  assert.deepEqual(sizes(await renditionsOf(app)), [['video', 320, 180]]);
});

const inits = ({ said }: LiveClient): readonly Said[] => said.filter(({ type }) => type === 'init');

/** Frames of a track, which follow each other without a hole. */
function framesOf({ fragments }: LiveClient, track: unknown): readonly LiveFragment[] {
  const frames = fragments.filter((each) => each.track === track);
  for (const [index, { decodeTime }] of frames.entries()) {
    const previous = frames[index - 1];
    if (previous) assert.ok(decodeTime - previous.decodeTime < 9_000, 'a hole');
  }
  return frames;
}

test('a live viewer gets the picture it asks for, and goes to another one at a keyframe', async (t) => {
  const app = await startPorch(t);
  const client = await new LiveClient(t, `${app.url}live`).open();
  const ask = (rendition?: string): void =>
    client.send({ type: 'subscribe', camera: 'porch', ...(rendition ? { rendition } : {}) });
  ask('100p');
  await client.hearFragments(60);
  const [first, sound] = inits(client);
  assert.deepEqual([first?.['kind'], first?.['rendition']], ['video', '100p']);
  assert.equal(sound?.['kind'], 'audio');
  const way = [first];
  for (const rendition of ['140p', undefined, '100p', 'video', '140p']) {
    const before = inits(client).length;
    ask(rendition);
    const next = await eventually('another init', () => inits(client)[before] ?? null);
    assert.deepEqual([next['kind'], next['rendition']], ['video', rendition ?? 'video']);
    await client.hearFragments(client.fragments.length + 20);
    assert.equal(inits(client).length, before + 1);
    way.push(next);
  }
  const frames = client.fragments.filter(({ track }) => track !== sound?.['track']);
  let end = frames[0]?.decodeTime ?? 0;
  for (const [index, { track, isKey, decodeTime, duration }] of frames.entries()) {
    // What is left of the picture before may be overwritten, but nothing may be missing.
    assert.ok(decodeTime <= end + 10, `${decodeTime - end} ticks are missing`);
    if (frames[index - 1]?.track !== track) assert.ok(isKey, 'begins with a keyframe');
    end = Math.max(end, decodeTime + duration);
  }
  assert.equal(new Set(frames.map(({ track }) => track)).size, 3);
  framesOf(client, sound?.['track']);
});

test('a rendition that is not there is said, and what plays goes on', async (t) => {
  const app = await startPorch(t);
  const client = await new LiveClient(t, `${app.url}live`).open();
  client.send({ type: 'subscribe', camera: 'porch', rendition: '480p' });
  const error = await client.hear('error');
  assert.deepEqual([error['code'], error['camera']], ['rendition_not_found', 'porch']);
  client.send({ type: 'subscribe', camera: 'porch' });
  await client.hearFragments(10);
  const before = client.said.length;
  client.send({ type: 'subscribe', camera: 'porch', rendition: 'audio' });
  assert.equal((await client.hear('error', before))['code'], 'rendition_not_found');
  await client.hearFragments(client.fragments.length + 30);
  client.send({ type: 'subscribe', camera: 'porch', rendition: 7 });
  const nonsense = await client.hear('error', before + 1);
  assert.equal(nonsense['code'], 'bad_message');
});

test('a live viewer whose rendition is taken away is told so', async (t) => {
  const app = await startPorch(t);
  const client = await new LiveClient(t, `${app.url}cameras/porch/live?rendition=100p`).open();
  await client.hearFragments(10);
  await patch(app, { renditions: ['140p@200'] });
  assert.equal((await client.hear('error'))['code'], 'rendition_not_found');
  const before = client.said.length;
  client.send({ type: 'subscribe', camera: 'porch', rendition: '140p' });
  assert.equal((await client.hear('init', before))['rendition'], '140p');
});

test('a rendition that turns out to be none is told to who waits for it', async (t) => {
  const path = join(await temporaryDirectory(t), 'a.mp4');
  await makeFlashAndBeep(path, ['-an']);
  const camera = { id: 'porch', source: `file:${path}`, renditions: ['720p@900', '100p@100'] };
  const app = await startTestApp(t, { cameras: [{ ...camera, start: 'on_demand' }] });
  const client = await new LiveClient(t, `${app.url}live`).open();
  client.send({ type: 'subscribe', camera: 'porch', rendition: '720p' });
  assert.equal((await client.hear('error'))['code'], 'rendition_not_found');
  const other = await new LiveClient(t, `${app.url}cameras/porch/live?rendition=100p`).open();
  assert.equal((await other.hear('init'))['rendition'], '100p');
});
