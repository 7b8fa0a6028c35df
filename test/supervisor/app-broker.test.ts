// The whole program with the Supervisor's broker: found late, and followed when it changes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { eventually } from '../eventually.ts';
import { startSupervisor } from '../ingress/home-assistant.ts';
import type { Supervisor } from '../ingress/home-assistant.ts';
import { findFreePort, startMosquitto } from '../mosquitto.ts';
import type { Mosquitto } from '../mosquitto.ts';
import { observe } from '../mqtt-observer.ts';
import type { Observer } from '../mqtt-observer.ts';
import { startProgram, temporaryDirectory, writeOptions } from '../running-app.ts';
import type { Program } from '../running-app.ts';

const CAMERAS = [{ id: 'porch', name: 'Porch', source: 'test:', resolution: '320x180', fps: 10 }];
const PATIENCE_MS = 30_000;

function serviceOf({ host, port }: Mosquitto, password: string): object {
  return { host, port, ssl: false, username: 'addons', password, protocol: '3.1.1' };
}

async function startApp(
  t: TestContext,
  supervisor: Supervisor,
  more: readonly string[] = [],
): Promise<{ program: Program; lanPort: number }> {
  const lanPort = await findFreePort();
  await supervisor.change({ lanListenerPort: lanPort });
  const options = { cameras: CAMERAS, mqtt: {}, http: { lan_port: lanPort } };
  const file = await writeOptions(t, JSON.stringify(options));
  const program = await startProgram(t, ['--options', file, '--port', '0', ...more], {
    SUPERVISOR_TOKEN: supervisor.token,
    ORIEL_SUPERVISOR: supervisor.url,
  });
  return { program, lanPort };
}

const login = (password: string): { username: string; password: string } => ({
  username: 'addons',
  password,
});

test('a broker that starts after Oriel is used, and one that moves is followed', async (t) => {
  const supervisor = await startSupervisor(t);
  const { program } = await startApp(t, supervisor);
  await eventually('the log says what is missing', () =>
    program.output().includes('install and start the Mosquitto broker app') ? true : null,
  );
  const first = await startMosquitto(t, { login: login('c4n4ry-1') });
  const onFirst = await observe(t, first, login('c4n4ry-1'));
  await supervisor.change({ mqtt: serviceOf(first, 'c4n4ry-1') });
  const isOnline = ({ text }: { text: string }): boolean => text === 'online';
  await onFirst.waitFor('oriel/bridge/state', isOnline, PATIENCE_MS);

  const second = await startMosquitto(t, { login: login('c4n4ry-2') });
  const onSecond = await observe(t, second, login('c4n4ry-2'));
  await supervisor.change({ mqtt: serviceOf(second, 'c4n4ry-2') });
  // An end of the connection makes Oriel ask at once.
  await first.kill();
  await onSecond.waitFor('oriel/bridge/state', isOnline, PATIENCE_MS);
  await onSecond.waitFor('oriel/camera/porch/options');
  assert.ok(!program.output().includes('c4n4ry'), program.output());
});

interface Urls {
  readonly hls: string;
  readonly player: string;
}

async function command(
  observer: Observer,
  what: string,
  values: object,
): Promise<{ status: string; data: Record<string, unknown>; error?: { code: string } }> {
  const transaction = `t${Math.random()}`;
  const payload = JSON.stringify({ ...values, transaction });
  await observer.publish(`oriel/bridge/request/${what}`, payload);
  const { text } = await observer.waitFor(`oriel/bridge/response/${what}`, (seen) =>
    seen.text.includes(transaction),
  );
  return JSON.parse(text);
}

test('options change without a broker of their own among them, and stay over a restart', async (t) => {
  const broker = await startMosquitto(t);
  const observer = await observe(t, broker);
  const mqtt = { host: broker.host, port: broker.port, ssl: false };
  const supervisor = await startSupervisor(t, { mqtt });
  const data = await temporaryDirectory(t);
  const { program } = await startApp(t, supervisor, ['--data', data]);
  const isOnline = ({ text }: { text: string }): boolean => text === 'online';
  await observer.waitFor('oriel/bridge/state', isOnline, PATIENCE_MS);
  const changed = await command(observer, 'camera/options', { id: 'porch', options: { fps: 5 } });
  assert.equal(changed.status, 'ok', JSON.stringify(changed));
  program.child.kill('SIGTERM');
  await program.ended;
  const last = observer.messages.at(-1)?.atMs ?? 0;
  await startApp(t, supervisor, ['--data', data]);
  const isNew = ({ atMs }: { atMs: number }): boolean => atMs > last;
  const { text } = await observer.waitFor('oriel/camera/porch/options', isNew, PATIENCE_MS);
  assert.equal(JSON.parse(text).fps, 5);
});

test('published links carry tokens; commands list, make, renew and revoke them', async (t) => {
  const broker = await startMosquitto(t);
  const observer = await observe(t, broker);
  const supervisor = await startSupervisor(t, {
    mqtt: { host: broker.host, port: broker.port, ssl: false },
    lanPort: 8098,
    hasHassioApi: true,
  });
  const { lanPort, program } = await startApp(t, supervisor);
  const urlsTopic = 'oriel/camera/porch/urls';
  const { text } = await observer.waitFor(
    urlsTopic,
    (seen) => seen.text.includes('http://192.168.1.5:8098/t/'),
    PATIENCE_MS,
  );
  const urls = JSON.parse(text) as Urls;
  const local = (url: string): string =>
    url.replace('http://192.168.1.5:8098', `http://127.0.0.1:${lanPort}`);
  assert.equal((await fetch(local(urls.hls))).status, 200);
  const device = await eventually(
    'the camera is announced with its page',
    () =>
      observer.messages.findLast(
        (seen) => seen.topic.endsWith('_porch/config') && seen.text.includes('"cu"'),
      ) ?? null,
  );
  assert.match(device.text, /"cu":"homeassistant:\/\/app\/a1b2c3d4_oriel"/);

  const { data } = await command(observer, 'token/list', {});
  const tokens = data['tokens'] as { id: string; camera: string | null; path: string }[];
  assert.deepEqual(
    tokens.map(({ camera }) => camera),
    [null, 'porch'],
  );
  const porch = tokens[1] ?? assert.fail();
  await command(observer, 'token/rotate', { id: porch.id });
  const renewed = await observer.waitFor(urlsTopic, (seen) => seen.text !== text);
  assert.equal((await fetch(local(urls.hls))).status, 401);
  assert.equal((await fetch(local((JSON.parse(renewed.text) as Urls).hls))).status, 200);

  const made = await command(observer, 'token/add', { camera: 'porch', name: 'Tablet' });
  assert.match(
    String(made.data['url']),
    /^http:\/\/192\.168\.1\.5:8098\/t\/[\w-]{43}\/cameras\/porch\/$/,
  );
  assert.equal((await command(observer, 'token/revoke', { id: porch.id })).status, 'ok');
  await command(observer, 'token/revoke', { id: made.data['id'] });
  await observer.waitFor(urlsTopic, (seen) => seen.text.includes('"hls":"cameras/porch/'));

  assert.equal((await command(observer, 'token/revoke', { id: 'x' })).error?.code, 'not_found');
  assert.equal((await command(observer, 'token/revoke', {})).error?.code, 'invalid_payload');
  assert.equal(
    (await command(observer, 'token/add', { camera: 'nobody' })).error?.code,
    'not_found',
  );
  const secrets = tokens.map(({ path }) => path.split('/')[1] ?? assert.fail());
  const quiet = observer.messages.filter(({ topic }) => /options|state|info|event/.test(topic));
  for (const secret of secrets) {
    assert.ok(!program.output().includes(secret));
    assert.ok(quiet.every(({ text: said }) => !said.includes(secret)));
  }
});
