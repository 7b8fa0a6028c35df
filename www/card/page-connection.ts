// The connections of this page: one for each app that its cards name, mostly just one.

import { AppConnection } from './app-connection.ts';
import type { ConnectionHost } from './app-connection.ts';
import { IngressSession } from './ingress-session.ts';

const host: ConnectionHost = {
  createSession: (user, createSession) =>
    new IngressSession({
      user,
      createSession,
      isSecure: location.protocol === 'https:',
      writeCookie: (cookie) => {
        document.cookie = cookie;
      },
      nowMs: () => Date.now(),
      memory: () => localStorage,
    }),
  isHidden: () => document.hidden,
  onShown: (listener) => {
    const onChange = (): void => {
      if (!document.hidden) listener();
    };
    document.addEventListener('visibilitychange', onChange);
    return () => document.removeEventListener('visibilitychange', onChange);
  },
};

const connections = new Map<string, AppConnection>();
let script: string | null = null;

/** The app's slug, where the card's own address tells it. */
export function setScriptSlug(slug: string | null): void {
  script = slug;
}

export interface ConnectionWish {
  readonly app: string | null;
  readonly url: string | null;
}

export function connectionOf({ app, url }: ConnectionWish): AppConnection {
  const key = `${app} ${url}`;
  const known = connections.get(key);
  if (known !== undefined) return known;
  const wish = { app, url, scriptSlug: script, origin: location.origin };
  const connection = new AppConnection(wish, host);
  connections.set(key, connection);
  return connection;
}

/** One that is in use, if any: for what has to do with no card in particular. */
export function anyConnection(): AppConnection | null {
  const all = [...connections.values()];
  return all.find(({ state }) => state.cameras !== null) ?? all[0] ?? null;
}
