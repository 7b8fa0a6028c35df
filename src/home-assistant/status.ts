// What became of what Oriel sets up in Home Assistant, for the page and the log.

export type CardState = 'off' | 'installing' | 'installed' | 'needs_restart' | 'by_hand' | 'failed';

export interface CardStatus {
  readonly state: CardState;
  /** What is the matter and what to do, in words; null when there is nothing to say. */
  readonly message: string | null;
  /** What dashboards load; null while there is nothing to load. */
  readonly resource_url: string | null;
}

/** `working`: it is not known yet. `incomplete`: not all of them are as they should be, and each says why. */
export type CameraEntitiesState = 'off' | 'working' | 'ready' | 'incomplete' | 'failed';

/** `waiting`: tried again by itself. `deleted`, `disabled`: by a user, and left so. */
export type CameraEntityState = 'ready' | 'waiting' | 'deleted' | 'disabled';

export interface CameraEntityStatus {
  readonly camera: string;
  readonly entity_id: string | null;
  readonly state: CameraEntityState;
  readonly message: string | null;
}

export interface CameraEntitiesStatus {
  readonly state: CameraEntitiesState;
  readonly message: string | null;
  readonly entries: readonly CameraEntityStatus[];
}

export interface HomeAssistantStatus {
  readonly card: CardStatus;
  readonly camera_entities: CameraEntitiesStatus;
}

export const CARD_OFF: CardStatus = { state: 'off', message: null, resource_url: null };
export const ENTITIES_OFF: CameraEntitiesStatus = { state: 'off', message: null, entries: [] };
