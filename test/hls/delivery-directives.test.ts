import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse as parseQuery } from 'node:querystring';
import { RequestError } from '../../src/errors.ts';
import { checkWithinReach, parseDeliveryDirectives } from '../../src/hls/delivery-directives.ts';
import type { Position } from '../../src/packager/segment-window.ts';
import {
  REGULAR,
  createPresentation,
  createSamples,
  feed,
  play,
  startAttempt,
} from '../packager/samples.ts';
import type { Shown } from '../packager/samples.ts';

function isRefused(code: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof RequestError, String(error));
    assert.deepEqual([error.status, error.code], [400, code]);
    return true;
  };
}

describe('what a player may ask', () => {
  const CASES: readonly (readonly [query: string, position: Position | null, skip: boolean])[] = [
    ['', null, false],
    ['_HLS_msn=7', { segment: 7, part: null }, false],
    ['_HLS_msn=7&_HLS_part=0', { segment: 7, part: 0 }, false],
    ['_HLS_part=3&_HLS_msn=0', { segment: 0, part: 3 }, false],
    ['_HLS_skip=YES', null, true],
    ['_HLS_skip=v2&_HLS_msn=12', { segment: 12, part: null }, true],
    ['_HLS_msn=007', { segment: 7, part: null }, false],
    ['v=1&_ga=2&_HLS_MSN=x', null, false],
  ];

  for (const [query, position, skip] of CASES) {
    test(query || 'nothing', () => {
      assert.deepEqual(parseDeliveryDirectives(parseQuery(query)), { position, skip });
    });
  }
});

// RFC 8216bis, 6.2.5: 400 for a part without a segment (MUST) and for what cannot be understood.
describe('what is nonsense', () => {
  const NONSENSE = [
    '_HLS_part=0',
    '_HLS_msn=',
    '_HLS_msn',
    '_HLS_msn=-1',
    '_HLS_msn=1.5',
    '_HLS_msn=1e3',
    '_HLS_msn=0x10',
    '_HLS_msn=%207',
    '_HLS_msn=7%0A',
    '_HLS_msn=seven',
    '_HLS_msn=NaN',
    '_HLS_msn=Infinity',
    '_HLS_msn=٣',
    '_HLS_msn=9999999999999999',
    '_HLS_msn=1&_HLS_msn=2',
    '_HLS_msn=1&_HLS_part=',
    '_HLS_msn=1&_HLS_part=-1',
    '_HLS_msn=1&_HLS_part=a',
    '_HLS_msn=1&_HLS_part=1&_HLS_part=1',
    '_HLS_skip=',
    '_HLS_skip=NO',
    '_HLS_skip=yes',
    '_HLS_skip=YES&_HLS_skip=YES',
  ];

  for (const query of NONSENSE) {
    test(query, () => {
      const parse = (): unknown => parseDeliveryDirectives(parseQuery(query));
      assert.throws(parse, isRefused('invalid_directive'));
    });
  }

  test('objects, as some query parsers make them', () => {
    for (const value of [{ a: '1' }, ['1'], 7, null, true]) {
      assert.throws(
        () => parseDeliveryDirectives({ _HLS_msn: value }),
        isRefused('invalid_directive'),
      );
      assert.throws(
        () => parseDeliveryDirectives({ _HLS_skip: value }),
        isRefused('invalid_directive'),
      );
    }
  });

  test('what was asked is not told back unchecked', () => {
    assert.throws(
      () => parseDeliveryDirectives({ _HLS_msn: '<script>' }),
      (error) => error instanceof Error && !error.message.includes('script'),
    );
  });
});

// RFC 8216bis, 6.2.5.2: 400 for a segment "greater than the Media Sequence Number of the last Media
// Segment in the current Playlist plus two", or a part that "exceeds the last Partial Segment … by the
// Advance Part Limit": three divided by the Part Target Duration below one second, else three.
describe('what lies too far ahead', () => {
  function reachOf({ rendition }: Shown) {
    const newest = rendition.window.segments.at(-1)?.number ?? NaN;
    return (offset: number, part: number | null): boolean => {
      try {
        checkWithinReach({ segment: newest + offset, part }, rendition);
        return true;
      } catch (error) {
        isRefused('too_far_ahead')(error);
        return false;
      }
    };
  }

  test('segments, while one is being made: it is not the last yet', () => {
    const isWithinReach = reachOf(play({ seconds: 5.44 }, { gopSeconds: 1 }));
    assert.equal(isWithinReach(-1_000, null), true, 'what has gone is answered at once');
    assert.equal(isWithinReach(0, null), true);
    assert.equal(isWithinReach(1, null), true);
    assert.equal(isWithinReach(2, null), false);
    assert.equal(isWithinReach(1e14, null), false);
  });

  test('segments, when the newest is complete', () => {
    const shown = play({ seconds: 5.44 }, { gopSeconds: 1 });
    shown.presentation.startSequence({ gopSeconds: 1 });
    const isWithinReach = reachOf(shown);
    assert.equal(isWithinReach(2, null), true);
    assert.equal(isWithinReach(3, null), false);
  });

  test('parts of 200 ms: fifteen beyond the last', () => {
    // 0.206 s: 3 / 0.206 = 14.6.
    const shown = play({ seconds: 5.44 }, { gopSeconds: 1 });
    assert.equal(shown.rendition.window.segments.at(-1)?.parts.length, 2);
    const isWithinReach = reachOf(shown);
    assert.equal(isWithinReach(0, 16), true);
    assert.equal(isWithinReach(0, 17), false);
    assert.equal(isWithinReach(1, 14), true);
    assert.equal(isWithinReach(1, 15), false);
    assert.equal(isWithinReach(0, 1e14), false);
  });

  test('parts of a second and more: three', () => {
    const shown = play({ seconds: 20, frame: 90_000, gop: 5 });
    const { length } = shown.rendition.window.segments.at(-1)?.parts ?? [];
    const isWithinReach = reachOf(shown);
    assert.equal(isWithinReach(0, length - 1 + 3), true);
    assert.equal(isWithinReach(0, length + 3), false);
  });

  test('any part of an older segment is a part of what follows, and there', () => {
    const isWithinReach = reachOf(play({ seconds: 5.44 }, { gopSeconds: 1 }));
    assert.equal(isWithinReach(-1, 999), true);
  });

  test('nothing, while there is nothing to compare with', () => {
    const { rendition } = createPresentation();
    assert.doesNotThrow(() => checkWithinReach({ segment: 1e14, part: 7 }, rendition));
  });

  test('the next part is always within reach', () => {
    const { presentation, rendition } = createPresentation();
    feed(startAttempt(presentation, { gopSeconds: 1 }), createSamples(REGULAR), () => {
      checkWithinReach(rendition.nextPart, rendition);
    });
    checkWithinReach(rendition.nextPart, rendition);
  });
});
