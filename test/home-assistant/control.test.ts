import assert from 'node:assert/strict';
import { join } from 'node:path';
import { afterEach, before, test } from 'node:test';
import type { TestContext } from 'node:test';
import { eventually } from '../eventually.ts';
import { createFolder, makeVideo } from '../ffmpeg/media.ts';
import { childrenOf, isAlive } from '../processes.ts';
import { saveAutomation } from './automation.ts';
import type { State } from './client.ts';
import { coreIsMissing } from './core.ts';
import { awaitMedia, measureMedia, readSegments } from './media.ts';
import type { Media } from './media.ts';
import { World } from './world.ts';

const skip = coreIsMissing;
let world: World;

before(async (hook) => {
  if (skip) return;
  const t = hook as TestContext;
  const file = join(await createFolder(t), 'sound.mp4');
  const sound = ['-f', 'lavfi', '-i', 'sine', '-t', '20', '-c:a', 'aac', '-shortest'];
  await makeVideo(file, [...sound, '-c:v', 'libx264', '-g', '25', '-pix_fmt', 'yuv420p']);
  const cameras = [
    { id: 'porch', name: 'Porch', source: 'test:', resolution: '480p', fps: 20 },
    { id: 'hall', name: 'Hall', source: `file:${file}` },
  ];
  world = await World.start(t, {
    options: { cameras },
    sections: 'automation: !include automations.yaml',
    files: { 'automations.yaml': '[]' },
  });
  for (const camera of ['porch', 'hall']) {
    await world.ha.untilState(`sensor.${camera}_status`, 'live');
  }
});

/** Core logs what it refuses users. */
const REFUSED = /websocket_api.*(?:outside valid range|is not valid)/;

afterEach(() => {
  if (!skip) assert.deepEqual(world.takeComplaints([REFUSED]), []);
});

function set(entity: string, value: string | number): Promise<void> {
  return typeof value === 'number'
    ? world.ha.callService('number.set_value', { entity_id: entity }, { value })
    : world.ha.callService('select.select_option', { entity_id: entity }, { option: value });
}

async function setAndSee(entity: string, value: string | number): Promise<void> {
  await set(entity, value);
  await world.ha.untilState(entity, String(value));
}

const untilMedia = async (camera: string, isIt: (media: Media) => boolean): Promise<Media> =>
  await awaitMedia(world.oriel, { camera }, isIt);

const isAbout = (value: number, wanted: number): boolean => Math.abs(value / wanted - 1) < 0.1;

test('a resolution that is selected is the one of the picture', { skip }, async () => {
  await setAndSee('select.porch_resolution', '360p');
  await untilMedia('porch', ({ width, height }) => width === 640 && height === 360);
  await setAndSee('select.porch_resolution', '720p');
  await untilMedia('porch', ({ height }) => height === 720);
  // The test picture's own.
  await setAndSee('select.porch_resolution', 'source');
  await untilMedia('porch', ({ height }) => height === 360);
  await setAndSee('select.porch_resolution', '720p');
  await untilMedia('porch', ({ height }) => height === 720);
});

test('a bit rate that is set is not exceeded', { skip }, async (t) => {
  const { videoKbps: before } = await measureMedia(world.oriel, 'porch', 4);
  await setAndSee('number.porch_target_bitrate', 300);
  await untilMedia('porch', ({ videoKbps }) => videoKbps < before / 2);
  const { videoKbps: after } = await measureMedia(world.oriel, 'porch', 4);
  t.diagnostic(`${Math.round(before)} kbit/s before, ${Math.round(after)} after`);
  // A second's worth may come in advance.
  assert.ok(before > 500 && after < 375, `${before} kbit/s before, ${after} after`);
});

test('a frame rate that is set is the one of the video', { skip }, async () => {
  await setAndSee('number.porch_target_frame_rate', 5);
  await untilMedia('porch', ({ fps }) => isAbout(fps, 5));
  const isFive = ({ state }: State): boolean => isAbout(Number(state), 5);
  await world.ha.untilState('sensor.porch_frame_rate', isFive);
});

test('segments have the length that is set', { skip }, async () => {
  await setAndSee('number.porch_segment_length', 2);
  const lengths = await eventually('three segments', async () => {
    const found = await readSegments(world.oriel, 'porch');
    return found.length >= 3 ? found : null;
  });
  assert.ok(
    lengths.every((length) => Math.abs(length - 2) < 0.3),
    lengths.join(' '),
  );
});

test('the window has the length that is set', { skip }, async () => {
  const total = async () => (await readSegments(world.oriel, 'hall')).reduce((a, b) => a + b, 0);
  await eventually(
    'more than the new length',
    async () => ((await total()) > 13 ? true : null),
    30_000,
  );
  await setAndSee('number.hall_window_length', 10);
  await eventually('no more than that', async () => ((await total()) <= 12 ? true : null));
});

test('sound that is switched off is gone from the stream, and comes back', { skip }, async () => {
  await untilMedia('hall', ({ hasSound }) => hasSound);
  await setAndSee('select.hall_audio', 'off');
  await untilMedia('hall', ({ hasSound }) => !hasSound);
  await setAndSee('select.hall_audio', 'auto');
  await untilMedia('hall', ({ hasSound }) => hasSound);
});

test(
  'a stream that is switched off has no ffmpeg and no video, and comes back',
  { skip },
  async () => {
    const { ha, oriel } = world;
    const before = await childrenOf(oriel.child.pid ?? 0, 'ffmpeg');
    await ha.callService('switch.turn_off', { entity_id: 'switch.porch_stream' });
    await ha.untilState('switch.porch_stream', 'off');
    await ha.untilState('sensor.porch_status', 'stopped');
    // What can be measured of video only is not known without one.
    await ha.untilState('sensor.porch_frame_rate', 'unavailable');
    const response = await fetch(`${oriel.url}cameras/porch/hls/index.m3u8`);
    assert.equal(response.status, 503);
    const alive = await Promise.all(before.map(isAlive));
    assert.equal(alive.filter((is) => !is).length, 1);
    await ha.callService('switch.turn_on', { entity_id: 'switch.porch_stream' });
    await ha.untilState('sensor.porch_status', 'live');
    assert.equal((await measureMedia(oriel, 'porch')).height, 720);
  },
);

test(
  'a camera that is not enabled does not start, whatever else is pressed',
  { skip },
  async () => {
    const { ha } = world;
    await ha.callService('switch.turn_off', { entity_id: 'switch.porch_enabled' });
    await ha.untilState('switch.porch_enabled', 'off');
    await ha.untilState('sensor.porch_status', 'stopped');
    await ha.untilState('switch.porch_stream', 'off');
    for (const [service, entity] of [
      ['switch.turn_on', 'switch.porch_stream'],
      ['button.press', 'button.porch_restart'],
    ] as const) {
      const refusal = nextEvent('event.porch_events', 'command_rejected');
      await ha.callService(service, { entity_id: entity });
      assert.match(String((await refusal).attributes['message']), /enabled/);
      assert.equal(ha.states.get('switch.porch_stream')?.state, 'off');
      assert.equal(ha.states.get('sensor.porch_status')?.state, 'stopped');
    }
    await ha.callService('switch.turn_on', { entity_id: 'switch.porch_enabled' });
    await ha.untilState('sensor.porch_status', 'live');
  },
);

test('the button Restart starts another ffmpeg', { skip }, async () => {
  const { ha, oriel } = world;
  const before = await childrenOf(oriel.child.pid ?? 0, 'ffmpeg');
  await ha.callService('button.press', { entity_id: 'button.hall_restart' });
  await eventually('another ffmpeg', async () => {
    const now = await childrenOf(oriel.child.pid ?? 0, 'ffmpeg');
    return now.length === before.length && now.some((pid) => !before.includes(pid)) ? true : null;
  });
  await ha.untilState('sensor.hall_status', 'live');
});

test('the log level that is selected is what Oriel logs', { skip }, async () => {
  const { ha, oriel } = world;
  await setAndSee('select.oriel_log_level', 'debug');
  const before = oriel.output().length;
  await ha.callService('button.press', { entity_id: 'button.hall_restart' });
  await eventually('a line', () => (/DEBUG/.test(oriel.output().slice(before)) ? true : null));
  await setAndSee('select.oriel_log_level', 'info');
});

test('on demand, it is idle until somebody looks', { skip }, async () => {
  const { ha } = world;
  await world.restartOriel({
    cameras: [{ id: 'porch', name: 'Porch', source: 'test:', idle_seconds: 5 }],
  });
  await ha.untilState('sensor.porch_status', 'live');
  await setAndSee('select.porch_start', 'on_demand');
  await ha.untilState('sensor.porch_status', 'idle');
  assert.equal(ha.states.get('switch.porch_stream')?.state, 'on');
  await untilMedia('porch', ({ fps }) => fps > 0);
  await ha.untilState('sensor.porch_status', 'live');
});

test('what makes no sense is refused with a word, and stays as it was', { skip }, async () => {
  const { ha } = world;
  const event = nextEvent('event.porch_events', 'options_rejected');
  // Four segments of 10 s do not go into 10 s.
  await setAndSee('number.porch_window_length', 10);
  const before = ha.states.get('number.porch_segment_length');
  await set('number.porch_segment_length', 10);
  const { attributes } = await event;
  assert.match(String(attributes['message']), /window_seconds|segment_seconds/);
  assert.equal(ha.states.get('number.porch_segment_length')?.state, before?.state);
  // Home Assistant itself knows what the limits are.
  await assert.rejects(set('number.porch_segment_length', 11), /segment_length|10/);
  await assert.rejects(set('select.porch_video', 'vp9'), /vp9/);
});

test('an automation may set everything at once', { skip }, async () => {
  const { ha } = world;
  await saveAutomation(ha, {
    alias: 'Less while away',
    triggers: [{ trigger: 'event', event_type: 'gone_away' }],
    actions: [
      {
        action: 'select.select_option',
        target: { entity_id: 'select.porch_resolution' },
        data: { option: '360p' },
      },
      {
        action: 'number.set_value',
        target: { entity_id: 'number.porch_target_frame_rate' },
        data: { value: 10 },
      },
      {
        action: 'select.select_option',
        target: { entity_id: 'select.porch_start' },
        data: { option: 'always' },
      },
    ],
  });
  await ha.post('events/gone_away', {});
  await ha.untilState('number.porch_target_frame_rate', '10');
  await ha.untilState('select.porch_resolution', '360p');
  await ha.untilState('select.porch_start', 'always');
  await untilMedia('porch', ({ fps, height }) => height === 360 && isAbout(fps, 10));
});

/** Of an event entity, from now on. */
async function nextEvent(entity: string, type: string): Promise<State> {
  const before = world.ha.states.get(entity)?.state;
  return world.ha.untilState(
    entity,
    ({ state, attributes }) => state !== before && attributes['event_type'] === type,
  );
}
