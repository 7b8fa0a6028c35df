import { fetchFrom, splitCameraUrl, toApiError } from '../server/api.ts';
import type { PlayerRequest } from './player-properties.ts';

/** Rejects with `ApiError`, or with fetch's error when nobody answers. */
export async function sendRequest(cameraUrl: string, kind: PlayerRequest['kind']): Promise<void> {
  const { id, rootUrl } = splitCameraUrl(cameraUrl);
  const url = `${rootUrl}api/cameras/${id}/${kind}`;
  const response = await fetchFrom(rootUrl, url, { method: 'POST' });
  if (!response.ok) throw await toApiError(response);
}
