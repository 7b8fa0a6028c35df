// The cameras a card shows: those it names, or all the app has.

import type { CameraState } from '../server/api.ts';
import { plainCamera } from './card-config.ts';
import type { CameraConfig, CardConfig } from './card-config.ts';

export interface ShownCamera {
  readonly config: CameraConfig;
  readonly name: string;
  /** False when the app has answered and knows no such camera. */
  readonly isKnown: boolean;
  /** Switched off in the app's options. */
  readonly isEnabled: boolean;
}

/** Null as long as it is not known which ones: the app has not answered yet. */
export function listCameras(
  { cameras: wanted }: Pick<CardConfig, 'cameras'>,
  known: readonly CameraState[] | null,
): readonly ShownCamera[] | null {
  if (wanted.length === 0) return known?.map((state) => show(plainCamera(state.id), state)) ?? null;
  return wanted.map((config) => {
    const state = known?.find(({ id }) => id === config.camera);
    return { ...show(config, state), isKnown: known === null || state !== undefined };
  });
}

/** `listCameras` that gives the same objects as long as it is asked the same: pictures are rendered anew for others only. */
export function rememberCameras(): typeof listCameras {
  let asked: readonly unknown[] = [];
  let answer: readonly ShownCamera[] | null = null;
  return (config, known) => {
    if (config !== asked[0] || known !== asked[1]) answer = listCameras(config, known);
    asked = [config, known];
    return answer;
  };
}

function show(config: CameraConfig, state: CameraState | undefined): ShownCamera {
  return {
    config,
    name: config.name ?? state?.name ?? nameOfId(config.camera),
    isKnown: true,
    isEnabled: state?.enabled ?? true,
  };
}

/** `front_door` reads Front door until the app tells the name. */
function nameOfId(id: string): string {
  const words = id.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
