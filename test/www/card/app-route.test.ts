import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findRoute } from '../../../www/card/app-route.ts';
import type { RouteWish } from '../../../www/card/app-route.ts';
import { NoRouteError } from '../../../www/card/app-state.ts';
import type { Hass } from '../../../www/card/home-assistant.ts';

const ORIGIN = 'https://ha.example';
const WISH: RouteWish = { app: null, scriptSlug: null, url: null, origin: ORIGIN };
const STARTED = { state: 'started', ingress_url: '/api/hassio_ingress/t0ken/' };
const NOT_THERE = { code: 'unknown_error', message: 'App does not exist' };
const NO_SUCH_COMMAND = { code: 'unknown_command', message: 'Unknown command.' };

/** Home Assistant as its WebSocket API answers: data by endpoint, and an error for all else. */
function home(
  answers: Readonly<Record<string, unknown>>,
  changes: Partial<Hass> = {},
): Hass & { asked: string[] } {
  const asked: string[] = [];
  const error = answers['error'] ?? NOT_THERE;
  return {
    asked,
    states: {},
    user: { id: 'anna', is_admin: true },
    hassUrl: (path) => new URL(path, ORIGIN).href,
    callService: async () => await Promise.resolve(),
    callWS: async <T>(message: Readonly<Record<string, unknown>>): Promise<T> => {
      const endpoint = String(message['endpoint']);
      asked.push(endpoint);
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      if (endpoint in answers) resolve(answers[endpoint] as T);
      // As it comes over the line: a plain object.
      else reject(error);
      return await promise;
    },
    ...changes,
  };
}

async function troubleOf(hass: Hass, wish: Partial<RouteWish> = {}): Promise<string> {
  const error: unknown = await findRoute(hass, { ...WISH, ...wish }).then(
    ({ rootUrl }) => rootUrl,
    (reason: unknown) => reason,
  );
  return error instanceof NoRouteError ? error.trouble : String(error);
}

test('the way leads through ingress, by the slug behind the card’s address', async () => {
  const hass = home({ '/addons/a1_oriel/info': STARTED });
  assert.deepEqual(await findRoute(hass, { ...WISH, scriptSlug: 'a1_oriel' }), {
    rootUrl: `${ORIGIN}/api/hassio_ingress/t0ken/`,
    isIngress: true,
  });
  assert.deepEqual(hass.asked, ['/addons/a1_oriel/info']);
});

test('an app that was installed anew from elsewhere is found all the same', async () => {
  const devices = {
    d: { id: 'd', manufacturer: 'Oriel', configuration_url: 'homeassistant://app/b2_oriel' },
  };
  const announced = home({ '/addons/b2_oriel/info': STARTED }, { devices });
  assert.match(await troubleOf(announced, { scriptSlug: 'a1_oriel' }), /t0ken/);
  const addons = [{ slug: 'local_oriel' }];
  const listed = home({ '/addons': { addons }, '/addons/local_oriel/info': STARTED });
  assert.match(await troubleOf(listed, { scriptSlug: 'a1_oriel' }), /t0ken/);
});

test('a slug that is configured is the only one tried', async () => {
  const hass = home({ '/addons/a1_oriel/info': STARTED });
  assert.equal(
    await troubleOf(hass, { app: 'c3_oriel', scriptSlug: 'a1_oriel' }),
    'app_not_installed',
  );
  assert.deepEqual(hass.asked, ['/addons/c3_oriel/info']);
});

test('only administrators have the list of apps asked for', async () => {
  const user = { id: 'ben', is_admin: false };
  const hass = home({}, { user });
  assert.equal(await troubleOf(hass), 'app_not_found');
  assert.ok(!hass.asked.includes('/addons'));
});

test('what is wrong with the app is told apart', async () => {
  const state = (info: object): Hass => home({ '/addons/a1_oriel/info': info });
  const wish = { scriptSlug: 'a1_oriel' };
  assert.equal(await troubleOf(state({ ...STARTED, state: 'stopped' }), wish), 'app_stopped');
  assert.equal(await troubleOf(state({ ...STARTED, state: 'error' }), wish), 'app_stopped');
  assert.equal(await troubleOf(state({ ...STARTED, state: 'startup' }), wish), 'app_starting');
  const bare = { state: 'started', ingress_url: null };
  assert.equal(await troubleOf(state(bare), wish), 'app_without_ingress');
  assert.equal(await troubleOf(home({ '/addons': { addons: [] } }), wish), 'app_not_installed');
  assert.equal(await troubleOf(home({ '/addons': { addons: [] } })), 'app_not_found');
});

test('what is wrong with Home Assistant is told apart', async () => {
  const wish = { scriptSlug: 'a1_oriel' };
  assert.equal(await troubleOf(home({ error: NO_SUCH_COMMAND }), wish), 'no_supervisor');
  assert.equal(await troubleOf(home({ error: NO_SUCH_COMMAND })), 'no_supervisor');
  assert.equal(await troubleOf(home({ error: 3 }), wish), 'home_assistant_away');
  assert.equal(await troubleOf(home({ error: { code: 'unauthorized' } }), wish), 'refused');
});

test('only Home Assistant’s own address takes the cookie', async () => {
  const hassUrl = (path: string): string => new URL(path, 'https://other.example').href;
  const hass = home({ '/addons/a1_oriel/info': STARTED }, { hassUrl });
  assert.equal(await troubleOf(hass, { scriptSlug: 'a1_oriel' }), 'other_origin');
});

test('a configured address serves where there is no ingress, but never from a secure page to an open one', async () => {
  const hass = home({ error: NO_SUCH_COMMAND });
  const url = 'http://192.168.1.5:8098/t/abc/';
  assert.equal(await troubleOf(hass, { url }), 'mixed_content');
  assert.equal(await troubleOf(hass, { url, origin: 'http://ha.local:8123' }), url);
  const secure = 'https://oriel.example/t/abc/';
  assert.equal(await troubleOf(hass, { url: secure }), secure);
});

test('a configured address does not hide that the app is stopped', async () => {
  const hass = home({ '/addons/a1_oriel/info': { ...STARTED, state: 'stopped' } });
  const url = 'https://oriel.example/t/abc/';
  assert.equal(await troubleOf(hass, { url, scriptSlug: 'a1_oriel' }), 'app_stopped');
});
