import type { RenditionView } from './rendition-view.ts';
import type { Sequence } from './segment.ts';

/** What a rendition is in the middle of, or was when it last had media; null before any. */
export function newestSequenceOf({
  sequence,
  window,
}: Pick<RenditionView, 'sequence' | 'window'>): Sequence | null {
  return sequence ?? window.segments.at(-1)?.sequence ?? null;
}
