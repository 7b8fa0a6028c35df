import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { createLog } from '../../src/log.ts';
import { parseHostAddress, parseHostName } from '../../src/supervisor/host-address.ts';
import { MqttFollower } from '../../src/supervisor/mqtt-follower.ts';
import type { MqttService } from '../../src/supervisor/mqtt-service.ts';
import { parseMqttService } from '../../src/supervisor/mqtt-service.ts';
import { createSupervisorApi, SupervisorError } from '../../src/supervisor/supervisor-api.ts';
import { followSurroundings } from '../../src/supervisor/surroundings.ts';
import type { Surroundings } from '../../src/supervisor/surroundings.ts';
import { eventually } from '../eventually.ts';
import { APP_TOKEN, startSupervisor } from '../ingress/home-assistant.ts';
import type { Supervisor } from '../ingress/home-assistant.ts';

const BROKER = {
  addon: 'core_mosquitto',
  host: 'core-mosquitto',
  port: 1883,
  ssl: false,
  username: 'addons',
  password: 'c4n4ry-broker',
  protocol: '3.1.1',
};
const { signal } = new AbortController();

function collectLog(lines: string[]): ReturnType<typeof createLog> {
  const destination = { write: (line: string) => void lines.push(line) };
  return createLog({ level: 'debug', format: 'json', destination });
}

test('the broker is known by what the Supervisor says, its port in a text as well', async (t) => {
  const { url, token } = await startSupervisor(t, { mqtt: { ...BROKER, port: '1884' } });
  const service = parseMqttService(
    await createSupervisorApi({ url, token })('/services/mqtt', signal),
  );
  assert.deepEqual(service, {
    host: 'core-mosquitto',
    port: 1884,
    tls: false,
    username: 'addons',
    password: 'c4n4ry-broker',
  });
});

test('why the Supervisor gives no answer is said in words, without the token', async (t) => {
  const supervisor = await startSupervisor(t);
  const { url, token } = supervisor;
  const ask = createSupervisorApi({ url, token });
  const expected: readonly (readonly [() => Promise<unknown>, number | null, RegExp])[] = [
    [() => ask('/services/mqtt', signal), 400, /it cannot say \(Service not enabled\)/],
    [() => ask('/network/info', signal), 403, /does not let us ask that/],
    [() => ask('/nothing', signal), 404, /knows nothing of that/],
    [() => createSupervisorApi({ url, token: 'x' })('/info', signal), 401, /restart the app/],
    [
      () => createSupervisorApi({ url: 'http://127.0.0.1:9', token })('/info', signal),
      null,
      /cannot be reached/,
    ],
  ];
  for (const [question, status, words] of expected) {
    await assert.rejects(question, (error) => {
      assert.ok(error instanceof SupervisorError);
      assert.equal(error.status, status);
      assert.match(error.message, words);
      assert.ok(!JSON.stringify(error, Object.getOwnPropertyNames(error)).includes(APP_TOKEN));
      return true;
    });
  }
  await supervisor.change({ isDown: true });
  await assert.rejects(ask('/info', signal), { status: 502 });
});

async function follow(
  t: TestContext,
  { url, token }: Supervisor,
): Promise<{ found: MqttService[]; lines: string[] }> {
  const found: MqttService[] = [];
  const lines: string[] = [];
  const follower = MqttFollower.start({
    ask: createSupervisorApi({ url, token }),
    log: collectLog(lines),
    onFound: (service) => found.push(service),
    timing: { retryMs: 30, recheckMs: 30 },
  });
  t.after(() => follower[Symbol.asyncDispose]());
  return { found, lines };
}

test('a broker that starts late is found, one that changes is followed, one that goes is kept', async (t) => {
  const supervisor = await startSupervisor(t);
  const { found, lines } = await follow(t, supervisor);
  const asks = async (): Promise<number> => (await supervisor.change({})).length;
  await eventually('the Supervisor was asked again', async () =>
    (await asks()) > 3 ? true : null,
  );
  assert.equal(lines.length, 1, 'one line, however often it is asked');
  assert.match(lines[0] ?? '', /install and start the Mosquitto broker app, or set mqtt\.host/);

  await supervisor.change({ mqtt: BROKER });
  await eventually('the broker is found', () => found[0] ?? null);
  await supervisor.change({ mqtt: { ...BROKER, password: 'c4n4ry-new' } });
  await eventually('the new password is found', () => found[1] ?? null);
  assert.equal(found[1]?.password, 'c4n4ry-new');

  await supervisor.change({ mqtt: null });
  const before = await asks();
  await eventually('asked on', async () => ((await asks()) > before + 3 ? true : null));
  assert.equal(found.length, 2);
  assert.ok(lines.every((line) => !line.includes('c4n4ry')));
});

async function look(
  t: TestContext,
  { url, token }: Supervisor,
): Promise<{ readonly found: readonly Surroundings[]; readonly first: Surroundings }> {
  const stop = new AbortController();
  const found: Surroundings[] = [];
  const following = followSurroundings({
    ask: createSupervisorApi({ url, token }),
    lanListenerPort: 8098,
    log: collectLog([]),
    signal: stop.signal,
    onFound: (surroundings) => found.push(surroundings),
    timing: { retryMs: [30], recheckMs: 30 },
  });
  t.after(async () => {
    stop.abort();
    await following;
  });
  return { found, first: await eventually('an answer', () => found[0] ?? null) };
}

test('links begin with the host’s address where the port is mapped and the address may be asked', async (t) => {
  const supervisor = await startSupervisor(t, { lanPort: 18_098, hasHassioApi: true });
  const { first, found } = await look(t, supervisor);
  assert.equal(first.lanUrl, 'http://192.168.1.5:18098');
  assert.equal(first.own.slug, 'a1b2c3d4_oriel');
  assert.equal(first.own.ingressEntry, '/api/hassio_ingress/Uq2yTkQKUvOt9x6yHk2Yc1Xx');
  await supervisor.change({ hostAddress: '192.168.1.77' });
  await eventually('the new address', () =>
    found.at(-1)?.lanUrl === 'http://192.168.1.77:18098' ? true : null,
  );
});

test('links begin with the host’s name where its address may not be asked, once the Supervisor is up', async (t) => {
  const supervisor = await startSupervisor(t, { lanPort: 8098, hasHassioApi: false, isDown: true });
  setTimeout(() => void supervisor.change({ isDown: false }), 100);
  const { first } = await look(t, supervisor);
  assert.equal(first.lanUrl, 'http://homeassistant.local:8098');
});

test('without a mapped port there is no address to give away', async (t) => {
  const { first } = await look(t, await startSupervisor(t, { lanPort: null, hasHassioApi: true }));
  assert.equal(first.lanUrl, undefined);
  assert.equal(first.own.slug, 'a1b2c3d4_oriel');
});

test('addresses that lead nowhere are not given away', () => {
  const ipv6 = { address: ['fe80::1/64', '2001:db8::5/64'] };
  const end0 = { enabled: true, connected: true, primary: true, ipv4: { address: [] }, ipv6 };
  assert.equal(parseHostAddress({ interfaces: [end0] }), '[2001:db8::5]');
  assert.equal(parseHostAddress({ interfaces: [{ ...end0, enabled: false }] }), undefined);
  assert.equal(parseHostAddress({}), undefined);
  assert.equal(parseHostName({ hostname: 'evil.example/x' }), undefined);
});
