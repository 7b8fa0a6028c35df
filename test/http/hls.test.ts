import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { startTestApp } from '../running-app.ts';
import type { TestApp } from '../running-app.ts';
import { assertSameBytes } from '../same-bytes.ts';

const DEMO = { cameras: [{ id: 'demo', name: 'Demo', source: 'test:' }] };
const MEDIA_PLAYLIST = 'cameras/demo/hls/video.m3u8';

async function startDemo(t: TestContext): Promise<TestApp> {
  const app = await startTestApp(t, DEMO);
  // Held until there is something to play.
  const response = await app.get('cameras/demo/hls/index.m3u8');
  assert.equal(response.status, 200, await response.text());
  return app;
}

interface Hint {
  readonly uri: string;
  readonly segment: number;
  readonly part: number;
}

function readHint(playlist: string): Hint {
  const found = /PRELOAD-HINT:TYPE=PART,URI="([^"]*\/(\d+)\.(\d+)\.m4s)"/.exec(playlist);
  assert.ok(found?.[1], playlist);
  return { uri: found[1], segment: Number(found[2]), part: Number(found[3]) };
}

async function errorOf(response: Response): Promise<{ code: string; message: string }> {
  const body = (await response.json()) as { error: { code: string; message: string } };
  return body.error;
}

test('the multivariant playlist leads to a media playlist, its init segment and its parts', async (t) => {
  const app = await startDemo(t);
  const index = await app.get('cameras/demo/hls/index.m3u8');
  assert.equal(index.headers.get('content-type'), 'application/vnd.apple.mpegurl');
  assert.equal(index.headers.get('cache-control'), 'no-cache');
  assert.equal(index.headers.get('access-control-allow-origin'), '*');
  const uri = (await index.text()).split('\n').find((line) => line.endsWith('.m3u8'));
  const playlistUrl = new URL(uri ?? '', index.url);
  const playlist = await (await fetch(playlistUrl)).text();
  for (const found of playlist.matchAll(/#EXT-X-(?:MAP|PART):.*?URI="([^"]+)"/g)) {
    const media = await fetch(new URL(found[1] ?? '', playlistUrl));
    assert.equal(media.status, 200);
    assert.equal(media.headers.get('content-type'), 'video/mp4');
    assert.equal(media.headers.get('cache-control'), 'public, max-age=3600, immutable');
    assert.equal(
      Number(media.headers.get('content-length')),
      (await media.arrayBuffer()).byteLength,
    );
  }
});

test('a reload that asks for the next part is held until the part is in the playlist', async (t) => {
  const app = await startDemo(t);
  const { segment, part, uri } = readHint(await (await app.get(MEDIA_PLAYLIST)).text());
  const response = await app.get(`${MEDIA_PLAYLIST}?_HLS_msn=${segment}&_HLS_part=${part}`);
  // A part index beyond the last part of a segment means part 0 of the next one.
  const held = await response.text();
  const next = `${segment + 1}.0.m4s`;
  assert.ok(held.includes(`PART:DURATION=0.20000,URI="${uri}"`) || held.includes(next), held);
  // RFC 8216bis, appendix B.1: what a blocking reload brings may be cached.
  assert.match(response.headers.get('cache-control') ?? '', /^public, max-age=\d+$/);
});

test('a hinted part is sent the moment it exists, and is the part listed afterwards', async (t) => {
  const app = await startDemo(t);
  const hint = readHint(await (await app.get(MEDIA_PLAYLIST)).text());
  const hinted = await app.get(`cameras/demo/hls/${hint.uri}`);
  assert.equal(hinted.status, 200);
  const bytes = Buffer.from(await hinted.arrayBuffer());
  const listed = await app.get(`cameras/demo/hls/${hint.uri}`);
  assertSameBytes(Buffer.from(await listed.arrayBuffer()), bytes);
});

test('directives that make no sense, or reach too far ahead, are refused at once', async (t) => {
  const app = await startDemo(t);
  const { segment } = readHint(await (await app.get(MEDIA_PLAYLIST)).text());
  // RFC 8216bis, section 6.2.5.2: "_HLS_part" without "_HLS_msn": the server MUST answer 400.
  const refused = [
    ['_HLS_part=1', 'invalid_directive'],
    ['_HLS_msn=-1', 'invalid_directive'],
    ['_HLS_msn=1.5', 'invalid_directive'],
    ['_HLS_msn=', 'invalid_directive'],
    ['_HLS_msn=1&_HLS_msn=2', 'invalid_directive'],
    [`_HLS_msn=${segment}&_HLS_part=x`, 'invalid_directive'],
    ['_HLS_skip=maybe', 'invalid_directive'],
    [`_HLS_msn=${segment + 9}`, 'too_far_ahead'],
    [`_HLS_msn=${segment}&_HLS_part=500`, 'too_far_ahead'],
  ];
  for (const [query, code] of refused) {
    const response = await app.get(`${MEDIA_PLAYLIST}?${query}`);
    assert.equal(response.status, 400, query);
    assert.equal((await errorOf(response)).code, code, query);
    assert.equal(response.headers.get('cache-control'), 'no-store');
  }
});

test('a segment that has left is asked for in vain, and so is one that lies ahead', async (t) => {
  const app = await startDemo(t);
  const { uri, segment } = readHint(await (await app.get(MEDIA_PLAYLIST)).text());
  for (const name of [`${segment + 50}.m4s`, '1.m4s', `${segment}.99.m4s`, 'init-1.mp4', 'x.m4s']) {
    const response = await app.get(`cameras/demo/hls/${uri.replace(/[^/]+$/, name)}`);
    assert.equal(response.status, 404, name);
    assert.equal((await errorOf(response)).code, 'media_not_found', name);
  }
  const foreign = await app.get(`cameras/demo/media/other/video/${segment}.m4s`);
  assert.equal(foreign.status, 404);
});

test('the same bytes leave by HLS part by part, by HLS segment, and by DASH while the segment grows', async (t) => {
  const app = await startDemo(t);
  const { segment, uri } = readHint(await (await app.get(MEDIA_PLAYLIST)).text());
  const base = new URL(`cameras/demo/hls/${uri.replace(/[^/]+$/, '')}`, app.url);
  const manifest = await (await app.get('cameras/demo/dash/manifest.mpd')).text();
  const template = /media="([^"]+)"/.exec(manifest)?.[1] ?? '';
  const next = segment + 1;
  const dashUrl = new URL(
    template.replace('$Number$', String(next)),
    new URL('cameras/demo/dash/', app.url),
  );
  assert.equal(dashUrl.href, new URL(`${next}.m4s`, base).href);
  // Asked for before it began: held, then sent as it grows.
  const growing = await fetch(dashUrl);
  assert.equal(growing.headers.get('content-length'), null);
  const byDash = Buffer.from(await growing.arrayBuffer());
  const whole = await fetch(dashUrl);
  assert.equal(Number(whole.headers.get('content-length')), byDash.length);
  assertSameBytes(Buffer.from(await whole.arrayBuffer()), byDash);
  const parts: Buffer[] = [];
  for (let index = 0; ; index++) {
    const part = await fetch(new URL(`${next}.${index}.m4s`, base));
    if (part.status !== 200) break;
    parts.push(Buffer.from(await part.arrayBuffer()));
  }
  assert.ok(parts.length >= 4);
  assertSameBytes(Buffer.concat(parts), byDash);
});

test('ranges of a segment, of a part of it and beyond it are answered as RFC 9110 asks', async (t) => {
  const app = await startDemo(t);
  const { uri } = readHint(await (await app.get(MEDIA_PLAYLIST)).text());
  const url = new URL(`cameras/demo/hls/${uri}`, app.url);
  const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
  const middle = await fetch(url, { headers: { range: 'bytes=10-19' } });
  assert.equal(middle.status, 206);
  assert.equal(middle.headers.get('content-range'), `bytes 10-19/${bytes.length}`);
  assert.deepEqual(Buffer.from(await middle.arrayBuffer()), bytes.subarray(10, 20));
  const tail = await fetch(url, { headers: { range: 'bytes=-5' } });
  assert.deepEqual(Buffer.from(await tail.arrayBuffer()), bytes.subarray(-5));
  const beyond = await fetch(url, { headers: { range: `bytes=${bytes.length + 5}-` } });
  assert.equal(beyond.status, 416);
  assert.equal(beyond.headers.get('content-range'), `bytes */${bytes.length}`);
  const head = await fetch(url, { method: 'HEAD' });
  assert.equal(Number(head.headers.get('content-length')), bytes.length);
});

test('pages of any origin may ask for media, and preflights are answered', async (t) => {
  const app = await startDemo(t);
  const preflight = await app.get(MEDIA_PLAYLIST, {
    method: 'OPTIONS',
    headers: { origin: 'https://player.example', 'access-control-request-headers': 'range' },
  });
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers.get('access-control-allow-origin'), '*');
  assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /Range/);
  const wrong = await app.get(MEDIA_PLAYLIST, { method: 'POST' });
  assert.equal(wrong.status, 405);
  assert.equal(wrong.headers.get('allow'), 'GET, HEAD, OPTIONS');
});

test('the near playlist has parts half as long, of the same bytes', async (t) => {
  const app = await startTestApp(t, DEMO);
  const near = await (await app.get('cameras/demo/hls/near.m3u8')).text();
  assert.match(near, /^video-near\.m3u8$/m);
  const [short, joined] = await Promise.all(
    ['video-near', 'video'].map(async (name) => {
      const playlist = await (await app.get(`cameras/demo/hls/${name}.m3u8`)).text();
      const target = Number(/PART-TARGET=([\d.]+)/.exec(playlist)?.[1]);
      const [, segment] = /media\/(\S+)\.0s?\.m4s",INDEPENDENT/.exec(playlist) ?? [];
      return { target, segment };
    }),
  );
  assert.ok(short && joined);
  assert.equal(joined.target / short.target, 2);
  const bytes = async (part: string): Promise<Buffer> => {
    const response = await app.get(`cameras/demo/media/${joined.segment}.${part}.m4s`);
    assert.equal(response.status, 200);
    return Buffer.from(await response.arrayBuffer());
  };
  assertSameBytes(Buffer.concat([await bytes('0s'), await bytes('1s')]), await bytes('0'));
});
