// Camera entities in Home Assistant: one for each camera, kept right, and taken away again.

import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { HomeAssistantStatus } from '../../src/home-assistant/status.ts';
import { eventually } from '../eventually.ts';
import { findFreePort } from '../mosquitto.ts';
import { observe } from '../mqtt-observer.ts';
import { buildHouse, moveIn } from './oriel-in-core.ts';
import type { House, LivingOriel } from './oriel-in-core.ts';

const PORCH = { id: 'porch', name: 'Porch', source: 'test:', resolution: '320x180', fps: 10 };
const GARDEN = { ...PORCH, id: 'garden', name: 'Garden' };
const ON = { home_assistant: { card: false, camera_entities: true } };
const PATIENCE_MS = 40_000;
const TAKEN = {
  entity_id: 'camera.garden',
  unique_id: 'onvif-1',
  config_entry_id: null,
  platform: 'onvif',
  name: null,
  original_name: 'Garden',
};

type Entries = HomeAssistantStatus['camera_entities']['entries'];

async function entriesAre(oriel: LivingOriel, states: readonly string[]): Promise<Entries> {
  return eventually(
    `the entries are ${states.join()}`,
    async () => {
      const { entries } = (await oriel.status()).camera_entities;
      return entries.map(({ state }) => state).join() === states.join() ? entries : null;
    },
    PATIENCE_MS,
  );
}

const SAME_SITE = { 'content-type': 'application/json' };

async function rename(oriel: LivingOriel, id: string, name: string): Promise<void> {
  const body = JSON.stringify({ name });
  const init = { method: 'PATCH', headers: SAME_SITE, body };
  assert.equal((await oriel.ask(`api/cameras/${id}`, init)).status, 200);
}

async function titles(house: House): Promise<string[]> {
  return (await house.core()).state.entries.map(({ title }) => title);
}

async function streamOf(house: House): Promise<string> {
  const [entry] = (await house.core()).state.entries;
  return String(entry?.options['stream_source']);
}

for (const form of ['section', 'flat'] as const) {
  test(`each camera gets an entity that plays, with the form ${form}; restarts make no more`, async (t) => {
    const house = await buildHouse(t, { form, entities: [TAKEN] });
    const options = { ...ON, cameras: [PORCH, { ...GARDEN, start: 'on_demand' }] };
    {
      await using oriel = await moveIn(house, options);
      const entries = await entriesAre(oriel, ['ready', 'ready']);
      assert.deepEqual(
        entries.map(({ camera, entity_id: id }) => [camera, id]),
        [
          ['porch', 'camera.porch'],
          ['garden', 'camera.oriel_garden'],
        ],
      );
      const { state, openFlows } = await house.core();
      assert.deepEqual(await titles(house), ['Porch', 'Garden']);
      assert.equal(openFlows, 0);
      const { options: given } = state.entries[0] ?? assert.fail();
      assert.partialDeepStrictEqual(form === 'flat' ? given : given['advanced'], {
        framerate: 2,
        verify_ssl: true,
      });
      const stream = await streamOf(house);
      assert.match(stream, /^http:\/\/127\.0\.0\.1:\d+\/t\/[\w-]{43}\/cameras\/porch\/live\.mp4$/);
      const secret = stream.split('/')[4] ?? assert.fail();
      const shown = [...oriel.lines, JSON.stringify(await oriel.status())].join('\n');
      assert.ok(!shown.includes(secret));
      const file = join(house.data, 'home-assistant.json');
      assert.equal((await stat(file)).mode & 0o777, 0o600);
      assert.ok(!(await readFile(file, 'utf8')).includes(secret));
    }
    const before = (await house.core()).state;
    await using oriel = await moveIn(house, options);
    await entriesAre(oriel, ['ready', 'ready']);
    assert.deepEqual((await house.core()).state, before);
  });
}

test('a camera that is added or removed while Oriel runs is so in Home Assistant', async (t) => {
  const house = await buildHouse(t);
  const port = await findFreePort();
  const mqtt = { host: 'embedded', port };
  await using oriel = await moveIn(house, { ...ON, mqtt, cameras: [PORCH] });
  const observer = await observe(t, { host: '127.0.0.1', port }, { protocolVersion: 4 });
  await entriesAre(oriel, ['ready']);
  await observer.publish('oriel/bridge/request/camera/add', JSON.stringify(GARDEN));
  await entriesAre(oriel, ['ready', 'ready']);
  assert.deepEqual(await titles(house), ['Porch', 'Garden']);
  await observer.publish('oriel/bridge/request/camera/remove', JSON.stringify({ id: 'porch' }));
  await eventually('its entry is gone', async () =>
    (await titles(house)).join() === 'Garden' ? true : null,
  );
});

test('an entry is called as its camera is, unless a user has given it another name', async (t) => {
  const house = await buildHouse(t);
  await using oriel = await moveIn(house, { ...ON, cameras: [PORCH] });
  await entriesAre(oriel, ['ready']);
  await rename(oriel, 'porch', 'Front door');
  await eventually('the title follows', async () =>
    (await titles(house)).join() === 'Front door' ? true : null,
  );
  const { entities, devices } = (await house.core()).state;
  assert.equal(entities[0]?.original_name, 'Front door');
  assert.equal(devices[0]?.name_by_user, 'Front door');
  await house.core({
    change: { devices: devices.map((each) => ({ ...each, name_by_user: 'My' })) },
  });
  await rename(oriel, 'porch', 'Porch');
  await eventually('the title follows', async () =>
    (await titles(house)).join() === 'Porch' ? true : null,
  );
  assert.equal((await house.core()).state.devices[0]?.name_by_user, 'My', 'it is the user’s');

  const { entries } = (await house.core()).state;
  await house.core({ change: { entries: entries.map((entry) => ({ ...entry, title: 'Mine' })) } });
  const asked = async (): Promise<number> =>
    (await house.core()).asked.filter((type) => type === 'config_entries/get').length;
  const before = await asked();
  await rename(oriel, 'porch', 'Back door');
  await eventually('it was looked at', async () => ((await asked()) > before ? true : null));
  await rename(oriel, 'porch', 'Side door');
  await eventually('and again', async () => ((await asked()) > before + 1 ? true : null));
  assert.deepEqual(await titles(house), ['Mine']);
});

test('a renewed token is put into the same entry', async (t) => {
  const house = await buildHouse(t);
  await using oriel = await moveIn(house, { ...ON, cameras: [PORCH] });
  await entriesAre(oriel, ['ready']);
  const [before] = (await house.core()).state.entries;
  const old = await streamOf(house);
  const { tokens } = (await (await oriel.ask('api/tokens')).json()) as {
    tokens: { id: string; camera: string | null }[];
  };
  const id = tokens.find(({ camera }) => camera === 'porch')?.id;
  await oriel.ask(`api/tokens/${id}/rotate`, { method: 'POST' });
  await eventually(
    'the entry has the new link',
    async () => ((await streamOf(house)) === old ? null : true),
    PATIENCE_MS,
  );
  const stream = await streamOf(house);
  assert.equal((await fetch(old)).status, 401);
  assert.equal((await fetch(stream.replace('live.mp4', 'snapshot.jpg'))).status, 200);
  const { state, openFlows } = await house.core();
  assert.equal(state.entries[0]?.entry_id, before?.entry_id);
  assert.equal(openFlows, 0);
  await oriel.ask(`api/tokens/${id}`, { method: 'DELETE' });
  const [entry] = await entriesAre(oriel, ['waiting']);
  assert.match(entry?.message ?? '', /token was revoked/);
});

test('an entry that a user has deleted stays so until the option is switched off and on', async (t) => {
  const house = await buildHouse(t);
  const on = { ...ON, cameras: [PORCH, GARDEN] };
  {
    await using oriel = await moveIn(house, on);
    await entriesAre(oriel, ['ready', 'ready']);
    const { entries } = (await house.core()).state;
    await house.core({ change: { entries: entries.slice(1) }, isRestarting: true });
    await entriesAre(oriel, ['deleted', 'ready']);
  }
  {
    await using oriel = await moveIn(house, on);
    const [entry] = await entriesAre(oriel, ['deleted', 'ready']);
    assert.match(entry?.message ?? '', /camera_entities off and on again/);
    assert.deepEqual(await titles(house), ['Garden']);
  }
  {
    const off = { home_assistant: { card: false }, cameras: on.cameras };
    await using oriel = await moveIn(house, off);
    await eventually('all entries are gone', async () =>
      (await titles(house)).length === 0 ? true : null,
    );
    assert.equal((await oriel.status()).camera_entities.state, 'off');
  }
  await using oriel = await moveIn(house, on);
  await entriesAre(oriel, ['ready', 'ready']);
});

test('a camera that is away gets its entity when it is back; the others do not wait for it', async (t) => {
  const house = await buildHouse(t);
  const away = { id: 'away', name: 'Away', source: 'rtsp://127.0.0.1:9/x' };
  await using oriel = await moveIn(house, { ...ON, cameras: [away, PORCH] });
  const [entry] = await entriesAre(oriel, ['waiting', 'ready']);
  assert.match(entry?.message ?? '', /gives no picture yet/);
  assert.equal((await oriel.status()).camera_entities.state, 'incomplete');
  const body = JSON.stringify({ source: 'test:', resolution: '320x180', fps: 10 });
  await oriel.ask('api/cameras/away', { method: 'PATCH', headers: SAME_SITE, body });
  await entriesAre(oriel, ['ready', 'ready']);
});

test('an entry that is disabled is left alone; one of a camera that went meanwhile is removed', async (t) => {
  const house = await buildHouse(t);
  {
    await using oriel = await moveIn(house, { ...ON, cameras: [PORCH, GARDEN] });
    await entriesAre(oriel, ['ready', 'ready']);
  }
  const { entries } = (await house.core()).state;
  const disabled = entries.map((entry) => ({ ...entry, disabled_by: 'user' }));
  const mine = { ...disabled[0], entry_id: 'mine', title: 'Mine', domain: 'generic', options: {} };
  await house.core({ change: { entries: [...disabled, { ...mine, disabled_by: null }] } });
  {
    await using oriel = await moveIn(house, { ...ON, cameras: [GARDEN] });
    await entriesAre(oriel, ['disabled']);
    assert.deepEqual(await titles(house), ['Garden', 'Mine']);
  }
  // The same with the entity alone.
  const { state } = await house.core();
  const enabled = state.entries.map((entry) => ({ ...entry, disabled_by: null }));
  const hidden = state.entities.map((entity) => ({ ...entity, disabled_by: 'user' }));
  await house.core({ change: { entries: enabled, entities: hidden } });
  await using oriel = await moveIn(house, { ...ON, cameras: [GARDEN] });
  await entriesAre(oriel, ['disabled']);
});

test('what a user has set in the dialog stays when the link changes', async (t) => {
  const house = await buildHouse(t);
  {
    await using oriel = await moveIn(house, { ...ON, cameras: [PORCH] });
    await entriesAre(oriel, ['ready']);
  }
  const [entry] = (await house.core()).state.entries;
  const advanced = { framerate: 7, verify_ssl: false, rtsp_transport: 'udp' };
  const options = { ...entry?.options, advanced };
  await house.core({ change: { entries: [{ ...(entry ?? assert.fail()), options }] } });
  // Links of before: this app has another name now.
  const file = join(house.data, 'home-assistant.json');
  await writeFile(
    file,
    (await readFile(file, 'utf8')).replace(/"links_hash": "\w+"/, '"links_hash": "x"'),
  );
  await using oriel = await moveIn(house, { ...ON, cameras: [PORCH] });
  await entriesAre(oriel, ['ready']);
  const { asked, state } = await house.core();
  assert.ok(asked.includes('POST /api/config/config_entries/options/flow'));
  assert.partialDeepStrictEqual(state.entries[0]?.options['advanced'], advanced);
});
