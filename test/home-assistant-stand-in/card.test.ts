// The card in Home Assistant: put there, kept right, and taken away again.

import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually } from '../eventually.ts';
import { startTestApp } from '../running-app.ts';
import { buildCard, buildHouse, cardIs, moveIn } from './oriel-in-core.ts';
import type { House } from './oriel-in-core.ts';

const OTHERS = [
  { id: 'a', type: 'module', url: '/local/other-card.js?v=1' },
  { id: 'b', type: 'module', url: 'https://example.org/local/oriel/oriel-card.js' },
  { id: 'c', type: 'css', url: '/hacsfiles/oriel/oriel-card.css' },
];
const RESOURCE = /^\/local\/oriel\/oriel-card\.js\?v=[0-9a-f]{12}&app=a1b2c3d4_oriel$/;

async function listFolder(house: House): Promise<string[]> {
  const folder = join(house.config, 'www/oriel');
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  return names.toSorted((a, b) => (a < b ? -1 : 1));
}

test('the card is copied and made a resource; restarts of Oriel change nothing', async (t) => {
  const house = await buildHouse(t, { resources: OTHERS });
  {
    await using oriel = await moveIn(house, {});
    const card = await cardIs(oriel, 'installed');
    assert.match(card.resource_url ?? '', RESOURCE);
    assert.equal(card.message, null);
    const { state } = await house.core();
    assert.deepEqual(state.resources.slice(0, 3), OTHERS);
    assert.deepEqual(
      state.resources.slice(3).map(({ type, url }) => [type, url]),
      [['module', card.resource_url]],
    );
    assert.deepEqual(await listFolder(house), ['card', 'card/player-first.js', 'oriel-card.js']);
    const entry = await readFile(join(house.config, 'www/oriel/oriel-card.js'), 'utf8');
    assert.equal(entry, "import './card/player-first.js';");
  }
  const before = await house.core();
  const keptIn = join(house.data, 'home-assistant.json');
  const kept = await readFile(keptIn, 'utf8');
  await using oriel = await moveIn(house, {});
  await cardIs(oriel, 'installed');
  assert.equal(await readFile(keptIn, 'utf8'), kept);
  const after = await house.core();
  assert.deepEqual(after.state.resources, before.state.resources);
  const changes = after.asked.filter((type) => /create|update|delete/.test(type));
  assert.deepEqual(changes, ['lovelace/resources/create']);
});

test('a new version changes the resource and keeps the chunks that open dashboards still load', async (t) => {
  const house = await buildHouse(t);
  {
    await using oriel = await moveIn(house, {});
    await cardIs(oriel, 'installed');
  }
  const [first] = (await house.core()).state.resources;
  await buildCard(house.built, 'second');
  {
    await using oriel = await moveIn(house, {});
    await cardIs(oriel, 'installed');
  }
  const { resources } = (await house.core()).state;
  assert.equal(resources.length, 1);
  assert.equal(resources[0]?.id, first?.id);
  assert.notEqual(resources[0]?.url, first?.url);
  const both = ['card', 'card/player-first.js', 'card/player-second.js', 'oriel-card.js'];
  assert.deepEqual(await listFolder(house), both);

  // Five weeks later no browser has the old entry any more.
  const file = join(house.data, 'home-assistant.json');
  const kept = JSON.parse(await readFile(file, 'utf8'));
  kept.card.files['card/player-first.js'] = new Date(Date.now() - 35 * 86_400_000).toISOString();
  await writeFile(file, JSON.stringify(kept));
  await using oriel = await moveIn(house, {});
  await cardIs(oriel, 'installed');
  assert.deepEqual(await listFolder(house), ['card', 'card/player-second.js', 'oriel-card.js']);
});

test('of several resources one is left; one that is no module or of an older app is put right', async (t) => {
  const resources = [
    { id: 'x', type: 'js', url: '/local/oriel/oriel-card.js?v=1&app=0ld0ld00_oriel' },
    OTHERS[0] ?? assert.fail(),
    { id: 'y', type: 'module', url: '/local/oriel/oriel-card.js' },
  ];
  const house = await buildHouse(t, { resources });
  await using oriel = await moveIn(house, {});
  const { resource_url: url } = await cardIs(oriel, 'installed');
  assert.deepEqual((await house.core()).state.resources, [
    { id: 'x', type: 'module', url },
    OTHERS[0],
  ]);
});

test('where resources are kept in YAML, the line to write is said, and the card is there when it is written', async (t) => {
  for (const knowsInfo of [true, false]) {
    const house = await buildHouse(t, { resourceMode: 'yaml', knowsInfo });
    await using oriel = await moveIn(house, {});
    const card = await cardIs(oriel, 'by_hand');
    const [, line = ''] = /add the line (- \{.*\}) to/.exec(card.message ?? '') ?? [];
    assert.match(
      line,
      /^- \{url: "\/local\/oriel\/oriel-card\.js\?v=\w+&app=a1b2c3d4_oriel", type: module\}$/,
    );
    assert.ok(oriel.lines.some((text) => text.includes('add the line')));
    assert.deepEqual(await listFolder(house), ['card', 'card/player-first.js', 'oriel-card.js']);

    const stale = { type: 'module', url: '/local/oriel/oriel-card.js?v=old' };
    await house.core({ change: { resources: [stale] }, isRestarting: true });
    await eventually('the new line is said', async () =>
      (await oriel.status()).card.message?.startsWith('the card has changed') ? true : null,
    );
    const written = { type: 'module', url: card.resource_url ?? '' };
    await house.core({ change: { resources: [written] }, isRestarting: true });
    await cardIs(oriel, 'installed');
    assert.deepEqual((await house.core()).state.resources, [written]);
  }
});

test('without a folder www when Home Assistant started, a restart of it is asked for', async (t) => {
  const house = await buildHouse(t, { hasWww: false });
  await using oriel = await moveIn(house, {}, { isWwwNew: true });
  const { message } = await cardIs(oriel, 'needs_restart');
  assert.match(message ?? '', /restart Home Assistant once/);
  await house.core({ isRestarting: true });
  await cardIs(oriel, 'installed');
});

test('where its web server cannot be asked, a folder www that is new says the same, until it restarts', async (t) => {
  const house = await buildHouse(t, { hasWww: false });
  const nowhere = ['http://127.0.0.1:9'];
  {
    await using oriel = await moveIn(house, {}, { isWwwNew: true, webServers: nowhere });
    await cardIs(oriel, 'needs_restart');
  }
  await using oriel = await moveIn(house, {}, { webServers: nowhere });
  await cardIs(oriel, 'needs_restart');
  await house.core({ isRestarting: true });
  await cardIs(oriel, 'installed');
});

test('switched off, it takes its resource and its files away, and nothing else', async (t) => {
  const foreign = { id: 'z', type: 'module', url: '/local/oriel/mine.js' };
  const house = await buildHouse(t, { resources: [...OTHERS, foreign] });
  {
    await using oriel = await moveIn(house, {});
    await cardIs(oriel, 'installed');
  }
  await writeFile(join(house.config, 'www/oriel/mine.js'), '// mine');
  const off = { home_assistant: { card: false } };
  {
    await using oriel = await moveIn(house, off);
    await eventually('the resource is gone', async () =>
      (await house.core()).state.resources.length === 4 ? true : null,
    );
    assert.deepEqual((await oriel.status()).card, {
      state: 'off',
      message: null,
      resource_url: null,
    });
    await eventually('the files are gone', async () =>
      (await listFolder(house)).join() === 'mine.js' ? true : null,
    );
  }
  assert.deepEqual((await house.core()).state.resources, [...OTHERS, foreign]);
  const { asked } = await house.core();
  await using oriel = await moveIn(house, off);
  await oriel.status();
  assert.deepEqual((await house.core()).asked, asked, 'nothing to do, so nothing is asked');
});

test('Home Assistant that is away, starting or restored from a backup gets the card in the end', async (t) => {
  const house = await buildHouse(t, { isStarting: true });
  await house.supervisor.change({ core: null });
  await using oriel = await moveIn(house, {});
  await eventually('it says what it waits for', async () => {
    const { card } = await oriel.status();
    return card.state === 'installing' && card.message?.includes('starting or busy') ? true : null;
  });
  await house.supervisor.change({ core: house.coreUrl });
  await eventually('it has asked', async () =>
    (await house.core()).asked.includes('get_config') ? true : null,
  );
  assert.deepEqual((await house.core()).state.resources, []);
  await house.core({ change: { isStarting: false } });
  await cardIs(oriel, 'installed');
  await house.core({ change: { resources: OTHERS }, isRestarting: true });
  await eventually('the resource is back', async () =>
    (await house.core()).state.resources.length === 4 ? true : null,
  );
});

test('in safe mode, when Home Assistant hides its resources, none is added', async (t) => {
  const house = await buildHouse(t, { resources: OTHERS, isSafeMode: true });
  await using oriel = await moveIn(house, {});
  await eventually('it says so', async () =>
    (await oriel.status()).card.message?.includes('safe mode') ? true : null,
  );
  assert.deepEqual((await house.core()).state.resources, OTHERS);
  await house.core({ change: { isSafeMode: false }, isRestarting: true });
  await cardIs(oriel, 'installed');
});

test('a folder that Oriel may not write to is named', async (t) => {
  const house = await buildHouse(t);
  // Root may write everywhere, but not below a file.
  await writeFile(join(house.config, 'www/oriel'), '');
  await using oriel = await moveIn(house, {});
  const { message } = await cardIs(oriel, 'failed');
  assert.match(message ?? '', /cannot be put into .*\/www\/oriel \((?:ENOTDIR|EEXIST)\)/);
});

test('where there is no configuration folder, none is made', async (t) => {
  const house = await buildHouse(t);
  const nowhere = { ...house, config: join(house.config, 'nowhere') };
  await using oriel = await moveIn(nowhere, {});
  const { message } = await cardIs(oriel, 'failed');
  assert.match(message ?? '', /\(ENOENT\): restart the app/);
  assert.deepEqual(await readdir(house.config), ['www']);
});

test('two Oriels do not take the card from each other for ever', async (t) => {
  const house = await buildHouse(t);
  await using oriel = await moveIn(house, {});
  await cardIs(oriel, 'installed');
  const [resource] = (await house.core()).state.resources;
  const theirs = { id: 'x', type: 'module', url: '/local/oriel/oriel-card.js?v=1&app=local_oriel' };
  await house.core({
    change: { resources: [{ ...theirs, id: resource?.id ?? '' }] },
    isRestarting: true,
  });
  const { message } = await cardIs(oriel, 'failed');
  assert.match(message ?? '', /another Oriel \(local_oriel\)/);
});

test('nothing but its own commands is ever sent, and the token nowhere shown', async (t) => {
  const house = await buildHouse(t);
  await using oriel = await moveIn(house, {});
  await cardIs(oriel, 'installed');
  const { asked } = await house.core();
  assert.deepEqual([...new Set(asked)].toSorted(), [
    'get_config',
    'lovelace/info',
    'lovelace/resources',
    'lovelace/resources/create',
  ]);
  const shown = [...oriel.lines, JSON.stringify(await oriel.status())].join('\n');
  assert.ok(!shown.includes(house.supervisor.token));
});

test('who may not change anything is not told, nor is anybody without Home Assistant', async (t) => {
  const house = await buildHouse(t);
  await using oriel = await moveIn(house, {});
  await cardIs(oriel, 'installed');
  const { tokens } = JSON.parse(await readFile(join(house.data, 'tokens.json'), 'utf8'));
  const lan = `http://127.0.0.1:${house.lanPort}/t/${tokens[0].secret}/`;
  assert.equal((await fetch(`${lan}api/cameras`)).status, 200);
  assert.equal((await fetch(`${lan}api/home-assistant`)).status, 403);
  assert.equal((await oriel.ask('api/home-assistant', { method: 'POST' })).status, 405);
  const alone = await startTestApp(t, {});
  assert.equal((await alone.get('api/home-assistant')).status, 404);
});
