import type { SegmentView } from '../packager/segment.ts';
import { renderElement } from './xml.ts';

interface TimelineEntry {
  readonly t: number;
  readonly d: number;
  r: number;
}

/** A guess a little too long is forgiven: the next segment is asked for by a time inside it. */
const GUESS_MARGIN = 1.25;

export interface TimelineOptions {
  readonly segments: readonly SegmentView[];
  /** What is listed beside complete segments: nothing, or those that come, with a guess. */
  readonly mode: 'complete' | 'guess';
  /** Ticks of a segment while none has been completed. */
  readonly fallbackDuration: number;
}

/**
 * SegmentTimeline (ISO/IEC 23009-1, 5.3.9.6). With a guess, the segment being made and the one after it
 * are listed as well, so that players ask for them early; the server holds such requests.
 */
export function renderSegmentTimeline(options: TimelineOptions): string {
  const entries: TimelineEntry[] = [];
  const { segments, mode } = options;
  const guess = guessDuration(options);
  let end = 0;
  for (const segment of segments) {
    if (!segment.isComplete && mode === 'complete') break;
    const d = segment.isComplete ? segment.duration : Math.max(guess, segment.duration);
    addEntry(entries, segment.start, d);
    end = segment.start + d;
  }
  if (mode === 'guess') addEntry(entries, end, guess);
  const rendered = entries.map(({ t, d, r }) => renderElement('S', { t, d, r: r || undefined }));
  return renderElement('SegmentTimeline', {}, rendered);
}

function addEntry(entries: TimelineEntry[], t: number, d: number): void {
  const previous = entries.at(-1);
  const isRepeat = previous?.d === d && previous.t + (previous.r + 1) * d === t;
  if (previous && isRepeat) previous.r++;
  else entries.push({ t, d, r: 0 });
}

/** Ticks that the segment being made will have, rather a few too many than too few. */
export function guessDuration({
  segments,
  fallbackDuration,
}: Omit<TimelineOptions, 'mode'>): number {
  const last = segments.findLast(({ isComplete }) => isComplete);
  return last ? Math.round(last.duration * GUESS_MARGIN) : fallbackDuration;
}
