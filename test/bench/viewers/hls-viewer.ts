// LL-HLS as the draft means it: a blocking playlist on one connection, the part it hints at on another.

import { FragmentTimes } from './fragment-times.ts';
import { HttpConnection, OK } from './http-connection.ts';
import { parseHint } from './newest-media.ts';
import type { MediaPosition } from './newest-media.ts';
import type { Viewer, ViewerContext } from './viewer.ts';

/** Of the playlist's end: the hint is in its last lines. */
const TAIL_BYTES = 400;

export function startHlsViewer(context: ViewerContext, newest: MediaPosition): Viewer {
  const parts = startPartLoader(context);
  const playlists = startPlaylistLoader(context, newest, (position) => parts.load(position));
  parts.load(newest);
  return {
    get isWatching() {
      return parts.isWatching;
    },
    get bytesRead() {
      return parts.connection.bytesRead + playlists.bytesRead;
    },
    stop: () => {
      parts.connection.destroy();
      playlists.destroy();
    },
  };
}

interface PartLoader {
  readonly isWatching: boolean;
  readonly connection: HttpConnection;
  load(position: MediaPosition): void;
}

/** One part after the other; the lag of a part is that of its last frame. */
function startPartLoader({ cameraUrl, name, onFrame, onTrouble }: ViewerContext): PartLoader {
  const connection = new HttpConnection(cameraUrl, name, onTrouble);
  const queue: MediaPosition[] = [];
  let lastFrame = 0;
  const times = onFrame && new FragmentTimes((decodeTime) => (lastFrame = decodeTime));
  let isLoading = false;
  let isWatching = false;

  const next = (): void => {
    const position = queue.shift();
    isLoading = position !== undefined;
    if (!position) return;
    const { folder, segment, part } = position;
    connection.get(`${folder}${segment}.${part}.m4s`, {
      onBody: (bytes) => times?.feed(bytes),
      onEnd: (status) => {
        if (status === OK) {
          isWatching = true;
          onFrame?.(lastFrame);
        } else onTrouble(`part ${segment}.${part}: ${status}`);
        next();
      },
    });
  };
  return {
    get isWatching() {
      return isWatching;
    },
    connection,
    load: (position) => {
      queue.push(position);
      if (!isLoading) next();
    },
  };
}

function startPlaylistLoader(
  { cameraUrl, name, onTrouble }: ViewerContext,
  newest: MediaPosition,
  onPosition: (position: MediaPosition) => void,
): HttpConnection {
  const url = new URL('hls/video.m3u8', cameraUrl);
  const connection = new HttpConnection(cameraUrl, name, onTrouble);
  let { segment, part } = newest;
  let tail = Buffer.alloc(0);

  const next = (): void => {
    tail = Buffer.alloc(0);
    const query = `_HLS_msn=${segment}&_HLS_part=${part}&_HLS_skip=YES`;
    connection.get(`${url.pathname}?${query}`, {
      onBody: (bytes) => {
        tail = Buffer.concat([tail, bytes.subarray(-TAIL_BYTES)]).subarray(-TAIL_BYTES);
      },
      onEnd: (status) => {
        const hint = status === OK ? parseHint(tail.toString('latin1'), url) : null;
        if (!hint) onTrouble(`playlist for ${segment}.${part}: ${status}`);
        else {
          const first = hint.segment === segment ? part + 1 : 0;
          if (hint.segment > segment + 1) onTrouble('a segment went by without a playlist');
          for (let each = first; each <= hint.part; each++) onPosition({ ...hint, part: each });
          ({ segment, part } = hint);
        }
        next();
      },
    });
  };
  next();
  return connection;
}
