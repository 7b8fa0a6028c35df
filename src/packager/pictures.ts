// The versions of a picture that viewers may choose from.

import type { RenditionView } from './rendition-view.ts';

interface Renditions {
  /** The main picture first. */
  readonly renditions: readonly RenditionView[];
}

export function isAudio({ id }: Pick<RenditionView, 'id'>): boolean {
  return id === 'audio';
}

/** All that there are or will be, the main one first and the others by size. */
export function listPictures({ renditions }: Renditions): readonly RenditionView[] {
  return renditions.filter((rendition) => !isAudio(rendition));
}

/** Those that keep up with the main one. */
export function listCurrentPictures(presentation: Renditions): readonly RenditionView[] {
  const pictures = listPictures(presentation);
  const [main] = pictures;
  return main ? pictures.filter((picture) => keepsUp(picture, main)) : [];
}

/** One has just begun when the other ends; beyond that, nobody should have to wait for it. */
const MOST_SEGMENTS_BEHIND = 2;

function keepsUp({ window }: RenditionView, main: RenditionView): boolean {
  return window.nextNumber >= main.window.nextNumber - MOST_SEGMENTS_BEHIND;
}
