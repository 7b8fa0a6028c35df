import { createHash } from 'node:crypto';
import { isRecord, readText } from '../supervisor/read-fields.ts';
import type { CameraLinks } from './camera-entry.ts';
import { CoreError } from './core-error.ts';

/** Where Home Assistant finds our LAN listener, and where we find it ourselves. */
export interface LanListener {
  /** This app's name in the network of Home Assistant's containers; no port has to be mapped. */
  readonly hostname: string;
  /** In this container. */
  readonly port: number;
}

export interface LinkedCamera {
  readonly id: string;
  /** Of its own token. */
  readonly secret: string;
}

export function renderLinks(
  { hostname, port }: LanListener,
  { id, secret }: LinkedCamera,
): CameraLinks {
  const root = `http://${hostname}:${port}/t/${secret}/cameras/${id}`;
  return { stream: `${root}/live.mp4`, still: `${root}/snapshot.jpg?age=any` };
}

export function hashLinks({ stream, still }: CameraLinks): string {
  return createHash('sha256').update(`${stream}\n${still}`).digest('hex').slice(0, 32);
}

/** A camera that starts with its first viewer takes a while. */
const PICTURE_PATIENCE_MS = 40_000;

/**
 * Home Assistant takes no camera without a picture, and does not wait for one: we do. A camera that sleeps
 * is woken by it.
 * @throws CoreError `no_picture` with the camera's own reason
 */
export async function waitForPicture(
  { port }: LanListener,
  { id, secret }: LinkedCamera,
  signal: AbortSignal,
): Promise<void> {
  const url = `http://127.0.0.1:${port}/t/${secret}/cameras/${id}/snapshot.jpg?width=320`;
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PICTURE_PATIENCE_MS)]);
  // An answer may also be cut off: then there is no picture, and no reason.
  const reason = await fetch(url, { signal: patience })
    .then(findReason)
    .catch(() => '');
  signal.throwIfAborted();
  if (reason === null) return;
  const words = reason === '' ? '' : `: ${reason}`;
  throw new CoreError('no_picture', `the camera gives no picture yet${words}`);
}

/** @returns null when there is a picture */
async function findReason(response: Response): Promise<string | null> {
  if (response.ok) {
    await response.body?.cancel();
    return null;
  }
  const answer: unknown = await response.json();
  const error = isRecord(answer) ? answer['error'] : undefined;
  return (isRecord(error) ? readText(error, 'message') : undefined) ?? '';
}
