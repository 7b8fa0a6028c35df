import { CommandError } from '../errors.ts';
import type { Camera } from './camera.ts';

/**
 * For what would start the camera. Its events tell of a refusal too: who presses a button in Home
 * Assistant sees no answer.
 * @throws CommandError `camera_disabled`
 */
export function requireEnabled(camera: Pick<Camera, 'name' | 'options' | 'report'>): void {
  if (camera.options.enabled) return;
  const message = `${camera.name} is not enabled, so nothing starts it: set its option enabled to true first`;
  const error = new CommandError('camera_disabled', message);
  camera.report({ event_type: 'command_rejected', code: error.code, message });
  throw error;
}
