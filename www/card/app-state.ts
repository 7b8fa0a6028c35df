// What a card knows of the app it shows cameras of.

import type { CallerState, CameraState } from '../server/api.ts';

/** Why the app cannot be reached; each has its words. */
export type AppTrouble =
  /** Home Assistant without a Supervisor: there are no apps. */
  | 'no_supervisor'
  | 'app_not_found'
  | 'app_not_installed'
  | 'app_stopped'
  | 'app_starting'
  | 'app_without_ingress'
  /** The dashboard was opened by another address than Home Assistant's own. */
  | 'other_origin'
  | 'home_assistant_away'
  | 'refused'
  /** A page by HTTPS may not ask an address by HTTP. */
  | 'mixed_content'
  | 'no_answer';

export interface AppState {
  /** Absolute, with a slash at the end. Kept while the app is away: it mostly comes back there. */
  readonly rootUrl: string | null;
  readonly trouble: AppTrouble | null;
  /** Null until it has answered. */
  readonly cameras: readonly CameraState[] | null;
  readonly caller: CallerState | null;
}

export const UNKNOWN_APP: AppState = {
  rootUrl: null,
  trouble: null,
  cameras: null,
  caller: null,
};

/** A way to the app that was found: by ingress, with a session to keep, or straight. */
export interface AppRoute {
  readonly rootUrl: string;
  readonly isIngress: boolean;
}

/** There is no way to the app now. */
export class NoRouteError extends Error {
  readonly trouble: AppTrouble;

  constructor(trouble: AppTrouble) {
    super(`no way to the app: ${trouble}`);
    this.name = 'NoRouteError';
    this.trouble = trouble;
  }
}
