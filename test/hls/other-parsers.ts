// Programs of others that read playlists.

import assert from 'node:assert/strict';
import { parse, setOptions } from 'hls-parser';
import type { types } from 'hls-parser';
import { Parser } from 'm3u8-parser';
import type { ParsedManifest } from 'm3u8-parser';

// It counts segments where the draft counts seconds, and would print what it finds wrong.
setOptions({ silent: true });

export function parseWithM3u8Parser(text: string): ParsedManifest {
  const parser = new Parser();
  const warnings: string[] = [];
  parser.on('warn', ({ message }) => warnings.push(message));
  parser.push(text);
  parser.end();
  assert.deepEqual(warnings, []);
  return parser.manifest;
}

export function parseWithHlsParser(text: string): types.MediaPlaylist {
  const parsed = parse(text);
  assert.ok(!parsed.isMasterPlaylist);
  return parsed;
}
