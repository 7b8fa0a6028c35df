// A line between a browser and a server that can be cut: nothing comes through, and nobody is told.

import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface CutLine extends Disposable {
  readonly port: number;
  cut(): void;
  /** @param isForgotten the connections of before are not known any more, as after a change of network */
  mend(isForgotten: boolean): void;
}

export async function openCutLine(target: URL): Promise<CutLine> {
  const pairs = new Set<readonly [Socket, Socket]>();
  const waiting = new Set<Socket>();
  let isCut = false;
  const server = createServer((browser) => {
    if (isCut) {
      waiting.add(browser.on('error', () => {}).pause());
      return;
    }
    const behind = connect(Number(target.port), target.hostname);
    const pair = [browser, behind] as const;
    pairs.add(pair);
    for (const [from, to] of [pair, [behind, browser]] as const) {
      from.setNoDelay(true).pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        pairs.delete(pair);
        to.destroy();
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    cut: () => {
      isCut = true;
      for (const [browser, behind] of pairs) {
        browser.unpipe(behind);
        behind.unpipe(browser);
        browser.pause();
        behind.pause();
      }
    },
    mend: (isForgotten) => {
      isCut = false;
      // Whoever knocked meanwhile has to knock again.
      for (const socket of waiting) socket.destroy();
      waiting.clear();
      for (const [browser, behind] of pairs) {
        if (isForgotten) browser.destroy();
        else browser.pipe(behind).pipe(browser);
      }
    },
    [Symbol.dispose]: () => {
      for (const [browser] of pairs) browser.destroy();
      for (const socket of waiting) socket.destroy();
      server.close();
    },
  };
}
