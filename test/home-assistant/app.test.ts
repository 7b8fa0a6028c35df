// What Oriel sets up in Home Assistant, being one of its apps, and what it takes away again.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { execa } from 'execa';
import { startRtspServer } from '../rtsp-server.ts';
import { AppHome } from './app-home.ts';
import { findComplaints } from './core-log.ts';
import { coreIsMissing } from './core.ts';

const skip = coreIsMissing;
const PORCH = { id: 'porch', name: 'Porch', source: 'test:', resolution: '320x180', fps: 10 };

interface Resource {
  readonly url: string;
  readonly type: string;
}

test(
  'each camera becomes one of Home Assistant’s own, which streams and records',
  { skip },
  async (t) => {
    const rtsp = await startRtspServer(t, { audio: true });
    const options = {
      mqtt: {},
      cameras: [PORCH, { id: 'garden', name: 'Garden', source: rtsp.url }],
    };
    const home = await AppHome.start(t, {
      sections: 'stream:\n',
      options: { ...options, home_assistant: { camera_entities: true } },
    });
    const { camera_entities: made } = await home.untilStatus(
      'the cameras are there',
      ({ camera_entities: { state } }) => state === 'ready',
      60_000,
    );
    assert.deepEqual(
      made.entries.map(({ entity_id: id }) => id),
      ['camera.porch', 'camera.garden'],
    );
    const looks = [
      ['camera.porch', 320],
      ['camera.garden', 640],
    ] as const;
    await Promise.all(looks.map(async ([entity, width]) => await look(t, home, { entity, width })));

    await home.restartOriel({
      ...options,
      home_assistant: { card: false, camera_entities: false },
    });
    await home.untilStatus(
      'all is taken away',
      ({ card, camera_entities: entities }) => card.state === 'off' && entities.state === 'off',
    );
    await home.ha.until('no entries', async () => {
      const entries = await home.ha.call<object[]>('config_entries/get', { domain: 'generic' });
      return entries.length === 0 ? true : null;
    });
    assert.deepEqual(await home.ha.call('lovelace/resources'), []);
    await assert.rejects(readFile(join(home.core.config, 'www/oriel/oriel-card.js')), /ENOENT/);
    // It was still streaming when the camera was taken away.
    const ended = /Error from stream worker: Stream ended/;
    assert.deepEqual(findComplaints(home.core.log(), [ended]), []);
  },
);

/** At what Home Assistant shows, streams and records of it. */
async function look(
  t: TestContext,
  home: AppHome,
  { entity, width }: { entity: string; width: number },
): Promise<void> {
  assert.equal(home.ha.states.get(entity)?.attributes['friendly_name'], name(entity));
  const picture = await home.ha.get(`camera_proxy/${entity}`);
  assert.equal(picture.headers.get('content-type'), 'image/jpeg');
  const { url } = await home.ha.call<{ url: string }>('camera/stream', { entity_id: entity });
  const stream = await probe(`${home.core.url}${url}`);
  assert.deepEqual([stream.codec, stream.width], ['h264', width]);
  const recorded = await probe(await record(home, entity));
  t.diagnostic(`${entity}: ${JSON.stringify(recorded)}`);
  assert.deepEqual([recorded.codec, recorded.width], ['h264', width]);
  assert.ok(recorded.seconds > 2.5, `${recorded.seconds} s`);
  assert.ok(recorded.frames / recorded.seconds > 8, `${recorded.frames} frames`);
}

function name(entity: string): string {
  return entity === 'camera.porch' ? 'Porch' : 'Garden';
}

interface Probed {
  readonly codec: string;
  readonly width: number;
  readonly frames: number;
  readonly seconds: number;
}

async function probe(file: string): Promise<Probed> {
  const limit = file.startsWith('http') ? ['-read_intervals', '%+3'] : [];
  const { stdout } = await execa('ffprobe', [
    '-v',
    'error',
    '-of',
    'json',
    '-select_streams',
    'v:0',
    ...limit,
    '-show_entries',
    'stream=codec_name,width:packet=pts_time',
    file,
  ]);
  const { streams, packets } = JSON.parse(stdout) as {
    streams: [{ codec_name: string; width: number }];
    packets: { pts_time: string }[];
  };
  const times = packets.map(({ pts_time: time }) => Number(time)).toSorted((a, b) => a - b);
  return {
    codec: streams[0].codec_name,
    width: streams[0].width,
    frames: packets.length,
    seconds: (times.at(-1) ?? 0) - (times[0] ?? 0),
  };
}

/** By Home Assistant, for some seconds. @returns the file */
async function record({ ha, core }: AppHome, entity: string): Promise<string> {
  const { config_dir: folder } = await ha.call<{ config_dir: string }>('get_config');
  // One of the folders that it may write to by itself.
  const file = `www/${entity}.mp4`;
  const data = { filename: join(folder, file), duration: 4, lookback: 0 };
  // Answers when it has been written.
  await ha.callService('camera.record', { entity_id: entity }, data);
  return join(core.config, file);
}

test(
  'where Home Assistant had no folder for it, the card is there after a restart',
  { skip },
  async (t) => {
    const home = await AppHome.start(t, { options: { cameras: [PORCH] }, hasWww: false });
    const { card } = await home.untilStatus(
      'a restart is asked for',
      ({ card: { state } }) => state === 'needs_restart',
    );
    assert.match(card.message ?? '', /restart Home Assistant once/);
    assert.equal((await fetch(`${home.core.url}${card.resource_url}`)).status, 404);
    await home.restartCore();
    await home.untilStatus('the card is there', ({ card: { state } }) => state === 'installed');
    assert.equal((await fetch(`${home.core.url}${card.resource_url}`)).status, 200);
    assert.deepEqual(findComplaints(home.core.log()), []);
  },
);

test(
  'where resources are kept in YAML, the line to write is told, and is right',
  { skip },
  async (t) => {
    const home = await AppHome.start(t, {
      sections: 'lovelace:\n  resource_mode: yaml\n',
      options: { cameras: [PORCH] },
    });
    const { card } = await home.untilStatus(
      'the line is told',
      ({ card: { state } }) => state === 'by_hand',
    );
    const [line = ''] = /- \{.*\}/.exec(card.message ?? '') ?? [];
    const file = join(home.core.config, 'configuration.yaml');
    const before = await readFile(file, 'utf8');
    const mode = '  resource_mode: yaml\n';
    await writeFile(file, before.replace(mode, `${mode}  resources:\n    ${line}\n`));
    await home.restartCore();
    const { card: after } = await home.untilStatus(
      'the card is there',
      ({ card: { state } }) => state === 'installed',
    );
    const resources = await home.ha.call<Resource[]>('lovelace/resources');
    assert.deepEqual(
      resources.map(({ url, type }) => [url, type]),
      [[after.resource_url, 'module']],
    );
    assert.deepEqual(findComplaints(home.core.log()), []);
  },
);
