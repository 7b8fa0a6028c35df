import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { cleanUpAtEnd } from './clean-up.ts';
import type { ProxyOrder, ProxyReady } from './delay-proxy.ts';

export interface SlowNetwork extends AsyncDisposable {
  /** On this machine; leads to the target. */
  readonly port: number;
}

const PROGRAM = fileURLToPath(new URL('delay-proxy.ts', import.meta.url));

export async function startSlowNetwork(order: ProxyOrder): Promise<SlowNetwork> {
  const proxy = fork(PROGRAM);
  const atEnd = cleanUpAtEnd(() => proxy.kill('SIGKILL'));
  const exited = once(proxy, 'exit');
  proxy.send(order);
  const ended = exited.then(([code]) => {
    throw new Error(`the delay proxy ended with ${String(code)}`);
  });
  const [ready] = (await Promise.race([once(proxy, 'message'), ended])) as [ProxyReady];
  // It ends as it was told to.
  ended.catch(() => {});
  return {
    port: ready.port,
    [Symbol.asyncDispose]: async () => {
      atEnd[Symbol.dispose]();
      proxy.disconnect();
      await exited;
    },
  };
}
