import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { eventually } from '../eventually.ts';
import { childrenOf, isAlive } from '../processes.ts';
import { spawnProgram, startProgram, writeOptions } from '../running-app.ts';

const CANARY = 'c4n4ry-pa55';

test('without options the demo plays, and SIGTERM ends it with 0 and leaves no process', async (t) => {
  const { child, url, ended, output } = await startProgram(t, ['--port', '0']);
  assert.equal((await fetch(`${url}cameras/demo/hls/index.m3u8`)).status, 200);
  assert.equal((await fetch(url)).status, 200);
  const ffmpegs = await childrenOf(child.pid ?? 0, 'ffmpeg');
  assert.equal(ffmpegs.length, 1);
  child.kill('SIGTERM');
  assert.equal(await ended, 0, output());
  for (const pid of ffmpegs) assert.equal(await isAlive(pid), false);
});

test('SIGINT ends it as well, though viewers wait and a camera hangs', async (t) => {
  const options = 'cameras: [{ id: demo, source: "test:" }, { id: hung, source: "test:" }]';
  const file = await writeOptions(t, options);
  const { child, url, ended } = await startProgram(t, ['--options', file, '--port', '0']);
  await fetch(`${url}cameras/demo/hls/index.m3u8`);
  await fetch(`${url}cameras/hung/hls/index.m3u8`);
  const ffmpegs = await childrenOf(child.pid ?? 0, 'ffmpeg');
  process.kill(ffmpegs[1] ?? assert.fail(), 'SIGSTOP');
  // Held, since no media comes any more.
  const waiting = fetch(`${url}cameras/hung/hls/video.m3u8?_HLS_msn=${await nextSegment(url)}`);
  const cutOff = assert.rejects(waiting);
  child.kill('SIGINT');
  assert.equal(await ended, 0);
  await cutOff;
  for (const pid of ffmpegs) assert.equal(await isAlive(pid), false);
});

test('wrong options are all listed, with their paths, and nothing starts', async (t) => {
  const file = await writeOptions(
    t,
    `cameras:
  - { id: Porch, source: "exec:rm -rf /" }
  - { id: garden, sorce: "test:" }
  - { id: garden, source: "rtsp://u:${CANARY}@/x", part_ms: 5 }
log_level: loud
`,
  );
  const { ended, output } = spawnProgram(t, ['--options', file, '--port', '0']);
  assert.equal(await ended, 1);
  for (const path of [
    'cameras[0].id',
    'cameras[0].source',
    'cameras[1].sorce',
    'cameras[2].part_ms',
    'log_level',
  ]) {
    assert.ok(output().includes(path), `${path} in ${output()}`);
  }
  assert.ok(!output().includes(CANARY), output());
  assert.ok(!output().includes('open http'), output());
});

test('a file that is not there and an option that does not exist are told, exit code 1', async (t) => {
  const { ended, output } = spawnProgram(t, ['--options', '/nowhere/cameras.yaml', '--prot', '1']);
  assert.equal(await ended, 1);
  assert.match(output(), /--prot/);
});

test('a port that is taken is named, with what to do, exit code 2', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const address = server.address();
  const port = String(typeof address === 'object' ? address?.port : '');
  const { ended, output } = spawnProgram(t, ['--port', port]);
  assert.equal(await ended, 2);
  assert.match(output(), new RegExp(`port ${port} is taken.*--port`));
});

test('an ffmpeg that is not there is named, exit code 2', async (t) => {
  const { ended, output } = spawnProgram(t, ['--port', '0'], { ORIEL_FFMPEG: '/nowhere/ffmpeg' });
  assert.equal(await ended, 2);
  assert.match(output(), /ffmpeg/);
});

test('a password is in no line of the log, however much is logged', async (t) => {
  const options = {
    log_level: 'trace',
    mqtt: { host: '127.0.0.1', port: 9, username: 'oriel', password: CANARY },
    cameras: [
      { id: 'porch', source: `rtsp://admin:${CANARY}@127.0.0.1:9/stream?password=${CANARY}` },
    ],
  };
  const file = await writeOptions(t, JSON.stringify(options));
  const { child, output, url, ended } = await startProgram(t, ['--options', file, '--port', '0']);
  await eventually('the camera has failed twice', async () => {
    const camera = (await (await fetch(`${url}api/cameras/porch`)).json()) as { restarts: number };
    return camera.restarts >= 2 ? camera : null;
  });
  child.kill('SIGTERM');
  await ended;
  assert.ok(output().includes('porch'));
  assert.ok(!output().includes(CANARY), output());
});

async function nextSegment(url: string): Promise<string> {
  const playlist = await (await fetch(`${url}cameras/hung/hls/video.m3u8`)).text();
  const [, open] = /PRELOAD-HINT:.*?\/(\d+)\.\d+\.m4s/.exec(playlist) ?? assert.fail(playlist);
  // What is on its way may complete the one that is being made.
  return String(Number(open) + 1);
}

test('a data folder that takes nothing is named, exit code 2', async (t) => {
  const file = await writeOptions(t, 'cameras: []');
  const { ended, output } = spawnProgram(t, ['--port', '0', '--options', file, '--data', file]);
  assert.equal(await ended, 2, output());
  assert.match(output(), /cannot write to the data folder .*cameras\.yaml/);
});

test('an address that is none of this machine is named, exit code 2', async (t) => {
  const file = await writeOptions(t, 'cameras: []\nhttp: {host: "fe80::1%nope0"}');
  const { ended, output } = spawnProgram(t, ['--port', '0', '--options', file]);
  assert.equal(await ended, 2, output());
  assert.match(output(), /fe80::1%nope0/);
});

test('a bug ends it as one, without the secrets in its message', async (t) => {
  // As soon as the program listens for bugs, however long it takes to start.
  const bug = `const look = setInterval(() => {
    if (process.listenerCount('uncaughtException') === 0) return;
    clearInterval(look);
    Promise.reject(new Error('rtsp://admin:hunter2@10.0.0.5/'));
  }, 20)`;
  const { ended, output } = spawnProgram(t, ['--port', '0'], {
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(bug)}`,
  });
  assert.equal(await ended, 70, output());
  assert.match(output(), /this is a bug in Oriel/);
  assert.ok(!output().includes('hunter2'));
});
