import { splitCameraUrl, toApiError } from '../server/api.ts';
import type { PlayerRequest } from './player-properties.ts';

/** Rejects with `ApiError`, or with fetch's error when nobody answers. */
export async function sendRequest(cameraUrl: string, kind: PlayerRequest['kind']): Promise<void> {
  const { id, rootUrl } = splitCameraUrl(cameraUrl);
  const response = await fetch(`${rootUrl}api/cameras/${id}/${kind}`, { method: 'POST' });
  if (!response.ok) throw await toApiError(response);
}
