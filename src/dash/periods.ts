import type { SegmentRun, SegmentView } from '../packager/segment.ts';

/** Listed segments of one run: what becomes a Period. */
export interface PeriodSegments {
  readonly run: SegmentRun;
  readonly segments: readonly [SegmentView, ...SegmentView[]];
  /** Ticks from the start of the run to its last sample; null for the period that goes on. */
  readonly duration: number | null;
}

/** Groups segments, oldest first, into periods: a new one for each run, and so for each sequence. */
export function groupPeriods(segments: readonly SegmentView[]): PeriodSegments[] {
  const groups: [SegmentView, ...SegmentView[]][] = [];
  for (const segment of segments) {
    const current = groups.at(-1);
    if (current?.[0].run === segment.run) current.push(segment);
    else groups.push([segment]);
  }
  // A period needs a segment to list, and of an erratic one only complete segments are.
  const listable = groups.filter(([first]) => first.isComplete || !first.run.isErratic);
  return listable.map((group, index) => {
    const { run } = group[0];
    const last = group.at(-1) ?? group[0];
    const isLast = index === listable.length - 1;
    return {
      run,
      segments: group,
      duration: isLast ? null : last.start + last.duration - run.start,
    };
  });
}
