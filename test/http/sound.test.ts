// What each way of watching makes of a camera with sound.

import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { execa } from 'execa';
import { iterateBoxes, requireBox } from '../../src/mp4/box.ts';
import { makeFlashAndBeep } from '../av-sync.ts';
import { findAll, lintStructure, parseXml } from '../dash/structure.ts';
import { eventually } from '../eventually.ts';
import { followPlaylist, whenHintsHold } from '../hls/follow.ts';
import { parseAttributes } from '../hls/playlist.ts';
import { LiveClient } from '../live-client.ts';
import { childrenOf } from '../processes.ts';
import { startTestApp, temporaryDirectory } from '../running-app.ts';
import type { TestApp } from '../running-app.ts';

async function startPorch(
  t: TestContext,
  place: Promise<string> = temporaryDirectory(t),
): Promise<TestApp> {
  const path = join(await place, 'a.mp4');
  await makeFlashAndBeep(path, ['-c:a', 'aac']);
  const app = await startTestApp(t, { cameras: [{ id: 'porch', source: `file:${path}` }] });
  const { status } = await app.get('cameras/porch/hls/index.m3u8');
  assert.equal(status, 200);
  return app;
}

async function readText(app: TestApp, path: string): Promise<string> {
  return (await app.get(path)).text();
}

interface Stream {
  readonly codec_name: string;
  readonly start_time: string;
  readonly duration: string;
}

async function probe(t: TestContext, mp4: Buffer): Promise<readonly Stream[]> {
  const path = join(await temporaryDirectory(t), 'a.mp4');
  await writeFile(path, mp4);
  const { stderr } = await execa('ffmpeg', ['-v', 'error', '-i', path, '-f', 'null', '-']);
  assert.equal(stderr, '');
  const args = ['-v', 'error', '-of', 'json', '-show_streams', path];
  const { stdout } = await execa('ffprobe', args);
  return (JSON.parse(stdout) as { streams: readonly Stream[] }).streams;
}

test('the multivariant playlist brings the sound along, and names both codecs', async (t) => {
  const app = await startPorch(t);
  for (const suffix of ['', '-near']) {
    const name = suffix === '' ? 'index' : 'near';
    const lines = (await readText(app, `cameras/porch/hls/${name}.m3u8`)).split('\n');
    const media = parseAttributes(
      lines.find((line) => line.startsWith('#EXT-X-MEDIA:'))?.split('MEDIA:')[1] ?? '',
    );
    const variant = parseAttributes(
      lines.find((line) => line.startsWith('#EXT-X-STREAM-INF:'))?.split('INF:')[1] ?? '',
    );
    assert.equal(media.get('TYPE'), 'AUDIO');
    assert.equal(media.get('URI'), `audio${suffix}.m3u8`);
    assert.equal(variant.get('AUDIO'), media.get('GROUP-ID'));
    assert.match(variant.get('CODECS') ?? '', /^avc1\.[0-9a-f]{6},mp4a\.40\.2$/);
  }
});

test('both media playlists keep the rules, from one to the next, and tell of each other', async (t) => {
  const app = await startPorch(t);
  await whenHintsHold(app, 'cameras/porch/hls/audio.m3u8');
  const names = ['video.m3u8', 'audio.m3u8', 'video-near.m3u8', 'audio-near.m3u8'];
  const playlists = await Promise.all(
    names.map((name) => followPlaylist(app, `cameras/porch/hls/${name}`)),
  );
  const targets = new Set(playlists.map(({ head }) => head.get('TARGETDURATION')));
  assert.equal(targets.size, 1);
  for (const [index, { lines }] of playlists.entries()) {
    const reports = lines.filter((line) => line.startsWith('#EXT-X-RENDITION-REPORT:'));
    const report = parseAttributes(reports[0]?.split('REPORT:')[1] ?? '');
    assert.equal(reports.length, 1);
    assert.equal(report.get('URI'), names[index % 2 === 0 ? index + 1 : index - 1]);
    assert.match(report.get('LAST-MSN') ?? '', /^\d+$/);
    assert.match(report.get('LAST-PART') ?? '', /^\d+$/);
  }
});

test('every Period of the manifest has picture and sound, with the same numbers', async (t) => {
  const app = await startPorch(t);
  const manifest = await eventually(
    'two periods',
    async () => {
      const xml = parseXml(await readText(app, 'cameras/porch/dash/manifest.mpd'));
      return findAll(xml, 'Period').length > 1 ? xml : null;
    },
    15_000,
  );
  assert.deepEqual(lintStructure(manifest), []);
  for (const period of findAll(manifest, 'Period')) {
    const kinds = findAll(period, 'AdaptationSet').map(({ attributes }) => attributes['mimeType']);
    const templates = findAll(period, 'SegmentTemplate').map(({ attributes }) => attributes);
    assert.deepEqual(kinds, ['video/mp4', 'audio/mp4']);
    const [video, audio] = templates;
    assert.equal(audio?.['startNumber'], video?.['startNumber']);
    const [starts, startsOfSound] = templates.map(
      (each) => Number(each['presentationTimeOffset']) / Number(each['timescale']),
    );
    assert.ok(Math.abs((starts ?? NaN) - (startsOfSound ?? NaN)) < 0.001);
  }
});

test('live.mp4 has both tracks from 0 on', async (t) => {
  const app = await startPorch(t);
  const response = await app.get('cameras/porch/live.mp4');
  const chunks: Buffer[] = [];
  const endMs = Date.now() + 3_000;
  for await (const chunk of response.body ?? []) {
    chunks.push(Buffer.from(chunk));
    if (Date.now() > endMs) break;
  }
  const path = join(await temporaryDirectory(t), 'live.mp4');
  await writeFile(path, Buffer.concat(chunks));
  const args = ['-v', 'error', '-of', 'json', '-show_streams', path];
  const { streams } = JSON.parse((await execa('ffprobe', args)).stdout) as {
    streams: readonly Stream[];
  };
  assert.deepEqual(
    streams.map(({ codec_name: name }) => name),
    ['h264', 'aac'],
  );
  assert.ok(streams.every(({ start_time: start }) => Number(start) < 0.03));
  const [picture, sound] = streams.map(({ duration }) => Number(duration));
  assert.ok(Math.abs((picture ?? NaN) - (sound ?? NaN)) < 0.3, `${picture} s, ${sound} s`);
});

test('a clip has its sound', async (t) => {
  const app = await startPorch(t);
  const streams = await eventually('three seconds', async () => {
    const response = await app.get('cameras/porch/clip.mp4?seconds=3');
    const found = await probe(t, Buffer.from(await response.arrayBuffer()));
    return Number(found[0]?.duration) > 3 ? found : null;
  });
  assert.deepEqual(
    streams.map(({ codec_name: name }) => name),
    ['h264', 'aac'],
  );
  const [picture, sound] = streams.map(({ duration }) => Number(duration));
  assert.ok(Math.abs((picture ?? NaN) - (sound ?? NaN)) < 0.15, `${picture} s, ${sound} s`);
});

test('a live viewer is told of both tracks before the first frame of either', async (t) => {
  const app = await startPorch(t);
  const client = await new LiveClient(t, `${app.url}cameras/porch/live`).open();
  const fragments = await client.hearFragments(150);
  const inits = client.said.filter(({ type }) => type === 'init');
  assert.deepEqual(
    inits.map(({ kind, codec, after }) => [kind, String(codec).slice(0, 4), after]),
    [
      ['video', 'avc1', 0],
      ['audio', 'mp4a', 0],
    ],
  );
  const tracks = inits.map(({ track }) => track);
  const [picture, sound] = tracks.map((track) => fragments.filter((each) => each.track === track));
  assert.ok(picture && sound && picture.length > 30 && sound.length > 40);
  // Both from the same keyframe on.
  const apart = (picture[0]?.decodeTime ?? 0) / 90_000 - (sound[0]?.decodeTime ?? 0) / 48_000;
  assert.ok(Math.abs(apart) < 0.03, `${apart} s`);
});

test('a live viewer whose camera loses its sound is asked to begin anew, and can', async (t) => {
  const app = await startPorch(t);
  const client = await new LiveClient(t, `${app.url}cameras/porch/live`).open();
  await client.hearFragments(20);
  const response = await app.get('api/cameras/porch', {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ audio: 'none' }),
  });
  assert.equal(response.status, 200, await response.text());
  const error = await client.hear('error');
  assert.equal(error['code'], 'tracks_changed');
  const before = client.said.length;
  client.send({ type: 'subscribe', camera: 'porch' });
  const init = await client.hear('init', before);
  assert.equal(init['kind'], 'video');
  assert.doesNotMatch(await readText(app, 'cameras/porch/hls/index.m3u8'), /AUDIO/);
});

test('who comes while the camera is away is told of both tracks at once', async (t) => {
  const place = temporaryDirectory(t);
  const app = await startPorch(t, place);
  await rm(join(await place, 'a.mp4'));
  for (const pid of await childrenOf(process.pid, 'ffmpeg')) process.kill(pid, 'SIGKILL');
  await eventually('it is away', async () => {
    const { status } = (await (await app.get('api/cameras/porch')).json()) as { status: string };
    return status === 'retrying' ? true : null;
  });
  const client = await new LiveClient(t, `${app.url}cameras/porch/live`).open();
  await client.hearFragments(1);
  const kinds = client.said.filter(({ type, after }) => type === 'init' && after === 0);
  assert.deepEqual(
    kinds.map(({ kind }) => kind),
    ['video', 'audio'],
  );
  const response = await app.get('cameras/porch/live.mp4');
  const reader = response.body?.getReader() ?? assert.fail();
  const { value } = await reader.read();
  await reader.cancel();
  const tracks = [...iterateBoxes(requireBox(Buffer.from(value ?? []), 'moov'))].filter(
    ({ type }) => type === 'trak',
  );
  assert.equal(tracks.length, 2);
});
