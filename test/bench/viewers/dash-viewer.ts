// LL-DASH as dash.js does it: one request a segment, made before the segment begins, read while it grows.

import { FragmentTimes } from './fragment-times.ts';
import { HttpConnection, OK } from './http-connection.ts';
import type { MediaPosition } from './newest-media.ts';
import type { Viewer, ViewerContext } from './viewer.ts';

export function startDashViewer(context: ViewerContext, newest: MediaPosition): Viewer {
  const { cameraUrl, name, onFrame, onTrouble } = context;
  const connection = new HttpConnection(cameraUrl, name, onTrouble);
  const times = onFrame && new FragmentTimes(onFrame);
  let number = newest.segment;
  let isWatching = false;

  const next = (): void => {
    connection.get(`${newest.folder}${number}.m4s`, {
      onBody: (bytes) => {
        isWatching = true;
        times?.feed(bytes);
      },
      onEnd: (status) => {
        if (status !== OK) onTrouble(`segment ${number}: ${status}`);
        number++;
        next();
      },
    });
  };
  next();
  return {
    get isWatching() {
      return isWatching;
    },
    get bytesRead() {
      return connection.bytesRead;
    },
    stop: () => connection.destroy(),
  };
}
