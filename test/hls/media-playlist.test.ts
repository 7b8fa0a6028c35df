import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import {
  REGULAR,
  createPresentation,
  createSamples,
  feed,
  startAttempt,
} from '../packager/samples.ts';
import { lintPlaylist } from './lint.ts';
import { parsePlaylist } from './playlist.ts';
import { parseWithM3u8Parser } from './other-parsers.ts';
import { keyframesAfter, playStream, render } from './streams.ts';
import type { Stream } from './streams.ts';

function matchGolden(t: TestContext, text: string, name: string): void {
  t.assert.fileSnapshot(text, `test/golden/hls/${name}.m3u8`, {
    serializers: [(value: string) => value],
  });
}

const ENCODED = { script: REGULAR, gopSeconds: 1 };

/** Where each golden file comes from. */
const GOLDEN: Readonly<Record<string, Stream>> = {
  'fresh-start': { attempts: [{ ...ENCODED, script: { ...REGULAR, seconds: 0.52 } }] },
  steady: {
    windowSeconds: 10,
    attempts: [{ ...ENCODED, script: { ...REGULAR, seconds: 14.64 } }],
  },
  'restart-with-discontinuity': {
    windowSeconds: 10,
    attempts: [
      { ...ENCODED, script: { ...REGULAR, seconds: 4.5 } },
      { ...ENCODED, script: { ...REGULAR, seconds: 2.44 }, pauseMs: 3_210, codec: 'avc1.4d401f' },
    ],
  },
  'mid-gop-cut': {
    windowSeconds: 10,
    attempts: [{ script: { ...REGULAR, seconds: 9.32, gop: keyframesAfter([25, 25, 150, 33]) } }],
  },
};

for (const [name, stream] of Object.entries(GOLDEN)) {
  test(`golden media playlist: ${name}`, (t) => {
    const text = render(playStream(stream).rendition);
    assert.deepEqual(lintPlaylist(parsePlaylist(text)), []);
    matchGolden(t, text, name);
  });
}

test('golden media playlist: delta-update', (t) => {
  const script = { ...REGULAR, seconds: 30.44 };
  const { rendition } = playStream({ windowSeconds: 30, attempts: [{ ...ENCODED, script }] });
  const text = render(rendition, true);
  assert.deepEqual(lintPlaylist(parsePlaylist(text)), []);
  matchGolden(t, text, 'delta-update');
});

test('a player without low latency finds ordinary HLS', () => {
  const { rendition } = playStream(GOLDEN['steady'] ?? { attempts: [] });
  const plain = render(rendition)
    .split('\n')
    .filter((line) => !/^#EXT-X-(PART|PRELOAD|SERVER)/.test(line))
    .join('\n');
  const parsed = parseWithM3u8Parser(plain);
  assert.ok(parsed.segments.length >= 10);
  assert.ok(parsed.segments.every(({ duration }) => duration === 1));
});

test('a delta update that would skip nothing is the whole playlist', () => {
  const { rendition } = playStream({ windowSeconds: 10, attempts: [ENCODED] });
  assert.equal(render(rendition, true), render(rendition));
});

// RFC 8216bis, section 4.4.4.9: parts go by what the playlist says of their distance from its end, and a part
// of one long frame is listed as no longer than parts may be.
test('a long frame in the newest segment takes no older parts away', () => {
  const frame = (index: number): number => (index > 200 && index % 25 === 3 ? 39_600 : 3_600);
  const script = { ...REGULAR, seconds: 20, frame };
  let playlists = 0;
  playStream({ attempts: [{ ...ENCODED, script }] }, ({ rendition }) => {
    if (!rendition.isReady) return;
    playlists++;
    const problems = lintPlaylist(parsePlaylist(render(rendition)), { allowShortParts: true });
    assert.deepEqual(problems, []);
  });
  assert.ok(playlists > 300);
});

// The cache of playlists rests on it.
test('the same version renders the same segments, whatever has come since', () => {
  const { presentation, rendition } = createPresentation({ windowSeconds: 30 });
  const texts = new Map<number, string>();
  const withoutHint = (text: string): string => text.replace(/#EXT-X-PRELOAD.*\n/, '');
  const attempt = startAttempt(presentation, { gopSeconds: 1 });
  feed(attempt, createSamples({ ...REGULAR, seconds: 40 }), () => {
    if (!rendition.isReady) return;
    for (const skip of [false, true]) {
      const key = 2 * rendition.window.version + Number(skip);
      const text = withoutHint(render(rendition, skip));
      assert.equal(text, texts.get(key) ?? text);
      texts.set(key, text);
    }
  });
  assert.ok(texts.size > 300);
});

test('a rendition that is not ready has no playlist', () => {
  const { presentation, rendition } = createPresentation();
  assert.throws(() => render(rendition), RangeError);
  feed(startAttempt(presentation), createSamples({ ...REGULAR, seconds: 0.5 }));
  assert.equal(rendition.isReady, false);
  assert.throws(() => render(rendition), RangeError);
});
