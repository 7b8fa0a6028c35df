/** The next part that the server announces, by the preload hint that ends a media playlist. */
export interface MediaPosition {
  /** Path of the folder that holds the media, with a slash at the end. */
  readonly folder: string;
  readonly segment: number;
  readonly part: number;
}

const HINT = /#EXT-X-PRELOAD-HINT:TYPE=PART,URI="([^"]+\/)(\d+)\.(\d+)\.m4s"/;

/** @param playlist the end of a playlist will do */
export function parseHint(playlist: string, playlistUrl: URL): MediaPosition | null {
  const [, folder = '', segment, part] = HINT.exec(playlist) ?? [];
  if (segment === undefined) return null;
  const { pathname } = new URL(folder, playlistUrl);
  return { folder: pathname, segment: Number(segment), part: Number(part) };
}

/** Where the camera is now. */
export async function findNewestMedia(cameraUrl: URL): Promise<MediaPosition> {
  const url = new URL('hls/video.m3u8', cameraUrl);
  const response = await fetch(url);
  const text = await response.text();
  const position = parseHint(text, url);
  if (!position) throw new Error(`${url.href}: ${response.status} ${text.slice(0, 200)}`);
  return position;
}
