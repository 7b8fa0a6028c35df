// What a page can tell <oriel-player>, and hear from it.

import type { PropertyDeclarations } from 'lit';
import type { CameraState } from '../server/api.ts';
import type { PlayerState } from './player-state.ts';

/** `stills`: a still now and then, live when tapped. */
export type PlayerMode = 'live' | 'stills';

/** What a user wants of the camera. Who cancels the event does it another way. */
export interface PlayerRequest {
  readonly kind: 'start' | 'stop' | 'restart';
}

export const PLAYER_PROPERTIES: PropertyDeclarations = {
  cameraUrl: { attribute: 'camera-url' },
  protocol: {},
  relaxed: { type: Boolean },
  compact: { type: Boolean, reflect: true },
  mode: {},
  stillSeconds: { attribute: 'still-seconds', type: Number },
  liveSeconds: { attribute: 'live-seconds', type: Number },
  fit: { reflect: true },
  controls: { reflect: true },
  rendition: {},
  mayChange: { attribute: 'may-change', type: Boolean },
  name: {},
  defaultMuted: { attribute: false },
  poster: { attribute: false },
};

declare global {
  interface HTMLElementEventMap {
    'player-state': CustomEvent<PlayerState>;
    /** Each time something new is learnt of the camera. */
    'camera-state': CustomEvent<CameraState>;
    'player-request': CustomEvent<PlayerRequest>;
  }
}
