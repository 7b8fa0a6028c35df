// The linter sees what is wrong: each rule is broken once.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lintPlaylist, lintSuccession } from './lint.ts';
import { parsePlaylist } from './playlist.ts';

const GOOD = `#EXTM3U
#EXT-X-VERSION:9
#EXT-X-TARGETDURATION:2
#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.536,HOLD-BACK=6.0,CAN-SKIP-UNTIL=12.0
#EXT-X-PART-INF:PART-TARGET=0.512
#EXT-X-MEDIA-SEQUENCE:7
#EXT-X-DISCONTINUITY-SEQUENCE:3
#EXT-X-MAP:URI="init-0.mp4"
#EXT-X-PROGRAM-DATE-TIME:2026-06-01T12:00:00.000Z
#EXT-X-PART:DURATION=0.50000,URI="7.0.m4s",INDEPENDENT=YES
#EXT-X-PART:DURATION=0.50000,URI="7.1.m4s"
#EXTINF:1.00000,
7.m4s
#EXT-X-PROGRAM-DATE-TIME:2026-06-01T12:00:01.000Z
#EXT-X-PART:DURATION=0.50000,URI="8.0.m4s",INDEPENDENT=YES
#EXT-X-PART:DURATION=0.50000,URI="8.1.m4s"
#EXTINF:1.00000,
8.m4s
#EXT-X-DISCONTINUITY
#EXT-X-MAP:URI="init-1.mp4"
#EXT-X-PROGRAM-DATE-TIME:2026-06-01T12:00:09.000Z
#EXT-X-PART:DURATION=0.50000,URI="9.0.m4s",INDEPENDENT=YES
#EXT-X-PART:DURATION=0.50000,URI="9.1.m4s"
#EXT-X-PRELOAD-HINT:TYPE=PART,URI="9.2.m4s"
`;

test('a good playlist is good', () => {
  assert.deepEqual(lintPlaylist(parsePlaylist(GOOD)), []);
});

const BROKEN: readonly (readonly [what: string, from: string | RegExp, to: string])[] = [
  ['no EXTM3U', '#EXTM3U\n', ''],
  ['lines ended as on Windows', '#EXT-X-VERSION:9', '#EXT-X-VERSION:9\r'],
  ['no end of the last line', '"9.2.m4s"\n', '"9.2.m4s"'],
  ['a tag twice', '#EXT-X-VERSION:9', '#EXT-X-VERSION:9\n#EXT-X-VERSION:9'],
  ['an unknown tag', '#EXT-X-VERSION:9', '#EXT-X-VERSION:9\n#EXT-X-PARTINF:1'],
  ['an old version', 'VERSION:9', 'VERSION:7'],
  ['no target duration', /#EXT-X-TARGETDURATION.*\n/, ''],
  ['a target duration with a fraction', 'TARGETDURATION:2', 'TARGETDURATION:2.5'],
  ['a segment beyond the target duration', '#EXTINF:1.00000,\n7', '#EXTINF:2.50000,\n7'],
  ['no part target', /#EXT-X-PART-INF.*\n/, ''],
  ['a small part hold-back', 'PART-HOLD-BACK=1.536', 'PART-HOLD-BACK=1.5'],
  ['a small hold-back', ',HOLD-BACK=6.0', ',HOLD-BACK=5.9'],
  ['a small skip boundary', 'CAN-SKIP-UNTIL=12.0', 'CAN-SKIP-UNTIL=11.9'],
  ['no blocking reload', 'CAN-BLOCK-RELOAD=YES,', ''],
  ['no media sequence', /#EXT-X-MEDIA-SEQUENCE.*\n/, ''],
  ['no discontinuity sequence', /#EXT-X-DISCONTINUITY-SEQUENCE.*\n/, ''],
  ['a media sequence behind a segment', '7.m4s\n', '7.m4s\n#EXT-X-MEDIA-SEQUENCE:7\n'],
  ['a part beyond its target', 'DURATION=0.50000,URI="9.1', 'DURATION=0.52000,URI="9.1'],
  ['a part below 85 %', 'DURATION=0.50000,URI="9.1', 'DURATION=0.43000,URI="9.1'],
  ['parts longer than their segment', '#EXTINF:1.00000,\n8', '#EXTINF:0.99000,\n8'],
  ['a date behind a part', /(#EXT-X-PROGRAM.*01\.000Z\n)(#EXT-X-PART:.*\n)/, '$2$1'],
  ['a discontinuity behind a part', /(#EXT-X-DISCONTINUITY\n)((?:.*\n){3})/, '$2$1'],
  ['a map behind a part', /(#EXT-X-MAP:URI="init-1.*\n)((?:.*\n){2})/, '$2$1'],
  ['no map', /#EXT-X-MAP:URI="init-0.*\n/, ''],
  ['no map behind a discontinuity', /#EXT-X-MAP:URI="init-1.*\n/, ''],
  ['a map without a discontinuity', /#EXT-X-DISCONTINUITY\n/, ''],
  ['no date', /#EXT-X-PROGRAM.*00\.000Z\n/, ''],
  ['no EXTINF', '#EXTINF:1.00000,\n7', '7'],
  ['an EXTINF without a comma', '#EXTINF:1.00000,\n7', '#EXTINF:1.00000\n7'],
  ['a segment without a URI in the middle', '8.m4s\n', ''],
  ['a URI twice', '"9.1.m4s"', '"9.0.m4s"'],
  [
    'a discontinuity at the start',
    '#EXT-X-MAP:URI="init-0',
    '#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="init-0',
  ],
  ['a hole', '12:00:01.000Z', '12:00:01.500Z'],
  ['an overlap', '12:00:01.000Z', '12:00:00.500Z'],
  ['no hint', /#EXT-X-PRELOAD.*\n/, ''],
  ['two hints', '#EXT-X-PRELOAD', '#EXT-X-PRELOAD-HINT:TYPE=PART,URI="9.3.m4s"\n#EXT-X-PRELOAD'],
  ['a hint for what is there', 'URI="9.2.m4s"', 'URI="9.1.m4s"'],
  ['a hint for nothing', 'TYPE=PART,URI="9.2.m4s"', 'TYPE=PART'],
  ['an end', '"9.2.m4s"\n', '"9.2.m4s"\n#EXT-X-ENDLIST\n'],
  [
    'a skip inside the boundary',
    '#EXT-X-MAP:URI="init-0',
    '#EXT-X-SKIP:SKIPPED-SEGMENTS=3\n#EXT-X-MAP:URI="init-0',
  ],
];

for (const [what, from, to] of BROKEN) {
  test(`the linter sees ${what}`, () => {
    const broken = GOOD.replace(from, to);
    assert.notEqual(broken, GOOD);
    assert.notDeepEqual(lintPlaylist(parsePlaylist(broken)), []);
  });
}

/** The playlist one part later. */
const LATER = GOOD.replace(
  '#EXT-X-PRELOAD-HINT:TYPE=PART,URI="9.2.m4s"',
  `#EXTINF:1.00000,
9.m4s
#EXT-X-PROGRAM-DATE-TIME:2026-06-01T12:00:10.000Z
#EXT-X-PART:DURATION=0.50000,URI="10.0.m4s",INDEPENDENT=YES
#EXT-X-PRELOAD-HINT:TYPE=PART,URI="10.1.m4s"`,
);
const HINTED = GOOD.replace('URI="9.2.m4s"', 'URI="10.0.m4s"');

function succession(after: string, before = HINTED): string[] {
  return lintSuccession(parsePlaylist(before), parsePlaylist(after));
}

test('a good succession is good', () => {
  assert.deepEqual(succession(LATER), []);
  assert.deepEqual(succession(HINTED), [], 'nothing new is no fault');
});

const BAD_SUCCESSORS: readonly (readonly [what: string, from: string | RegExp, to: string])[] = [
  ['another target duration', 'TARGETDURATION:2', 'TARGETDURATION:3'],
  ['another part target', 'PART-TARGET=0.512', 'PART-TARGET=0.513'],
  ['another hold-back', 'PART-HOLD-BACK=1.536', 'PART-HOLD-BACK=1.6'],
  ['a media sequence that went back', 'MEDIA-SEQUENCE:7', 'MEDIA-SEQUENCE:6'],
  ['a media sequence that grew though nothing was removed', 'MEDIA-SEQUENCE:7', 'MEDIA-SEQUENCE:8'],
  ['a discontinuity sequence that changed', 'DISCONTINUITY-SEQUENCE:3', 'DISCONTINUITY-SEQUENCE:4'],
  ['another URI of a segment', '\n7.m4s', '\n7b.m4s'],
  ['another duration of a segment', '#EXTINF:1.00000,\n7', '#EXTINF:1.10000,\n7'],
  ['another date', '12:00:01.000Z', '12:00:01.001Z'],
  ['another map', 'init-1.mp4', 'init-2.mp4'],
  ['another duration of a part', 'DURATION=0.50000,URI="9.0', 'DURATION=0.50100,URI="9.0'],
  ['a part that has gone', /#EXT-X-PART.*9\.1.*\n/, ''],
  ['a broken hint', '"10.0.m4s"', '"10.5.m4s"'],
  [
    'too little that is left',
    /MEDIA-SEQUENCE:7(\n.*\n.*MAP.*\n)(?:.*\n){4}7.m4s\n/,
    'MEDIA-SEQUENCE:8$1',
  ],
];

for (const [what, from, to] of BAD_SUCCESSORS) {
  test(`the linter sees ${what}`, () => {
    const after = LATER.replace(from, to);
    assert.notEqual(after, LATER);
    assert.notDeepEqual(succession(after), []);
  });
}

test('the linter sees a hint that is withdrawn', () => {
  assert.notDeepEqual(succession(GOOD), []);
});
