// Reloads a media playlist as a low-latency player does, and holds each answer to the rules.

import assert from 'node:assert/strict';
import { eventually } from '../eventually.ts';
import type { TestApp } from '../running-app.ts';
import { lintPlaylist, lintSuccession } from './lint.ts';
import type { LintOptions } from './lint.ts';
import { parsePlaylist } from './playlist.ts';
import type { Playlist } from './playlist.ts';

const RELOADS = 30;
const SETTLED_SEGMENTS = 5;
const SETTLED_WITHIN_MS = 15_000;

/** Before that, a hint may turn out wrong: where the next keyframe comes is not known yet. */
export async function whenHintsHold(app: TestApp, path: string): Promise<void> {
  const look = async (): Promise<true | null> => {
    const { segments } = await read(app, path);
    return segments.length > SETTLED_SEGMENTS ? true : null;
  };
  await eventually('keyframes in a rhythm, so that hints can be kept', look, SETTLED_WITHIN_MS);
}

/** Waits for each hinted part; every other time it asks for a delta update. */
export async function followPlaylist(
  app: TestApp,
  path: string,
  options: LintOptions = {},
): Promise<Playlist> {
  let before: Playlist | null = null;
  for (let reloads = 0; ; reloads++) {
    const [hint] = before?.hints ?? [];
    const [, segment, part] = /(\d+)\.(\d+)s?\.m4s/.exec(hint?.get('URI') ?? '') ?? [];
    const skip = reloads % 2 === 0 ? '' : '&_HLS_skip=YES';
    const query = segment ? `?_HLS_msn=${segment}&_HLS_part=${part}${skip}` : '';
    const playlist = await read(app, `${path}${query}`);
    assert.deepEqual(lintPlaylist(playlist, options), [], path);
    if (before && skip === '') {
      assert.deepEqual(lintSuccession(before, playlist, options), [], path);
    }
    if (skip === '') before = playlist;
    if (reloads === RELOADS) return playlist;
  }
}

async function read(app: TestApp, path: string): Promise<Playlist> {
  const response = await app.get(path);
  return parsePlaylist(await response.text());
}
