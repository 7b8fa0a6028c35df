// Thousands of playlists, each held against the one before it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  camera,
  createPictures,
  feedPictures,
  scaled,
  startPictures,
} from '../packager/two-pictures.ts';
import { lintPlaylist, lintSuccession } from './lint.ts';
import type { LintOptions } from './lint.ts';
import { parsePlaylist } from './playlist.ts';
import type { Playlist, PlaylistSegment } from './playlist.ts';
import { STREAMS, WILD_STREAMS, playStream, render, renderJoined } from './streams.ts';
import type { Stream } from './streams.ts';

interface Seen {
  playlists: number;
  deltas: number;
}

/** Lints the playlist after each published part, and its delta update. */
function lintStream(stream: Stream, options: LintOptions, draw = render): Seen {
  let before: Playlist | null = null;
  let version = -1;
  const seen: Seen = { playlists: 0, deltas: 0 };
  playStream(stream, ({ rendition }) => {
    if (!rendition.isReady || rendition.window.version === version) return;
    version = rendition.window.version;
    const text = draw(rendition);
    const playlist = parsePlaylist(text);
    const problems = lintPlaylist(playlist, options);
    if (before) problems.push(...lintSuccession(before, playlist, options));
    const delta = parsePlaylist(draw(rendition, true));
    problems.push(...lintPlaylist(delta, options));
    assert.deepEqual(problems, [], text);
    if (delta.skipped > 0) {
      assert.deepEqual(applyDelta(playlist, delta), playlist.segments);
      seen.deltas++;
    }
    seen.playlists++;
    before = playlist;
  });
  return seen;
}

/** What a player has after a delta update: the skipped segments are those it knows. */
function applyDelta(known: Playlist, delta: Playlist): PlaylistSegment[] {
  const skipped = known.segments.slice(0, delta.skipped);
  const { discontinuity = 0, map = null } = skipped.at(-1) ?? {};
  const shift = discontinuity - Number(delta.head.get('DISCONTINUITY-SEQUENCE'));
  return [
    ...skipped,
    ...delta.segments.map((segment) => ({
      ...segment,
      map: segment.map ?? map,
      discontinuity: segment.discontinuity + shift,
    })),
  ];
}

for (const [name, stream] of Object.entries(STREAMS)) {
  test(`every playlist keeps the rules: ${name}`, () => {
    const isSteady = stream.attempts.every(({ gopSeconds }) => gopSeconds);
    // Before the rhythm of a camera is known, a hint may be wrong; the hint of a part that an ended
    // attempt never brings is wrong too.
    const allowBrokenHints = !isSteady || stream.attempts.length > 1;
    const { playlists, deltas } = lintStream(stream, { allowBrokenHints });
    assert.ok(playlists > 40, `${playlists} playlists`);
    if ((stream.windowSeconds ?? 20) >= 20) assert.ok(deltas > 10, `${deltas} deltas`);
  });
}

for (const [name, stream] of Object.entries(WILD_STREAMS)) {
  test(`every playlist keeps the rules: ${name}`, () => {
    const allowShortParts = name.startsWith('frames');
    const { playlists } = lintStream(stream, { allowShortParts, allowBrokenHints: true });
    assert.ok(playlists > 300, `${playlists} playlists`);
  });
}

const SHORT_PARTS = { partSeconds: 0.1, joinedPartSeconds: 0.2 };

for (const [name, stream] of Object.entries(STREAMS)) {
  test(`every playlist keeps the rules, with short parts and with those joined: ${name}`, () => {
    for (const draw of [render, renderJoined]) {
      const { playlists } = lintStream(
        { ...stream, ...SHORT_PARTS },
        { allowBrokenHints: true },
        draw,
      );
      assert.ok(playlists > 40, `${playlists} playlists`);
    }
  });
}

/** Frames of a smaller version that a machine which was busy for a moment has left out. */
const LEFT_OUT: Readonly<Record<string, (index: number) => boolean>> = {
  'that is whole': () => false,
  'that lacks frames': (index) => index % 25 > 5 && index % 40 > 20,
};

for (const [name, isLeftOut] of Object.entries(LEFT_OUT)) {
  test(`every playlist of a smaller version ${name} keeps the rules`, () => {
    const hasHoles = name !== 'that is whole';
    const options = { allowShortParts: hasHoles, allowBrokenHints: hasHoles };
    const pictures = createPictures();
    const { window } = pictures.smaller;
    let before: Playlist | null = null;
    let playlists = 0;
    window.changes.follow(() => {
      // By then keyframes are known to have a rhythm.
      if (window.segments.length < 6) return;
      const text = render(pictures.smaller);
      const playlist = parsePlaylist(text);
      const problems = lintPlaylist(playlist, options);
      if (before) problems.push(...lintSuccession(before, playlist, options));
      assert.deepEqual(problems, [], text);
      before = playlist;
      playlists++;
    });
    const frames = camera({ seconds: 30 });
    const versions = scaled(frames, 60).filter((_, index) => !isLeftOut(index));
    feedPictures(startPictures(pictures), frames, versions);
    assert.ok(playlists > 60, `${playlists} playlists`);
  });
}
