import { fetchFrom, splitCameraUrl, toApiError } from '../server/api.ts';
import { withDeadline } from '../server/deadline.ts';
import type { PlayerRequest } from './player-properties.ts';

// It is answered when it is done: an ffmpeg may take seconds to end.
const ANSWER_WITHIN_MS = 30_000;

/** Rejects with `ApiError`, or with fetch's error when nobody answers. */
export async function sendRequest(cameraUrl: string, kind: PlayerRequest['kind']): Promise<void> {
  const { id, rootUrl } = splitCameraUrl(cameraUrl);
  const url = `${rootUrl}api/cameras/${id}/${kind}`;
  await withDeadline(ANSWER_WITHIN_MS, null, async (signal) => {
    const response = await fetchFrom(rootUrl, url, { method: 'POST', signal });
    if (!response.ok) throw await toApiError(response);
  });
}
