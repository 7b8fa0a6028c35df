import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { AppConnection } from '../../../www/card/app-connection.ts';
import type { AppState } from '../../../www/card/app-state.ts';
import { settle } from '../../../www/card/form/editor.ts';
import type { Hass, HassConnection } from '../../../www/card/home-assistant.ts';
import { IngressSession } from '../../../www/card/ingress-session.ts';
import { renewAccess } from '../../../www/server/access.ts';
import { eventually } from '../../eventually.ts';
import { serve } from '../serve.ts';

/** Home Assistant and the app behind it, over real HTTP; what is in it may change. */
interface House {
  readonly origin: string;
  readonly requests: string[];
  appState: string;
  token: string;
  session: string;
  hasNetwork: boolean;
  takesCookies: boolean;
  sessions: number;
}

async function buildHouse(t: TestContext): Promise<House> {
  const house: House = {
    origin: '',
    requests: [],
    appState: 'started',
    token: 'one',
    session: 's0',
    hasNetwork: true,
    takesCookies: true,
    sessions: 0,
  };
  const root = await serve(t, (request, response) => {
    house.requests.push(request.url ?? '');
    const isInside = request.url?.startsWith(`/api/hassio_ingress/${house.token}/`) ?? false;
    response.statusCode = !isInside ? 503 : house.appState === 'started' ? 200 : 502;
    if (!house.takesCookies) response.statusCode = 401;
    response.end('{"cameras":[{"id":"porch"}],"caller":{"may_change":true,"reason":null}}');
  });
  return Object.assign(house, { origin: new URL(root).origin });
}

class OwnConnection implements HassConnection {
  readonly #target = new EventTarget();
  addEventListener(type: string, listener: () => void): void {
    this.#target.addEventListener(type, listener);
  }
  removeEventListener(type: string, listener: () => void): void {
    this.#target.removeEventListener(type, listener);
  }
  say(type: string): void {
    this.#target.dispatchEvent(new Event(type));
  }
}

/** A number, no error. */
const ERR_CONNECTION_LOST = 3;

function hassOf(
  house: House,
  connection = new OwnConnection(),
): Hass & { connection: OwnConnection } {
  return {
    states: {},
    user: { id: 'anna', is_admin: true },
    connection,
    hassUrl: (path) => new URL(path, house.origin).href,
    callService: async () => await Promise.resolve(),
    callWS: async <T>({ endpoint }: Readonly<Record<string, unknown>>): Promise<T> => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      if (house.hasNetwork) resolve();
      // As home-assistant-js-websocket says it.
      else reject(ERR_CONNECTION_LOST);
      await promise;
      if (endpoint === '/ingress/session') house.sessions++;
      const answer =
        endpoint === '/ingress/session'
          ? { session: house.session }
          : { state: house.appState, ingress_url: `/api/hassio_ingress/${house.token}/` };
      return answer as T;
    },
  };
}

interface Watched {
  readonly connection: AppConnection;
  readonly states: AppState[];
  readonly end: () => void;
}

function connect(t: TestContext, house: House, hass: Hass): Watched {
  const memory = new Map<string, string>();
  const wish = { app: null, scriptSlug: 'a1_oriel', url: null, origin: house.origin };
  const connection = new AppConnection(wish, {
    createSession: (user, createSession) =>
      new IngressSession({
        user,
        createSession,
        isSecure: false,
        writeCookie: () => {},
        nowMs: () => Date.now(),
        memory: () => ({
          getItem: (key) => memory.get(key) ?? null,
          setItem: (key, value) => void memory.set(key, value),
        }),
      }),
    isHidden: () => false,
    onShown: () => () => {},
  });
  connection.setHass(hass);
  const states: AppState[] = [];
  const end = connection.attach(() => states.push(connection.state));
  t.after(end);
  return { connection, states, end };
}

async function until(
  { connection }: Watched,
  what: string,
  is: (state: AppState) => boolean,
): Promise<AppState> {
  return await eventually(what, () => (is(connection.state) ? connection.state : null));
}

test('the way is known before the cameras are, so that pictures can begin', async (t) => {
  const house = await buildHouse(t);
  const watched = connect(t, house, hassOf(house));
  const { caller } = await until(watched, 'cameras', ({ cameras }) => cameras !== null);
  assert.equal(watched.states[0]?.rootUrl, `${house.origin}/api/hassio_ingress/one/`);
  assert.equal(watched.states[0]?.cameras, null);
  assert.equal(caller?.may_change, true);
});

test('an app that stops and comes back is noticed without a reload', async (t) => {
  const house = await buildHouse(t);
  const watched = connect(t, house, hassOf(house));
  const { rootUrl } = await until(watched, 'cameras', ({ cameras }) => cameras !== null);
  house.appState = 'stopped';
  // Players notice first.
  watched.connection.check();
  const stopped = await until(watched, 'trouble', ({ trouble }) => trouble !== null);
  assert.equal(stopped.trouble, 'app_stopped');
  assert.equal(stopped.rootUrl, rootUrl, 'where it was, and mostly will be');
  house.appState = 'started';
  await until(watched, 'no trouble', ({ trouble }) => trouble === null);
});

test('an app that was installed anew is found at its new address', async (t) => {
  const house = await buildHouse(t);
  const watched = connect(t, house, hassOf(house));
  await until(watched, 'cameras', ({ cameras }) => cameras !== null);
  house.token = 'two';
  watched.connection.check();
  await until(watched, 'another address', ({ rootUrl }) => rootUrl?.includes('/two/') ?? false);
  assert.equal(watched.connection.state.trouble, null);
});

test('when Home Assistant is back, the app is asked for at once', async (t) => {
  // However much time passes, nothing is asked again by itself.
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const house = await buildHouse(t);
  const hass = hassOf(house);
  house.hasNetwork = false;
  const { connection } = connect(t, house, hass);
  const next = async (is: (state: AppState) => boolean): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = connection.attach(() => void (is(connection.state) && resolve()));
    await promise;
    end();
  };
  await next(({ trouble }) => trouble === 'home_assistant_away');
  house.hasNetwork = true;
  hass.connection.say('ready');
  await next(({ cameras }) => cameras !== null);
});

for (const [who, says] of [
  ['Home Assistant is back', ({ home }) => home.say('ready')],
  ['somebody tries again', ({ connection }) => connection.retry()],
] as readonly [string, (who: { home: OwnConnection; connection: AppConnection }) => void][]) {
  test(`when ${who} while the app is being asked for, it is asked for once more`, async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const house = await buildHouse(t);
    const hass = hassOf(house);
    const asking = Promise.withResolvers<void>();
    const lost = Promise.withResolvers<never>();
    let isFirst = true;
    const { connection } = connect(t, house, {
      ...hass,
      callWS: async (message) => {
        if (!isFirst) return await hass.callWS(message);
        asking.resolve();
        return await lost.promise.finally(() => (isFirst = false));
      },
    });
    const found = Promise.withResolvers<void>();
    t.after(connection.attach(() => connection.state.cameras !== null && found.resolve()));
    await asking.promise;
    says({ home: hass.connection, connection });
    // At most once in so long it looks.
    t.mock.timers.tick(1000);
    lost.reject(ERR_CONNECTION_LOST);
    await found.promise;
  });
}

test('where cookies are not taken, sessions are not made for ever; who tries again is heard', async (t) => {
  const house = await buildHouse(t);
  house.takesCookies = false;
  const watched = connect(t, house, hassOf(house));
  const { connection } = watched;
  const lists = (): number => house.requests.filter((url) => url.endsWith('/api/cameras')).length;
  const refused = await until(watched, 'a refusal', ({ trouble }) => trouble !== null);
  assert.equal(refused.trouble, 'refused');
  // Each look asks again with a new session.
  await eventually('three looks', () => (lists() === 6 ? true : null));
  // The answers have come, too.
  await fetch(house.origin);
  const { rootUrl } = connection.state;
  const before = house.sessions;
  for (let at = 0; at < 5; at++) {
    await new Promise((resolve) => setTimeout(resolve, 600));
    // As a player does on its way to the camera.
    await renewAccess(rootUrl ?? '');
    connection.check();
  }
  assert.equal(house.sessions, before);
  assert.equal(lists(), 6);
  const told = watched.states.map(({ trouble }) => trouble);
  assert.deepEqual(told, [null, 'refused'], 'what is told does not flicker');
  house.takesCookies = true;
  connection.retry();
  await until(watched, 'cameras', ({ cameras }) => cameras !== null);
  assert.equal(connection.state.trouble, null);
});

test('nobody is asked any more when the last card is gone', async (t) => {
  const house = await buildHouse(t);
  const watched = connect(t, house, hassOf(house));
  const endOther = watched.connection.attach(() => {});
  t.after(endOther);
  await until(watched, 'cameras', ({ cameras }) => cameras !== null);
  watched.end();
  house.appState = 'stopped';
  watched.connection.check();
  await until(watched, 'trouble', ({ trouble }) => trouble !== null);
  endOther();
  const { length } = house.requests;
  watched.connection.check();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.equal(house.requests.length, length);
});

test('whoever only wants the list waits for it, and does without in the end', async (t) => {
  const house = await buildHouse(t);
  const watched = connect(t, house, hassOf(house));
  watched.end();
  assert.equal((await settle(watched.connection, 2000)).cameras?.length, 1);
  const silent = hassOf(house);
  const mute = { ...silent, callWS: async <T>(): Promise<T> => await new Promise<T>(() => {}) };
  const other = connect(t, house, mute);
  assert.equal((await settle(other.connection, 50)).cameras, null);
});
