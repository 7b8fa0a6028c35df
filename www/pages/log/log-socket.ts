// The log as it is written, over a WebSocket that comes back after every cut.

import { sleep } from '../../player/sleep.ts';
import { backoffMs } from '../../player/retry.ts';
import type { LogLine } from './log-buffer.ts';

export type LogMessage =
  | { readonly type: 'lines'; readonly lines: readonly LogLine[] }
  | { readonly type: 'line'; readonly line: LogLine }
  | { readonly type: 'lost'; readonly count: number }
  | { readonly type: 'error'; readonly code: string; readonly message: string };

export type LogLink = 'connecting' | 'open' | 'cut' | 'forbidden';

export interface LogListener {
  onMessage(message: Exclude<LogMessage, { type: 'error' }>): void;
  onLink(link: LogLink): void;
}

/** Follows the log until the signal aborts, or the server says that it is not for us. */
export async function followLog(
  rootUrl: string,
  listener: LogListener,
  signal: AbortSignal,
): Promise<void> {
  listener.onLink('connecting');
  for (let failures = 0; !signal.aborted;) {
    const end = await readOnce(socketUrl(rootUrl), listener, signal);
    if (signal.aborted) return;
    if (end === 'forbidden') {
      listener.onLink('forbidden');
      return;
    }
    failures = end === 'was-open' ? 1 : failures + 1;
    listener.onLink('cut');
    await sleep(backoffMs(failures), signal);
  }
}

function socketUrl(rootUrl: string): string {
  const url = new URL('api/log', rootUrl);
  url.protocol = url.protocol.replace('http', 'ws');
  return url.href;
}

type End = 'was-open' | 'never-open' | 'forbidden';

async function readOnce(url: string, listener: LogListener, signal: AbortSignal): Promise<End> {
  const socket = new WebSocket(url);
  const close = (): void => socket.close();
  signal.addEventListener('abort', close, { once: true });
  let end: End = 'never-open';
  socket.addEventListener('message', ({ data }) => {
    const message = parseMessage(data);
    if (message === null || signal.aborted) return;
    if (message.type === 'error') {
      if (message.code === 'forbidden') end = 'forbidden';
      return;
    }
    if (end === 'never-open') listener.onLink('open');
    end = 'was-open';
    listener.onMessage(message);
  });
  await new Promise((resolve) => socket.addEventListener('close', resolve, { once: true }));
  signal.removeEventListener('abort', close);
  return end;
}

/** Null for what a newer server may say. */
export function parseMessage(data: unknown): LogMessage | null {
  if (typeof data !== 'string') return null;
  // Page and server are one release: but for the types, nothing else comes.
  const message: LogMessage = JSON.parse(data);
  return ['lines', 'line', 'lost', 'error'].includes(message.type) ? message : null;
}
