import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { eventually } from '../eventually.ts';
import { startMosquitto } from '../mosquitto.ts';
import type { Mosquitto } from '../mosquitto.ts';
import { observe } from '../mqtt-observer.ts';
import type { Observer } from '../mqtt-observer.ts';
import { childrenOf } from '../processes.ts';
import { startTestApp } from '../running-app.ts';
import type { TestApp } from '../running-app.ts';

const CANARY = 'c4n4ry-pa55';
const PORCH = { id: 'porch', name: 'Porch', source: 'test:', resolution: '320x180', fps: 10 };

interface Setup {
  readonly broker: Mosquitto;
  readonly observer: Observer;
  readonly app: TestApp;
}

async function setUp(t: TestContext, cameras: readonly object[] = [PORCH]): Promise<Setup> {
  const broker = await startMosquitto(t);
  const observer = await observe(t, broker);
  const mqtt = { host: broker.host, port: broker.port };
  const app = await startTestApp(t, { cameras, mqtt });
  await observer.waitFor('oriel/bridge/state', ({ text }) => text === 'online');
  return { broker, observer, app };
}

const live = async ({ observer }: Setup): Promise<void> => {
  await observer.waitFor('oriel/camera/porch/availability', ({ text }) => text === 'online');
};

interface AnswerBody {
  readonly status: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly details: { path: string }[];
  };
  readonly transaction?: unknown;
}

/** Sends a command and awaits the answer that carries its transaction. */
async function ask(
  { observer }: Setup,
  [topic, what]: readonly [string, string],
  values: object,
): Promise<AnswerBody> {
  const transaction = `t${Math.random()}`;
  await observer.publish(topic, JSON.stringify({ ...values, transaction }));
  const seen = await observer.waitFor(`oriel/bridge/response/${what}`, ({ text }) =>
    text.includes(transaction),
  );
  return JSON.parse(seen.text) as AnswerBody;
}

const SET = ['oriel/camera/porch/set', 'camera/options'] as const;

test('stop makes the camera unavailable and is answered, start brings it back', async (t) => {
  const setup = await setUp(t);
  await live(setup);
  const stopped = await ask(setup, ['oriel/camera/porch/command', 'camera/stop'], {
    command: 'stop',
  });
  assert.deepEqual(stopped.data, { id: 'porch', status: 'stopped' });
  const gone = await setup.observer.waitFor(
    'oriel/camera/porch/availability',
    ({ text }) => text === 'offline',
  );
  assert.deepEqual(await childrenOf(process.pid, 'ffmpeg'), []);
  await setup.observer.publish('oriel/camera/porch/command', 'start');
  await setup.observer.waitFor('oriel/camera/porch/availability', (seen) => {
    return seen.text === 'online' && seen.atMs > gone.atMs;
  });
});

test('what would start a camera that is not enabled is refused, and its switch stays off', async (t) => {
  const setup = await setUp(t, [{ ...PORCH, enabled: false }]);
  const { observer } = setup;
  const { text: before } = await observer.waitFor('oriel/camera/porch/state');
  for (const command of ['start', 'restart']) {
    const topics = [
      ['oriel/camera/porch/command', `camera/${command}`],
      [`oriel/bridge/request/camera/${command}`, `camera/${command}`],
    ] as const;
    for (const topic of topics) {
      const answer = await ask(setup, topic, { id: 'porch', command });
      assert.equal(answer.error?.code, 'camera_disabled', topic[0]);
      assert.match(answer.error.message, /enabled to true/);
    }
  }
  // What the switch and the button in Home Assistant send.
  await observer.publish('oriel/camera/porch/command', 'start');
  const isRefusal = ({ text }: { text: string }): boolean => text.includes('"command_rejected"');
  await eventually('five refusals', () => {
    const told = observer.messages.filter(({ topic }) => topic === 'oriel/camera/porch/event');
    return told.filter(isRefusal).length === 5 || null;
  });
  assert.deepEqual(new Set(observer.textsOn('oriel/camera/porch/state')), new Set([before]));
  assert.match(before, /"status":"stopped"/);
});

test('a camera that has come up says at once what can be measured of it', async (t) => {
  const { observer } = await setUp(t);
  const up = await observer.waitFor(
    'oriel/camera/porch/availability',
    ({ text }) => text === 'online',
  );
  const stats = await observer.waitFor('oriel/camera/porch/stats');
  assert.equal(JSON.parse(stats.text).viewers, 0);
  // The next would come by itself ten seconds after the start.
  assert.ok(stats.atMs - up.atMs < 5_000);
  const measured = await observer.waitFor(
    'oriel/camera/porch/stats',
    ({ text }) => JSON.parse(text).fps > 0,
  );
  // Sooner than the next ones, which come every ten seconds.
  assert.ok(measured.atMs - up.atMs < 8000);
});

test('the totals tell of all cameras, and of what Oriel takes of the machine', async (t) => {
  const setup = await setUp(t);
  await live(setup);
  const isMeasured = ({ text }: { readonly text: string }): boolean => {
    const { bitrate_kbps: bitrate, cpu_percent: cpu } = JSON.parse(text);
    return bitrate > 0 && cpu > 0;
  };
  // Every 10 s.
  const { text } = await setup.observer.waitFor('oriel/bridge/stats', isMeasured, 15_000);
  const { cameras_live: count, viewers, rss_mb: megabytes } = JSON.parse(text);
  assert.deepEqual([count, viewers], [1, 0]);
  assert.ok(megabytes > 10 && JSON.parse(text).cpu_percent < 1000, text);
});

test('an option that the running pipeline can take on causes no restart', async (t) => {
  const setup = await setUp(t);
  await live(setup);
  const before = await childrenOf(process.pid, 'ffmpeg');
  const answer = await ask(setup, SET, { window_seconds: 20 });
  assert.equal(answer.data['applied'], 'live');
  assert.deepEqual(await childrenOf(process.pid, 'ffmpeg'), before);
  await setup.observer.waitFor('oriel/camera/porch/options', ({ text }) =>
    text.includes('"window_seconds":20'),
  );
});

test('a wrong option changes nothing and names its path', async (t) => {
  const setup = await setUp(t);
  const answer = await ask(setup, SET, { fps: 1000, name: 'Other' });
  assert.equal(answer.error?.code, 'invalid_options');
  assert.deepEqual(
    answer.error.details.map(({ path }) => path),
    ['fps'],
  );
  await setup.observer.waitFor('oriel/camera/porch/event', ({ text }) =>
    text.includes('options_rejected'),
  );
  const state = (await (await setup.app.get('api/cameras/porch')).json()) as { name: string };
  assert.equal(state.name, 'Porch');
});

test('options without a picture are rolled back, and the camera plays on', async (t) => {
  const setup = await setUp(t);
  await live(setup);
  const answer = await ask(setup, SET, {
    source: `rtsp://u:${CANARY}@127.0.0.1:9/x`,
    resolution: null,
    fps: null,
  });
  assert.equal(answer.error?.code, 'source_unreachable');
  const { status, source } = (await (await setup.app.get('api/cameras/porch')).json()) as Record<
    string,
    string
  >;
  assert.deepEqual({ status, source }, { status: 'live', source: 'test:' });
});

test('a hundred changes in a second end in the last one with few restarts', async (t) => {
  const setup = await setUp(t);
  await live(setup);
  for (let fps = 5; fps < 104; fps++) {
    void setup.observer.publish('oriel/camera/porch/set/fps', String(5 + (fps % 20)));
  }
  const last = await ask(setup, SET, { fps: 12 });
  assert.equal(last.status, 'ok');
  await setup.observer.waitFor('oriel/camera/porch/options', ({ text }) =>
    text.includes('"fps":12'),
  );
  const published = setup.observer.textsOn('oriel/camera/porch/options');
  assert.ok(published.length <= 8, `${published.length} sets of options were in effect`);
  assert.equal((await childrenOf(process.pid, 'ffmpeg')).length, 1);
});

test('every request is answered: unknown, not JSON, too large, for a camera that is not there', async (t) => {
  const { observer } = await setUp(t, []);
  const cases: readonly (readonly [string, string, string, string])[] = [
    ['oriel/bridge/request/make_coffee', '{}', 'make_coffee', 'unknown_request'],
    ['oriel/bridge/request/health_check', '{', 'health_check', 'invalid_json'],
    ['oriel/bridge/request/health_check', '[1]', 'health_check', 'invalid_payload'],
    [
      'oriel/camera/porch/set',
      `{"name":"${'x'.repeat(70_000)}"}`,
      'camera/options',
      'invalid_payload',
    ],
    ['oriel/camera/nobody/command', 'start', 'camera/start', 'not_found'],
    ['oriel/camera/nobody/command', 'dance', 'camera/command', 'unknown_request'],
    ['oriel/bridge/request/log_level', '{"level":"loud"}', 'log_level', 'invalid_options'],
  ];
  for (const [topic, payload, what, code] of cases) {
    await observer.publish(topic, payload);
    await observer.waitFor(`oriel/bridge/response/${what}`, ({ text }) =>
      text.includes(`"code":"${code}"`),
    );
  }
});

test('an answer goes to the response topic with its correlation data; a repeated command is carried out once', async (t) => {
  const { observer } = await setUp(t, []);
  const payload = JSON.stringify({
    id: 'gate',
    source: 'test:',
    enabled: false,
    transaction: 'once',
  });
  const properties = { responseTopic: 'me/answers', correlationData: Buffer.from('abc') };
  await observer.publish('oriel/bridge/request/camera/add', payload, { properties });
  const answer = await observer.waitFor('me/answers');
  assert.equal(answer.packet.properties?.correlationData?.toString(), 'abc');
  assert.match(answer.text, /"status":"ok"/);
  await observer.publish('oriel/bridge/request/camera/add', payload, { properties });
  await eventually('a second answer', () =>
    observer.textsOn('me/answers').length === 2 ? true : null,
  );
  const [first, second] = observer.textsOn('me/answers');
  assert.equal(second, first);
});

test('a retained command is not obeyed', async (t) => {
  const broker = await startMosquitto(t);
  const observer = await observe(t, broker);
  await observer.publish('oriel/camera/porch/command', 'stop', { retain: true });
  const app = await startTestApp(t, {
    cameras: [PORCH],
    mqtt: { host: broker.host, port: broker.port },
  });
  await live({ broker, observer, app });
  const answer = await ask(
    { broker, observer, app },
    ['oriel/bridge/request/cameras', 'cameras'],
    {},
  );
  assert.equal(answer.status, 'ok');
  assert.deepEqual(observer.textsOn('oriel/bridge/response/camera/stop'), []);
});

test('cameras come and go over MQTT, and leave nothing at the broker', async (t) => {
  const setup = await setUp(t, []);
  const { observer, broker } = setup;
  const gate = { id: 'gate', source: 'test:', resolution: '320x180', fps: 5 };
  const added = await ask(setup, ['oriel/bridge/request/camera/add', 'camera/add'], gate);
  assert.equal(added.status, 'ok');
  await observer.waitFor('oriel/camera/gate/availability', ({ text }) => text === 'online');
  await observer.waitFor('homeassistant/device/oriel_7f3a91c2_gate/config');
  const again = await ask(setup, ['oriel/bridge/request/camera/add', 'camera/add'], gate);
  assert.equal(again.error?.code, 'already_exists');
  const renamed = await ask(setup, ['oriel/bridge/request/camera/rename', 'camera/rename'], {
    id: 'gate',
    name: 'Big gate',
  });
  assert.deepEqual(renamed.data['to'], { name: 'Big gate' });
  await observer.waitFor('homeassistant/device/oriel_7f3a91c2_gate/config', ({ text }) =>
    text.includes('"name":"Big gate"'),
  );
  await ask(setup, ['oriel/bridge/request/camera/remove', 'camera/remove'], { id: 'gate' });
  const config = 'homeassistant/device/oriel_7f3a91c2_gate/config';
  const gone = await observer.waitFor(config, ({ text }) => text === '');
  const state = await observer.waitFor('oriel/camera/gate/state', ({ text }) => text === '');
  // Home Assistant would complain of an empty state; how long it has is up to the announcer.
  assert.ok(observer.messages.indexOf(state) > observer.messages.indexOf(gone));
  await observer.waitFor('oriel/camera/gate/urls', ({ text }) => text === '');
  const late = await observe(t, broker, { filter: 'oriel/camera/#' });
  const marker = await observe(t, broker, { filter: 'marker' });
  await marker.publish('marker', 'x');
  await marker.waitFor('marker');
  assert.deepEqual(late.messages, []);
});

test('a snapshot is published as a picture, a clip is saved and told', async (t) => {
  const setup = await setUp(t);
  await live(setup);
  const { observer } = setup;
  const taken = await eventually('a snapshot', async () => {
    const answer = await ask(setup, ['oriel/bridge/request/camera/snapshot', 'camera/snapshot'], {
      id: 'porch',
    });
    return answer.status === 'ok' ? answer : null;
  });
  assert.ok(Number(taken.data['bytes']) > 1000);
  const image = await observer.waitFor('oriel/camera/porch/snapshot/image');
  assert.deepEqual([...image.payload.subarray(0, 3)], [0xff, 0xd8, 0xff]);
  const clip = await ask(setup, ['oriel/camera/porch/command', 'camera/clip'], {
    command: 'clip',
    seconds: 5,
    post: 1,
  });
  assert.equal(clip.data['accepted'], true);
  const told = await observer.waitFor('oriel/camera/porch/event', ({ text }) =>
    text.includes('clip_ready'),
  );
  const event = JSON.parse(told.text) as { path: string; bytes: number };
  assert.equal((await stat(event.path)).size, event.bytes);
  assert.equal((await readFile(event.path)).toString('latin1', 4, 8), 'ftyp');
});

test('the last picture is there for a Home Assistant that has just started', async (t) => {
  const setup = await setUp(t);
  await live(setup);
  const { observer } = setup;
  await eventually('a snapshot', async () => {
    const what = ['oriel/bridge/request/camera/snapshot', 'camera/snapshot'] as const;
    return (await ask(setup, what, { id: 'porch' })).status === 'ok' ? true : null;
  });
  const first = await observer.waitFor('oriel/camera/porch/snapshot/image');
  await observer.publish('homeassistant/status', 'online');
  const again = await observer.waitFor(
    'oriel/camera/porch/snapshot/image',
    ({ atMs }) => atMs > first.atMs,
  );
  assert.ok(again.payload.equals(first.payload));
});

test('pictures are published at the interval that the options ask for', async (t) => {
  const { observer } = await setUp(t, [{ ...PORCH, snapshot_seconds: 5 }]);
  const image = await observer.waitFor('oriel/camera/porch/snapshot/image');
  assert.deepEqual([...image.payload.subarray(0, 3)], [0xff, 0xd8, 0xff]);
  assert.deepEqual(observer.textsOn('oriel/bridge/response/camera/snapshot'), []);
});

test('a broker that comes back without its memory is told everything again', async (t) => {
  const setup = await setUp(t);
  await live(setup);
  const { broker } = setup;
  await broker.kill();
  await broker.start();
  const late = await observe(t, broker);
  for (const topic of ['state', 'options', 'urls', 'availability']) {
    await late.waitFor(`oriel/camera/porch/${topic}`, undefined, 20_000);
  }
  await late.waitFor('homeassistant/device/oriel_7f3a91c2_porch/config');
  await late.waitFor('oriel/bridge/state', ({ text }) => text === 'online');
});

test('no password is in any byte that is published', async (t) => {
  const source = `rtsp://admin:${CANARY}@127.0.0.1:9/stream?token=${CANARY}`;
  const setup = await setUp(t, [{ id: 'porch', source }]);
  const { observer } = setup;
  await observer.waitFor('oriel/camera/porch/event', ({ text }) => text.includes('"error"'));
  await ask(setup, ['oriel/bridge/request/cameras', 'cameras'], {});
  await ask(setup, SET, { source: `rtsp://admin:${CANARY}2@127.0.0.1:9/` });
  // A camera that is off takes any source, and says so.
  await ask(setup, SET, { enabled: false });
  const changed = await ask(setup, SET, { source: `rtsp://admin:${CANARY}3@127.0.0.1:9/` });
  assert.equal(changed.status, 'ok');
  await observer.waitFor('oriel/camera/porch/event', ({ text }) =>
    text.includes('options_changed'),
  );
  await observer.waitFor('homeassistant/device/oriel_7f3a91c2_porch/config');
  const ours = observer.messages.filter(({ topic }) => !topic.endsWith('/set'));
  assert.ok(ours.length > 10);
  for (const { topic, text } of ours) assert.ok(!text.includes(CANARY), `${topic}: ${text}`);
});

test('fifty cameras are announced within seconds, with at most ten messages each', async (t) => {
  const cameras = Array.from({ length: 50 }, (_, index) => ({
    id: `cam${index}`,
    source: 'test:',
    enabled: false,
  }));
  const { observer } = await setUp(t, cameras);
  await observer.waitFor('homeassistant/device/oriel_7f3a91c2_cam49/config');
  await observer.waitFor('oriel/bridge/stats');
  for (const { id } of cameras) {
    const about = observer.messages.filter(
      ({ topic }) => topic.includes(`camera/${id}/`) || topic.endsWith(`_${id}/config`),
    );
    assert.ok(about.length >= 5 && about.length <= 10, `${id}: ${about.length}`);
  }
});
