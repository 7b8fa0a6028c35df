import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IngressSession } from '../../../www/card/ingress-session.ts';
import type { SessionHost } from '../../../www/card/ingress-session.ts';

interface Browser {
  readonly cookies: string[];
  readonly memory: Map<string, string>;
  nowMs: number;
  created: number;
}

function openBrowser(): Browser {
  return { cookies: [], memory: new Map(), nowMs: 1_000_000, created: 0 };
}

function sessionIn(browser: Browser, changes: Partial<SessionHost> = {}): IngressSession {
  return new IngressSession({
    createSession: async () => await Promise.resolve(`s${++browser.created}`),
    writeCookie: (cookie) => void browser.cookies.push(cookie),
    isSecure: false,
    user: 'anna',
    nowMs: () => browser.nowMs,
    memory: () => ({
      getItem: (key) => browser.memory.get(key) ?? null,
      setItem: (key, value) => void browser.memory.set(key, value),
    }),
    ...changes,
  });
}

test('the cookie is for ingress alone, and for secure lines where the page is', async () => {
  const browser = openBrowser();
  await sessionIn(browser).open();
  await sessionIn(browser, { isSecure: true }).renew();
  assert.deepEqual(browser.cookies, [
    'ingress_session=s1; path=/api/hassio_ingress/; SameSite=Strict',
    'ingress_session=s2; path=/api/hassio_ingress/; SameSite=Strict; Secure',
  ]);
});

test('a session that should hold is used again, by other pages of the browser too', async () => {
  const browser = openBrowser();
  await sessionIn(browser).open();
  browser.nowMs += 10 * 60_000;
  await sessionIn(browser).open();
  assert.equal(browser.created, 1);
});

test('use makes a session last; without, another one is made', async () => {
  const browser = openBrowser();
  const session = sessionIn(browser);
  await session.open();
  browser.nowMs += 10 * 60_000;
  session.used();
  browser.nowMs += 10 * 60_000;
  await session.open();
  assert.equal(browser.created, 1);
  browser.nowMs += 15 * 60_000;
  await session.open();
  assert.equal(browser.created, 2);
});

test('the session of somebody who used this browser before is not used', async () => {
  const browser = openBrowser();
  await sessionIn(browser).open();
  await sessionIn(browser, { user: 'ben' }).open();
  assert.equal(browser.created, 2);
});

test('whoever asks while a session is made shares it', async () => {
  const browser = openBrowser();
  const session = sessionIn(browser);
  await Promise.all([session.open(), session.renew(), session.renew()]);
  assert.equal(browser.created, 1);
});

test('a refusal is passed on, and the next try asks again', async () => {
  const browser = openBrowser();
  let isRefused = true;
  const session = sessionIn(browser, {
    createSession: async () => {
      if (isRefused) throw new Error('no');
      return await Promise.resolve('s9');
    },
  });
  await assert.rejects(session.open(), /no/);
  isRefused = false;
  await session.open();
  assert.match(browser.cookies.join(), /s9/);
});

test('a session that would write more than one cookie is refused', async () => {
  const browser = openBrowser();
  const createSession = async (): Promise<string> => await Promise.resolve('x; path=/');
  await assert.rejects(sessionIn(browser, { createSession }).open(), TypeError);
  assert.deepEqual(browser.cookies, []);
});

test('what somebody else has left in the memory does no harm', async () => {
  for (const text of ['', '{', 'null', '[]', '{"user":1,"until":"x"}']) {
    const browser = openBrowser();
    browser.memory.set('oriel-ingress-session', text);
    await sessionIn(browser).open();
    assert.equal(browser.created, 1, text);
  }
});

const refuse = (): never => {
  throw new DOMException('no', 'SecurityError');
};
const old = '{"user":"ben","until":1}';
const poorMemories: readonly (readonly [string, SessionHost['memory']])[] = [
  // WebViews without DOM storage.
  ['no memory', () => null as unknown as Storage],
  ['a memory that may not be asked for', refuse],
  ['a memory that does not answer', () => ({ getItem: refuse, setItem: refuse })],
  ['a memory that is full', () => ({ getItem: () => old, setItem: refuse })],
];

for (const [what, memory] of poorMemories) {
  test(`a browser with ${what} has sessions all the same, one for each page`, async () => {
    const browser = openBrowser();
    const session = sessionIn(browser, { memory });
    await session.open();
    browser.nowMs += 10 * 60_000;
    await session.open();
    assert.equal(browser.created, 1);
    browser.nowMs += 15 * 60_000;
    await session.open();
    assert.equal(browser.created, 2);
  });
}
