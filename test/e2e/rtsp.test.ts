import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { execa } from 'execa';
import { countPlaying } from '../browser.ts';
import { eventually } from '../eventually.ts';
import { childrenOf } from '../processes.ts';
import { startRtspServer } from '../rtsp-server.ts';
import { startProgram, startTestApp, writeOptions } from '../running-app.ts';
import { openPage } from './page.ts';

interface CameraAnswer {
  readonly status: string;
  readonly restarts: number;
  readonly codec: string | null;
  readonly last_error: { code: string; message: string } | null;
}

/** A server that was asked twice at once may refuse one; Oriel tries again. */
async function awaitPlaylist(url: string): Promise<string> {
  return await eventually(
    'a playlist',
    async () => {
      const response = await fetch(url);
      const text = await response.text();
      return response.status === 200 ? text : null;
    },
    30_000,
  );
}

const PASSWORD = 'c4n4ry:p@55';

test('an RTSP camera is copied, decodes without an error, and its password is in no argument list', async (t) => {
  const camera = await startRtspServer(t, { user: 'admin', password: PASSWORD, audio: true });
  const source = camera.url;
  const options = JSON.stringify({ cameras: [{ id: 'porch', source }] });
  const file = await writeOptions(t, options);
  const { child, url, output } = await startProgram(t, ['--options', file, '--port', '0']);
  const playlist = `${url}cameras/porch/hls/index.m3u8`;
  await awaitPlaylist(playlist);
  const [ffmpeg] = await childrenOf(child.pid ?? 0, 'ffmpeg');
  const commandLine = await readFile(`/proc/${ffmpeg}/cmdline`, 'utf8');
  assert.ok(commandLine.includes('-c:v\0copy'), commandLine);
  for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), 'c4n4ry']) {
    assert.ok(!commandLine.includes(secret), commandLine);
    assert.ok(!output().includes(secret), output());
  }
  const decoded = await execa('ffmpeg', [
    '-v',
    'error',
    '-i',
    playlist,
    '-t',
    '3',
    // A camera's first frames need not lie on the grid of its frame rate, on which ffmpeg would put them.
    '-fps_mode',
    'passthrough',
    '-enc_time_base',
    '1:90000',
    '-f',
    'null',
    '-',
  ]);
  assert.equal(decoded.stderr, '');
});

test('ffprobe reads the DASH manifest and finds the video', async (t) => {
  const app = await startTestApp(t, { cameras: [{ id: 'demo', source: 'test:' }] });
  // ffmpeg 5.1 counts whole seconds: in the first ones of a Period it asks for segments before it.
  await eventually('three segments', async () => {
    const playlist = await (await app.get('cameras/demo/hls/video.m3u8')).text();
    return (playlist.match(/#EXTINF/g)?.length ?? 0) >= 3 ? true : null;
  });
  const manifest = `${app.url}cameras/demo/dash/manifest.mpd`;
  const args = ['-v', 'error', '-show_entries', 'stream=codec_name,width,height', '-of', 'csv=p=0'];
  const { stdout } = await execa('ffprobe', [...args, manifest], { timeout: 30_000 });
  assert.match(stdout, /h264,640,360/);
});

test('a wrong password is named as such', async (t) => {
  const camera = await startRtspServer(t, { user: 'admin', password: 'right' });
  const source = camera.url.replace('right', 'wrong');
  const app = await startTestApp(t, { cameras: [{ id: 'porch', source }] });
  const state = await eventually('the camera has failed', async () => {
    const found = (await (await app.get('api/cameras/porch')).json()) as CameraAnswer;
    return found.last_error ? found : null;
  });
  assert.equal(state.last_error?.code, 'unauthorized');
});

test('a path that the camera does not have is named as such', async (t) => {
  const camera = await startRtspServer(t);
  const source = camera.url.replace('/stream1', '/other');
  const app = await startTestApp(t, { cameras: [{ id: 'porch', source }] });
  const state = await eventually('the camera has failed', async () => {
    const found = (await (await app.get('api/cameras/porch')).json()) as CameraAnswer;
    return found.last_error ? found : null;
  });
  assert.equal(state.last_error?.code, 'not_found');
});

test('a camera that loses its power plays on when it is back', async (t) => {
  const first = await startRtspServer(t);
  const app = await startTestApp(t, { cameras: [{ id: 'porch', source: first.url }] });
  const ask = async (): Promise<CameraAnswer> =>
    (await (await app.get('api/cameras/porch')).json()) as CameraAnswer;
  await awaitPlaylist(`${app.url}cameras/porch/hls/index.m3u8`);
  await first.kill();
  await eventually('it is away', async () => ((await ask()).status === 'retrying' ? true : null));
  await startRtspServer(t, { port: first.port });
  await eventually(
    'it is back',
    async () => ((await ask()).status === 'live' ? true : null),
    30_000,
  );
  const playlist = await eventually('the discontinuity is listed', async () => {
    const text = await (await app.get('cameras/porch/hls/video.m3u8')).text();
    return text.includes('#EXT-X-DISCONTINUITY\n') ? text : null;
  });
  assert.equal(playlist.match(/#EXT-X-MAP/g)?.length, 2);
});

test('H.265, which not every browser plays, is encoded; so is MJPEG', async (t) => {
  for (const codec of ['h265', 'mjpeg'] as const) {
    const camera = await startRtspServer(t, { codec });
    const app = await startTestApp(t, { cameras: [{ id: 'porch', source: camera.url }] });
    const index = await awaitPlaylist(`${app.url}cameras/porch/hls/index.m3u8`);
    assert.match(index, /CODECS="avc1\./, codec);
  }
});

for (const protocol of ['hls', 'dash'] as const) {
  test(`a copied RTSP camera with B-frames and a GOP of two seconds plays by ${protocol} in a browser`, async (t) => {
    const camera = await startRtspServer(t, { bframes: 2, fps: 25, gop: 50 });
    const options = JSON.stringify({ cameras: [{ id: 'porch', source: camera.url }] });
    const { url } = await startProgram(t, [
      '--options',
      await writeOptions(t, options),
      '--port',
      '0',
    ]);
    const { page, complaints } = await openPage(t, `${url}cameras/porch/?protocol=${protocol}`);
    await eventually(
      'it plays',
      async () => ((await countPlaying(page)) === 1 ? true : null),
      30_000,
    );
    assert.deepEqual(complaints, []);
  });
}
