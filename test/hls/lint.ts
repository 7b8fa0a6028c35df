// What RFC 8216bis demands of a low-latency media playlist, and of one playlist after another. Clauses
// are those of draft 22; "B.1" is its low-latency profile.

import type { Playlist, PlaylistSegment } from './playlist.ts';
import { parseAttributes } from './playlist.ts';

export interface LintOptions {
  /** Where frames come as they like, parts shorter than 85 % cannot be helped. */
  readonly allowShortParts?: boolean;
  /** A keyframe that nobody could expect ends a segment before the hinted part comes. */
  readonly allowBrokenHints?: boolean;
}

type Report = (problem: string) => void;

const KNOWN_TAGS = new Set(
  'M3U VERSION TARGETDURATION SERVER-CONTROL PART-INF MEDIA-SEQUENCE DISCONTINUITY-SEQUENCE'.split(
    ' ',
  ),
);
/** 4.4.5: what applies to the playlist as a whole, behind all segments. */
const END_TAGS = new Set(['PRELOAD-HINT', 'RENDITION-REPORT']);
/** Times are written with five digits. */
const ROUNDING_SECONDS = 0.000_011;

export function lintPlaylist(playlist: Playlist, options: LintOptions = {}): string[] {
  const problems: string[] = [];
  const report = (problem: string): void => {
    problems.push(problem);
  };
  lintHead(playlist, report);
  lintServerControl(playlist, report);
  for (const segment of playlist.segments) lintSegment(segment, playlist, report);
  lintParts(playlist, options, report);
  lintPartsKept(playlist, report);
  lintOrder(playlist, report);
  lintHints(playlist, report);
  lintSkip(playlist, report);
  return problems;
}

function targetOf({ head }: Playlist): number {
  return Number(head.get('TARGETDURATION'));
}

function partTargetOf({ head }: Playlist): number {
  return Number(parseAttributes(head.get('PART-INF') ?? '').get('PART-TARGET'));
}

function lintHead({ lines, head, headTags, endTags }: Playlist, report: Report): void {
  // 4.4.1.1: EXTM3U "MUST be the first line".
  if (lines[0] !== '#EXTM3U') report('does not begin with EXTM3U');
  if (lines.some((line) => line.endsWith('\r') || line !== line.trim()))
    report('stray white space');
  if (lines.at(-1) !== '') report('the last line is not ended');
  // 4.4.1.2, 4.4.3.1: "MUST NOT contain more than one".
  for (const name of new Set(headTags)) {
    if (headTags.filter((other) => other === name).length > 1) report(`${name} stands twice`);
    if (!KNOWN_TAGS.has(name)) report(`unknown or misplaced tag ${name}`);
  }
  for (const name of endTags) {
    if (!END_TAGS.has(name)) report(`${name} behind a segment`);
  }
  // 4.4.3.1: EXT-X-TARGETDURATION "is REQUIRED"; a decimal-integer.
  if (!/^[1-9]\d*$/.test(head.get('TARGETDURATION') ?? '')) report('no TARGETDURATION in seconds');
  // 8: EXT-X-SKIP needs version 9, EXT-X-MAP 6.
  if (!(Number(head.get('VERSION')) >= 9)) report('VERSION is below 9');
  // 4.4.3.2, 4.4.3.3: both "MUST appear before the first Media Segment".
  for (const name of ['MEDIA-SEQUENCE', 'DISCONTINUITY-SEQUENCE']) {
    if (!/^\d+$/.test(head.get(name) ?? '')) report(`no ${name}`);
    if (!headTags.includes(name)) report(`${name} stands behind a segment`);
  }
}

function lintServerControl(playlist: Playlist, report: Report): void {
  const control = parseAttributes(playlist.head.get('SERVER-CONTROL') ?? '');
  const partTarget = partTargetOf(playlist);
  const target = targetOf(playlist);
  // 4.4.3.7: PART-INF "is REQUIRED if a Playlist contains one or more EXT-X-PART tags".
  if (!(partTarget > 0)) report('no PART-TARGET');
  // 4.4.3.8: "MUST be at a minimum of three times the Target Duration"; PART-HOLD-BACK at least twice,
  // SHOULD three times the Part Target Duration; CAN-SKIP-UNTIL six times the Target Duration.
  if (!(Number(control.get('PART-HOLD-BACK')) >= 3 * partTarget - 1e-9)) report('PART-HOLD-BACK');
  if (!(Number(control.get('HOLD-BACK')) >= 3 * target)) report('HOLD-BACK');
  if (!(Number(control.get('CAN-SKIP-UNTIL')) >= 6 * target)) report('CAN-SKIP-UNTIL');
  // B.1.
  if (control.get('CAN-BLOCK-RELOAD') !== 'YES') report('CAN-BLOCK-RELOAD');
}

function lintSegment(segment: PlaylistSegment, playlist: Playlist, report: Report): void {
  const { number, seconds, tags, uri } = segment;
  const isFirst = segment === playlist.segments[0];
  // 4.4.3.1: EXTINF "when rounded to the nearest integer, MUST be less than or equal".
  if (seconds !== null && !(Math.round(seconds) <= targetOf(playlist))) {
    report(`segment ${number} lasts ${seconds} s, beyond the target duration`);
  }
  if (seconds !== null && !(seconds > 0)) report(`segment ${number} has no duration`);
  // 4.4.4.1: EXTINF "is REQUIRED for each Media Segment".
  if (uri !== null && seconds === null) report(`segment ${number} has no EXTINF`);
  if (uri === null && seconds !== null) report(`segment ${number} has an EXTINF and no URI`);
  // 4.4.4.9: what applies to the segment stands before its first part.
  const firstPart = tags.indexOf('PART');
  for (const name of ['DISCONTINUITY', 'MAP', 'PROGRAM-DATE-TIME']) {
    if (firstPart !== -1 && tags.lastIndexOf(name) > firstPart) {
      report(`segment ${number}: ${name} behind a part`);
    }
  }
  if (tags.includes('INF') && tags.at(-1) !== 'INF') report(`segment ${number}: EXTINF not last`);
  // 4.4.4.5: fragmented MP4 needs a Media Initialization Section.
  if (segment.map === null && playlist.skipped === 0) report(`segment ${number} has no MAP`);
  if (segment.hasDiscontinuityTag && !segment.hasMapTag) {
    report(`segment ${number} begins a sequence without its own MAP`);
  }
  if (segment.hasMapTag && !segment.hasDiscontinuityTag && !(isFirst && playlist.skipped === 0)) {
    report(`segment ${number} has a MAP that changes nothing`);
  }
  // B.1: EXT-X-PROGRAM-DATE-TIME in all Media Playlists.
  if (segment.dateMs === null) report(`segment ${number} has no PROGRAM-DATE-TIME`);
}

function lintParts(playlist: Playlist, options: LintOptions, report: Report): void {
  const partTarget = partTargetOf(playlist);
  for (const { parts, number, seconds } of playlist.segments) {
    for (const [index, part] of parts.entries()) {
      const label = `part ${number}.${index} of ${part.seconds} s`;
      // 4.4.4.9: "MUST be less than or equal to the Part Target Duration".
      if (!(part.seconds > 0 && part.seconds <= partTarget)) report(`${label} beyond its target`);
      // "at least 85% …, with the exception of Partial Segments with the INDEPENDENT=YES attribute, …
      // and the final Partial Segment of any Parent Segment".
      const isLast = seconds !== null && index === parts.length - 1;
      const isShort = part.seconds < 0.85 * partTarget - ROUNDING_SECONDS;
      if (isShort && !part.isIndependent && !isLast && !options.allowShortParts) {
        report(`${label} is below 85 % of its target`);
      }
    }
    // 3.1: a Parent Segment's media "is the concatenation" of its parts; a long frame may exceed them.
    const sum = parts.reduce((total, part) => total + part.seconds, 0);
    if (seconds !== null && sum > seconds + parts.length * ROUNDING_SECONDS) {
      report(`segment ${number}: parts of ${sum} s in ${seconds} s`);
    }
  }
}

// 4.4.4.9: parts "SHOULD be removed from the Playlist" when they are further than three Target Durations
// from its end, and not before.
function lintPartsKept(playlist: Playlist, report: Report): void {
  let behind = 0;
  for (const { number, seconds, parts } of playlist.segments.toReversed()) {
    const isRecent = behind < 3 * targetOf(playlist) - 0.001;
    const isOld = behind > 3 * targetOf(playlist) + 0.001;
    if (isRecent && parts.length === 0) report(`segment ${number} has lost its parts too early`);
    if (isOld && parts.length > 0) report(`segment ${number} still has parts`);
    behind += seconds ?? parts.reduce((sum, part) => sum + part.seconds, 0);
  }
}

function lintOrder({ segments, skipped }: Playlist, report: Report): void {
  const uris = segments.flatMap(({ uri, parts }) => [
    ...(uri === null ? [] : [uri]),
    ...parts.map((part) => part.uri),
  ]);
  if (uris.includes('')) report('an empty URI');
  if (new Set(uris).size !== uris.length) report('a URI stands twice');
  for (const [index, segment] of segments.entries()) {
    const previous = segments[index - 1];
    const isLast = index === segments.length - 1;
    if (segment.uri === null && !isLast) report(`segment ${segment.number} has no end`);
    if (segment.uri === null && segment.parts.length === 0) report('an empty segment at the end');
    if (!previous && segment.hasDiscontinuityTag && skipped === 0) {
      // 6.2.2: the tag goes with the segment before it, and EXT-X-DISCONTINUITY-SEQUENCE counts it.
      report('the first segment has a DISCONTINUITY');
    }
    if (!previous || previous.dateMs === null || segment.dateMs === null) continue;
    const gapMs = segment.dateMs - previous.dateMs - (previous.seconds ?? 0) * 1000;
    if (gapMs < -2) report(`segment ${segment.number} begins before the one before it ends`);
    if (gapMs > 2 && !segment.hasDiscontinuityTag)
      report(`a hole before segment ${segment.number}`);
  }
}

function lintHints({ hints, endTags, segments }: Playlist, report: Report): void {
  // B.1: a hint for the next part; 4.4.5.3: not more than one with the same TYPE.
  if (hints.length !== 1) report(`${hints.length} preload hints`);
  const last = endTags.findLast((name) => name !== 'RENDITION-REPORT');
  if (last !== 'PRELOAD-HINT') report('the hint is not at the end');
  const uri = hints[0]?.get('URI');
  if (hints[0]?.get('TYPE') !== 'PART' || !uri) report('the hint is for no part');
  if (segments.some(({ parts }) => parts.some((part) => part.uri === uri))) {
    report('the hint is for a part that is there');
  }
}

function lintSkip({ skipped, head, segments }: Playlist, report: Report): void {
  if (skipped === 0) return;
  // 4.4.5.2: only Media Segments "further from the last Media Segment than the Skip Boundary".
  const boundary = Number(parseAttributes(head.get('SERVER-CONTROL') ?? '').get('CAN-SKIP-UNTIL'));
  const rest = segments.reduce(
    (sum, { seconds, parts }) =>
      sum + (seconds ?? parts.reduce((all, part) => all + part.seconds, 0)),
    0,
  );
  if (!(skipped > 0)) report('nothing is skipped');
  if (rest < boundary - 0.001) report(`skips up to ${rest} s from the end, boundary ${boundary} s`);
}

/** What must hold from one playlist to the next. */
export function lintSuccession(
  before: Playlist,
  after: Playlist,
  options: LintOptions = {},
): string[] {
  const problems: string[] = [];
  const report = (problem: string): void => {
    problems.push(problem);
  };
  // 4.4.3.1: "MUST NOT change"; players end the session when the others do.
  for (const name of ['TARGETDURATION', 'PART-INF', 'SERVER-CONTROL', 'VERSION']) {
    if (before.head.get(name) !== after.head.get(name)) report(`${name} has changed`);
  }
  lintRemoval(before, after, report);
  const byNumber = new Map(after.segments.map((segment) => [segment.number, segment]));
  for (const segment of before.segments) {
    const later = byNumber.get(segment.number);
    if (later) lintSame(segment, later, report);
  }
  lintHintKept(before, after, { ...options, report });
  return problems;
}

function lintRemoval(before: Playlist, after: Playlist, report: Report): void {
  const [first] = after.segments;
  const oldest = before.segments[0];
  const newest = before.segments.at(-1);
  if (!first || !oldest || !newest) return;
  // 6.2.2: "MUST increment the value of the EXT-X-MEDIA-SEQUENCE tag by 1 for every Media Segment that
  // is removed"; removal in order.
  if (first.number < oldest.number) report('MEDIA-SEQUENCE has gone back');
  if (first.number > newest.number) report('every segment was removed at once');
  if ((after.segments.at(-1)?.number ?? 0) < newest.number) report('the newest segment has gone');
  // "MUST NOT remove a Media Segment … if that would produce a Playlist whose duration is less than
  // three times the Target Duration".
  const seconds = after.segments.reduce((sum, segment) => sum + (segment.seconds ?? 0), 0);
  if (first.number > oldest.number && seconds < 3 * targetOf(after) - 0.001) {
    report(`segments were removed, ${seconds} s are left`);
  }
}

function lintSame(segment: PlaylistSegment, later: PlaylistSegment, report: Report): void {
  const { number } = segment;
  // 6.2.2: "MUST NOT change the Media Playlist file, except to" add, remove, or end.
  for (const field of ['discontinuity', 'dateMs'] as const) {
    if (segment[field] !== later[field]) report(`segment ${number}: ${field} has changed`);
  }
  if (later.map !== null && segment.map !== null && later.map !== segment.map) {
    report(`segment ${number}: MAP has changed`);
  }
  if (segment.uri !== null && (segment.uri !== later.uri || segment.seconds !== later.seconds)) {
    report(`segment ${number} has changed`);
  }
  // Parts leave all together, when the segment is old (4.4.4.9).
  if (later.parts.length === 0) {
    if (later.uri === null) report(`segment ${number} has lost its parts`);
    return;
  }
  if (later.parts.length < segment.parts.length) report(`segment ${number} has lost a part`);
  for (const [index, part] of segment.parts.entries()) {
    const same = later.parts[index];
    if (same?.uri !== part.uri || same.seconds !== part.seconds) {
      report(`part ${number}.${index} has changed`);
    }
  }
}

// 4.4.5.3, B.1: the hint "MUST" be the URI under which the next part appears.
function lintHintKept(
  before: Playlist,
  after: Playlist,
  { report, allowBrokenHints = false }: LintOptions & { readonly report: Report },
): void {
  const hinted = before.hints[0]?.get('URI');
  const known = new Set(before.segments.flatMap(({ parts }) => parts.map(({ uri }) => uri)));
  const [next] = after.segments
    .flatMap(({ parts }) => parts.map(({ uri }) => uri))
    .filter((uri) => !known.has(uri));
  const isKept = next === undefined ? after.hints[0]?.get('URI') === hinted : next === hinted;
  if (!isKept && !allowBrokenHints) {
    report(`hinted ${hinted}, ${next === undefined ? 'then hinted another' : `came ${next}`}`);
  }
}
