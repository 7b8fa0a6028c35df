// Which of a camera's HLS playlists to play: one with shorter parts is nearer to live, where the network is near.

/** Parts last about 100 ms there; every one costs two requests in series, so a round trip must be much shorter. */
const NEAR_ROUND_TRIP_MS = 30;
const NOT_FOUND = 404;

const NEAR = 'near.m3u8';
const ANY = 'index.m3u8';

export interface HlsPlaylistChoice {
  /** Relative to the camera. */
  readonly path: string;
  /** What to play instead when the answer has this status; null when there is nothing else. */
  insteadAt(status: number): string | null;
}

/** @param roundTripMs to the server; null while unknown */
export function choosePlaylist(
  isLowLatency: boolean,
  roundTripMs: number | null,
): HlsPlaylistChoice {
  const isNear = isLowLatency && roundTripMs !== null && roundTripMs < NEAR_ROUND_TRIP_MS;
  return {
    path: `hls/${isNear ? NEAR : ANY}`,
    // Not every camera has one.
    insteadAt: (status) => (isNear && status === NOT_FOUND ? `hls/${ANY}` : null),
  };
}

/** Which of a multivariant playlist's variants is a rendition; -1 where it is not there. */
export function levelOf(
  levels: readonly { readonly url: readonly string[] }[],
  rendition: string,
): number {
  const names = [`${rendition}.m3u8`, `${rendition}-${NEAR}`];
  return levels.findIndex(({ url }) =>
    url.some((each) => names.includes(each.slice(each.lastIndexOf('/') + 1))),
  );
}
