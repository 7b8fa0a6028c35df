// A viewer on the live socket, for tests: keeps what it was sent, in order.

import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { WebSocket } from 'ws';
import { iterateBoxes, readUInt32, readUInt64, requireBox } from '../src/mp4/box.ts';
import { eventually } from './eventually.ts';

export interface LiveFragment {
  readonly track: number;
  /** Ticks since 1970. */
  readonly decodeTime: number;
  /** Ticks. */
  readonly duration: number;
  readonly isKey: boolean;
  readonly arrivedAtMs: number;
}

export type Said = Readonly<Record<string, unknown>> & {
  readonly type: string;
  /** How many fragments had come before. */
  readonly after: number;
};

export class LiveClient {
  readonly socket: WebSocket;
  /** All text messages. */
  readonly said: Said[] = [];
  readonly inits: Buffer[] = [];
  readonly fragments: LiveFragment[] = [];
  /** How many fragments each binary message held. */
  readonly messages: number[] = [];

  constructor(t: TestContext, url: string) {
    this.socket = new WebSocket(url.replace(/^http/, 'ws'));
    t.after(() => this.socket.terminate());
    this.socket.on('message', (data, isBinary) => {
      if (!Buffer.isBuffer(data)) throw new TypeError('expected a Buffer');
      if (isBinary) this.#onMedia(data);
      else this.said.push({ ...JSON.parse(data.toString()), after: this.fragments.length });
    });
  }

  async open(): Promise<this> {
    await once(this.socket, 'open');
    return this;
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  /** The first message of this type from the `from`-th on, as soon as it is there. */
  async hear(type: string, from = 0): Promise<Said> {
    return eventually(
      `the server says ${type}`,
      () => this.said.slice(from).find((message) => message.type === type) ?? null,
    );
  }

  async hearFragments(count: number): Promise<readonly LiveFragment[]> {
    return eventually(`${count} fragments`, () =>
      this.fragments.length >= count ? this.fragments : null,
    );
  }

  #onMedia(data: Buffer): void {
    if (data.toString('latin1', 4, 8) === 'ftyp') {
      this.inits.push(data);
      return;
    }
    let count = 0;
    for (const { type, content } of iterateBoxes(data)) {
      if (type !== 'moof') continue;
      count++;
      this.fragments.push(readFragment(content));
    }
    this.messages.push(count);
  }
}

function readFragment(moof: Buffer): LiveFragment {
  const traf = requireBox(moof, 'traf');
  const trun = requireBox(traf, 'trun');
  return {
    track: readUInt32(requireBox(traf, 'tfhd'), 4),
    decodeTime: readUInt64(requireBox(traf, 'tfdt'), 4),
    // Behind flags, the number of samples, which is one, and where its bytes are.
    duration: readUInt32(trun, 12),
    isKey: (readUInt32(trun, 20) & 0x10000) === 0,
    arrivedAtMs: Date.now(),
  };
}
