// Which version of the picture a viewer wants.

import type { Camera } from '../camera/camera.ts';
import { RequestError } from '../errors.ts';
import { listPictures } from '../packager/pictures.ts';
import type { RenditionView } from '../packager/rendition-view.ts';

export const MAIN_PICTURE = 'video';

/** What `?rendition=360p` asks for; the main picture without it. */
export function parsePictureId({
  rendition = MAIN_PICTURE,
}: Readonly<Record<string, unknown>>): string {
  // Of several, and of none, there is no rendition by that name.
  return typeof rendition === 'string' ? rendition : '';
}

/** @throws RequestError 404 */
export function requirePicture({ presentation, name }: Camera, id: string): RenditionView {
  const pictures = listPictures(presentation);
  const found = pictures.find((picture) => picture.id === id);
  if (found) return found;
  const known = pictures.map((picture) => picture.id).join(', ');
  const words = `${name} has no rendition ${JSON.stringify(id.slice(0, 16))}, only ${known}`;
  throw new RequestError(404, 'rendition_not_found', words);
}
