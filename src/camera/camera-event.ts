import type { CameraStatus } from './status.ts';

export type CameraEventType =
  | 'started'
  | 'stopped'
  | 'stalled'
  | 'recovered'
  | 'error'
  | 'snapshot'
  | 'clip_ready'
  | 'clip_failed'
  | 'options_changed'
  | 'options_rejected'
  | 'command_rejected'
  | 'viewer_joined'
  | 'viewer_left';

/** Something that happened to a camera, as automations hear of it: wire names, no secrets. */
export interface CameraEvent {
  readonly event_type: CameraEventType;
  readonly [detail: string]: unknown;
}

export interface CameraEvents {
  /** The status, or what is known of the camera, has changed. */
  changed: [];
  /** Something that automations may want to hear of. */
  event: [CameraEvent];
}

/** What a change of status means to people; null where it means nothing new. */
export function eventOfChange(from: CameraStatus, to: CameraStatus): CameraEvent | null {
  switch (to.status) {
    case 'live':
      return { event_type: from.status === 'retrying' ? 'recovered' : 'started' };
    case 'stopped':
    case 'idle':
      return from.status === 'stopped' || from.status === 'idle' ? null : { event_type: 'stopped' };
    case 'retrying': {
      const { code, message } = to.error;
      const isNews = from.status !== 'retrying' || from.error.code !== code;
      if (!isNews) return null;
      return { event_type: code === 'stalled' ? 'stalled' : 'error', code, message };
    }
    case 'starting':
      return null;
    default:
      return to satisfies never;
  }
}
