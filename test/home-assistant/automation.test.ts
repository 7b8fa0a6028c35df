// Pictures, events, and the automations that DOCS.md shows, as they stand there.

import assert from 'node:assert/strict';
import { afterEach, before, test } from 'node:test';
import type { TestContext } from 'node:test';
import { execa } from 'execa';
import { eventually } from '../eventually.ts';
import { judgeClip } from '../camera/clip-judge.ts';
import type { Happening, State } from './client.ts';
import { coreIsMissing } from './core.ts';
import { labelBlocks, readDocumentedYaml } from './documented-yaml.ts';
import { awaitMedia, measureMedia } from './media.ts';
import type { Media } from './media.ts';
import { World } from './world.ts';

const skip = coreIsMissing;
/** What a mobile phone would register. */
const NOTIFY = `
notify:
  - platform: group
    name: notify
    services:
      - action: persistent_notification
`;

let world: World;

before(async (hook) => {
  if (skip) return;
  const porch = { id: 'porch', name: 'Porch', source: 'test:', resolution: '640x360', fps: 15 };
  world = await World.start(hook as TestContext, {
    options: { cameras: [porch] },
    sections: labelBlocks(readDocumentedYaml('Automations'), 'automation') + NOTIFY,
  });
  await world.ha.untilState('sensor.porch_status', 'live');
  await world.untilCoreRuns();
});

afterEach(() => {
  if (!skip) assert.deepEqual(world.takeComplaints(), []);
});

/** For an entity that none of the integrations here has. */
async function setState(entity: string, state: string): Promise<void> {
  await world.ha.post(`states/${entity}`, { state });
}

/** The event of a camera of this type that comes next. */
function nextEvent(type: string, withinMs?: number): Promise<State> {
  const before = world.ha.states.get('event.porch_events')?.state;
  return world.ha.untilState(
    'event.porch_events',
    ({ state, attributes }) => state !== before && attributes['event_type'] === type,
    withinMs,
  );
}

/** The picture as a page of Home Assistant loads it. */
async function loadPicture(): Promise<Buffer> {
  const response = await world.ha.get('image_proxy/image.porch_snapshot');
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'image/jpeg');
  return Buffer.from(await response.arrayBuffer());
}

test(
  'the picture is there when the button is pressed, and is of that moment',
  { skip },
  async () => {
    const { ha } = world;
    assert.equal(ha.states.get('image.porch_snapshot')?.state, 'unknown');
    const event = nextEvent('snapshot');
    await ha.callService('button.press', { entity_id: 'button.porch_take_snapshot' });
    const { attributes } = await event;
    const { state: takenAt } = await ha.untilState(
      'image.porch_snapshot',
      ({ state }) => state !== 'unknown',
    );
    const picture = await loadPicture();
    assert.equal(picture.length, attributes['bytes']);
    const ageMs = Date.parse(takenAt) - Date.parse(String(attributes['at']));
    assert.ok(ageMs > -100 && ageMs < 3000, `${ageMs} ms old`);
    const args = ['-v', 'error', '-of', 'csv=p=0', '-show_entries', 'stream=width,height'];
    const { stdout } = await execa('ffprobe', [...args, '-'], { input: picture });
    assert.equal(stdout, '640,360');
  },
);

test('the picture is there again after a restart of Home Assistant', { skip }, async () => {
  const picture = await loadPicture();
  await world.stopCore();
  await world.startCore();
  await world.ha.untilState('image.porch_snapshot', ({ state }) => Date.parse(state) > 0);
  assert.ok(picture.equals(await loadPicture()));
});

test('an event tells of viewers', { skip }, async () => {
  const joined = nextEvent('viewer_joined');
  await measureMedia(world.oriel, 'porch');
  await joined;
});

test('Doorbell, as in DOCS.md: a clip is saved, and the picture is sent', { skip }, async () => {
  const { ha } = world;
  const calls: Happening[] = [];
  const type = 'subscribe_events';
  await ha.subscribe({ type, event_type: 'call_service' }, (call) => calls.push(call));
  await setState('binary_sensor.doorbell', 'off');
  const clip = nextEvent('clip_ready', 30_000);
  const rangAt = Date.now();
  await setState('binary_sensor.doorbell', 'on');

  const sent = await eventually('a notification', () => {
    const call = calls.find(({ data }) => data['domain'] === 'notify');
    return (call?.data['service_data'] as Notification | undefined) ?? null;
  });
  assert.equal(sent.message, 'Somebody is at the door');
  assert.equal(sent.data.image, '/api/image_proxy/image.porch_snapshot');
  assert.ok(Date.parse(ha.states.get('image.porch_snapshot')?.state ?? '') > rangAt);
  assert.deepEqual([...(await loadPicture()).subarray(0, 3)], [0xff, 0xd8, 0xff]);

  const { attributes } = await clip;
  const { seconds, startsWithKeyframe } = await judgeClip(String(attributes['path']));
  assert.ok(startsWithKeyframe);
  // 20 s before, or as many as there are, and 10 s after.
  assert.ok(seconds >= 19 && seconds < 33, `${seconds} s`);
});

interface Notification {
  readonly message: string;
  readonly data: { readonly image: string };
}

test('Camera off at night and on in the morning, as in DOCS.md', { skip }, async () => {
  const { ha } = world;
  await ha.callService('automation.trigger', { entity_id: 'automation.camera_off_at_night' });
  await ha.untilState('sensor.porch_status', 'stopped');
  await ha.callService('automation.trigger', { entity_id: 'automation.camera_on_in_the_morning' });
  await ha.untilState('sensor.porch_status', 'live');
});

test('Less bandwidth while away, as in DOCS.md', { skip }, async () => {
  const { ha } = world;
  await setState('group.family', 'home');
  await setState('group.family', 'not_home');
  await ha.untilState('number.porch_target_frame_rate', '10');
  await ha.untilState('number.porch_target_bitrate', '500');
  const isLess = ({ fps, videoKbps }: Media): boolean => Math.abs(fps - 10) < 1 && videoKbps < 625;
  await awaitMedia(world.oriel, { camera: 'porch', seconds: 4 }, isLess);
});
