// The image, built from the Dockerfile and run. Its base is Debian's with s6 instead of Home Assistant's
// Alpine with s6-overlay, so this shows everything but: Alpine's packages, s6-overlay's own scripts, the
// architecture aarch64, BuildKit, and AppArmor being enforced.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { eventually } from '../eventually.ts';
import { buildImage, listProgramFiles, VERSION } from './build.ts';
import { Container, DEVICE_GROUP } from './container.ts';
import { findObstacle, openEngine } from './engine.ts';
import type { Engine } from './engine.ts';

const USER = 2000;
const OPTIONS = { cameras: [{ id: 'demo', source: 'test:' }], mqtt: {}, http: {}, clips: {} };
const STOP_WITHIN_MS = 10_000;

const skip = (await findObstacle()) ?? false;

let engine: Engine;
let image: string;

before(async (t) => {
  if (skip) return;
  engine = await openEngine();
  const startedAt = performance.now();
  image = await buildImage(engine);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const bytes = await engine.podman('image', 'inspect', '--format={{.Size}}', image);
  t.diagnostic(`built in ${seconds} s, ${Math.round(Number(bytes) / 1e6)} MB`);
});

const start = (options: unknown = OPTIONS): Promise<Container> =>
  Container.start({ engine, image, options });

test(
  'the service runs as a user who reaches the devices, and ends within 10 s of SIGTERM',
  { skip },
  async (t) => {
    const startedAt = performance.now();
    await using container = await start();
    await container.becomeHealthy();
    t.diagnostic(`healthy after ${Math.round(performance.now() - startedAt)} ms`);

    const processes = await eventually('ffmpeg runs', async () => {
      const all = await container.listProcesses();
      return all.some(({ command }) => command.startsWith('ffmpeg ')) ? all : null;
    });
    const ours = processes.filter(({ command }) => /^(node|ffmpeg) /.test(command));
    assert.ok(ours.length >= 2);
    for (const { command, user, groups } of ours) {
      assert.equal(user, USER, command);
      assert.ok(groups.includes(DEVICE_GROUP), command);
      assert.ok(!groups.includes(0), command);
    }

    const stoppedAt = performance.now();
    await container.kill('TERM');
    assert.equal(await container.ended(), 0);
    const stoppedInMs = performance.now() - stoppedAt;
    t.diagnostic(`ended ${Math.round(stoppedInMs)} ms after SIGTERM`);
    assert.ok(stoppedInMs < STOP_WITHIN_MS, `${stoppedInMs} ms`);
    assert.match(await container.log(), /stopping/);
  },
);

test(
  'a camera plays in parts, and the user may write where clips, state, certificates and the card are',
  { skip },
  async () => {
    await using container = await start();
    await container.becomeHealthy();
    const playlist = await eventually('the playlist has parts', async () => {
      const text = await container.get('cameras/demo/hls/video.m3u8');
      return text.includes('#EXT-X-PART:') ? text : null;
    });
    const [, part = ''] = /#EXT-X-PART:.*?URI="\.\.\/([^"]+)"/.exec(playlist) ?? [];
    assert.match(await container.get(`cameras/demo/${part}`), /moof/);
    assert.match(await container.get(''), /<html/);
    const writable = ['/media/oriel', '/data', '/config', '/homeassistant/www/oriel'];
    await container.execAs(USER, 'touch', ...writable.map((folder) => `${folder}/kept`));
    for (const folder of ['/homeassistant', '/homeassistant/www']) {
      await assert.rejects(container.execAs(USER, 'touch', `${folder}/kept`));
    }
  },
);

test('no process of the service is left when it is stopped', { skip }, async () => {
  await using container = await start();
  await container.becomeHealthy();
  await container.exec('s6-svc', '-wD', '-d', '/run/service/oriel');
  const left = (await container.listProcesses()).filter(({ user }) => user === USER);
  assert.deepEqual(left, []);
});

test('ffmpeg does not get the token of the Supervisor', { skip }, async () => {
  await using container = await start();
  await container.becomeHealthy();
  const environmentOf = (name: string): Promise<string> =>
    container.execAs(USER, 'sh', '-c', `cat /proc/$(pidof ${name} | cut -d ' ' -f 1)/environ`);
  assert.match(await environmentOf('node'), /SUPERVISOR_TOKEN=/);
  const environment = await eventually('ffmpeg runs', () =>
    environmentOf('ffmpeg').catch(() => null),
  );
  assert.match(environment, /PATH=/);
  assert.doesNotMatch(environment, /TOKEN/);
});

test(
  'a container whose program crashes ends with its exit code, for the Supervisor to see',
  { skip },
  async () => {
    await using crashed = await start();
    await crashed.becomeHealthy();
    await crashed.exec('sh', '-c', 'kill -KILL $(pidof node)');
    assert.equal(await crashed.ended(), 128 + 9);
  },
);

test('a container whose options are wrong says so and ends with 1', { skip }, async () => {
  await using container = await start({
    ...OPTIONS,
    cameras: [{ id: 'demo', source: 'gopher:' }],
  });
  assert.equal(await container.ended(), 1);
  assert.match(await container.log(), /cameras\[0\]\.source/);
});

test(
  'it holds the production dependencies, the built program and pages, and no sources',
  { skip },
  async () => {
    const files = await listProgramFiles(engine, image);
    const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    const wanted = Object.keys(dependencies).map((name) => `node_modules/${name}`);
    for (const file of ['dist/main.js', 'www/dist', 'package.json', ...wanted]) {
      assert.ok(files.has(file), `${file} is missing`);
    }
    const unwanted = Object.keys(devDependencies).map((name) => `node_modules/${name}`);
    for (const file of ['src', 'test', 'scripts', ...unwanted]) {
      assert.ok(!files.has(file), `${file} is there`);
    }
  },
);

test('it says what it is and which version', { skip }, async () => {
  const labels = JSON.parse(
    await engine.podman('image', 'inspect', '--format={{json .Config.Labels}}', image),
  );
  assert.equal(labels['io.hass.type'], 'app');
  assert.equal(labels['io.hass.version'], VERSION);
  assert.match(labels['io.hass.arch'], /^(?:aarch64|amd64)$/);
});
