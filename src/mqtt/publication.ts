// What goes to the broker and what comes from it.

import type { IPublishPacket } from 'mqtt';
import { isPublishTopic } from './topics.ts';

export interface Publication {
  readonly topic: string;
  readonly payload: string | Buffer;
  /** 0 by default. */
  readonly qos?: 0 | 1;
  readonly isRetained?: boolean;
  /** Of the request this answers. */
  readonly correlationData?: Buffer | null;
}

/** Larger commands are told so, and not read. */
export const MAX_PAYLOAD_BYTES = 64 * 1024;

export interface InboundMessage {
  readonly topic: string;
  /** null: it was larger than MAX_PAYLOAD_BYTES. */
  readonly payload: Buffer | null;
  /**
   * The broker had it in store, or (MQTT 5 only) it was sent to stay there. A retained command is
   * not to be obeyed: it would be repeated at every start.
   */
  readonly isRetained: boolean;
  /** Where the sender wants the answer (MQTT 5); no wildcards, but any topic. */
  readonly responseTopic: string | null;
  readonly correlationData: Buffer | null;
}

export function readMessage(
  topic: string,
  payload: Buffer,
  packet: IPublishPacket,
): InboundMessage {
  const { responseTopic, correlationData } = packet.properties ?? {};
  const canAnswer = responseTopic !== undefined && isPublishTopic(responseTopic);
  return {
    topic,
    payload: payload.length > MAX_PAYLOAD_BYTES ? null : payload,
    isRetained: packet.retain,
    responseTopic: canAnswer ? responseTopic : null,
    correlationData: correlationData ?? null,
  };
}
