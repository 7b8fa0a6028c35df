// Composition root: the one file that knows every module.

import type { Programs } from './camera/attempt.ts';
import { Cameras } from './camera/cameras.ts';
import type { KeptChanges } from './config/kept-changes.ts';
import { Snapshots } from './camera/snapshot.ts';
import type { Options } from './config/schema.ts';
import { startHttpServer } from './http/server.ts';
import type { Log } from './log.ts';

export interface AppDeps {
  readonly options: Options;
  /** The cameras to run, and what becomes of changes to them. */
  readonly changes: KeptChanges;
  /** 0 takes any free one. */
  readonly port: number;
  /** Home Assistant's Supervisor started us: its ingress is the way in. */
  readonly isSupervised: boolean;
  readonly programs: Programs;
  /** Where the bundled pages lie. */
  readonly pages: string;
  readonly log: Log;
}

export interface App extends AsyncDisposable {
  /** Where the pages are. */
  readonly url: string;
  /** Rejects when a part of the program is broken and it cannot go on. */
  readonly failed: Promise<never>;
}

/**
 * Starts everything; disposing of it ends everything, in reverse order, to the last process.
 * @throws StartupError when the machine does not let it
 */
export async function startApp(deps: AppDeps): Promise<App> {
  const { options, log, programs, changes } = deps;
  await using stack = new AsyncDisposableStack();
  const { promise: failed, reject: onFatal } = Promise.withResolvers<never>();
  // Told to whoever awaits it; nobody has to.
  failed.catch(() => {});
  const cameras = stack.use(new Cameras(changes.cameras, { programs, log, onFatal, ...changes }));
  const snapshots = stack.use(new Snapshots({ ffmpeg: programs.ffmpeg }));
  const server = stack.use(
    await startHttpServer({
      cameras,
      snapshots,
      log,
      pages: deps.pages,
      port: deps.port,
      host: deps.isSupervised ? '0.0.0.0' : options.http.host,
      isBehindIngress: deps.isSupervised,
    }),
  );
  cameras.activate();
  const owned = stack.move();
  return { url: server.url, failed, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
