import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slugOfHass, slugOfSupervisor } from '../../../www/card/app-search.ts';

test('the devices that the app announces tell it, and so does the side bar', () => {
  const device = {
    id: 'd1',
    manufacturer: 'Oriel',
    configuration_url: 'homeassistant://app/local_oriel',
  };
  assert.equal(slugOfHass({ devices: { d1: device } }), 'local_oriel');
  const foreign = { ...device, manufacturer: 'Other' };
  assert.equal(slugOfHass({ devices: { d1: foreign } }), null);
  const config = { addon: 'a1b2c3d4_oriel' };
  const panels = { a: { component_name: 'app', config }, b: { config: null } };
  assert.equal(slugOfHass({ panels }), 'a1b2c3d4_oriel');
  assert.equal(slugOfHass({ panels: { a: { config: { addon: 'a0d7b954_grafana' } } } }), null);
  assert.equal(slugOfHass({}), null);
});

test('the Supervisor’s list tells it to administrators', async () => {
  const addons = [{ slug: 'core_mosquitto' }, { slug: 'a1b2c3d4_oriel' }];
  const callWS = async <T>(): Promise<T> => (await Promise.resolve({ addons })) as T;
  assert.equal(await slugOfSupervisor({ callWS }), 'a1b2c3d4_oriel');
});
