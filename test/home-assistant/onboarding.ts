// The first steps in a new Home Assistant, as its frontend goes them.

import { postJson } from './client.ts';
import type { HomeAssistantClient } from './client.ts';

export interface Login {
  readonly name: string;
  readonly tokens: Tokens;
}

/** As `/auth/token` answers. */
export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly token_type: string;
  readonly expires_in: number;
}

const PASSWORD = 'a password of the tests';

/** For its file `.storage/onboarding`: one step is done, which would add integrations that ask the internet. */
export const ONBOARDING_BEGUN = JSON.stringify({
  version: 4,
  key: 'onboarding',
  data: { done: ['core_config'] },
});

/** Makes the owner and finishes. */
export async function onboard(url: string): Promise<Login> {
  const user = { name: 'Olga Owner', username: 'olga', password: PASSWORD, language: 'en' };
  const { auth_code: code } = await postJson<{ auth_code: string }>(`${url}/api/onboarding/users`, {
    client_id: clientId(url),
    ...user,
  });
  const tokens = await exchange(url, code);
  await postJson(`${url}/api/onboarding/analytics`, {}, tokens.access_token);
  const pages = { client_id: clientId(url), redirect_uri: clientId(url) };
  await postJson(`${url}/api/onboarding/integration`, pages, tokens.access_token);
  return { name: user.username, tokens };
}

/** A user who may look and use, but not change settings. */
export async function addUser(owner: HomeAssistantClient, username: string): Promise<Login> {
  const { user } = await owner.call<{ user: { id: string } }>('config/auth/create', {
    name: username,
    group_ids: ['system-users'],
    local_only: false,
  });
  await owner.call('config/auth_provider/homeassistant/create', {
    user_id: user.id,
    username,
    password: PASSWORD,
  });
  return { name: username, tokens: await logIn(owner.url, username) };
}

async function logIn(url: string, username: string): Promise<Tokens> {
  const { flow_id: flow } = await postJson<{ flow_id: string }>(`${url}/auth/login_flow`, {
    client_id: clientId(url),
    handler: ['homeassistant', null],
    redirect_uri: clientId(url),
  });
  const { result } = await postJson<{ result: string }>(`${url}/auth/login_flow/${flow}`, {
    client_id: clientId(url),
    username,
    password: PASSWORD,
  });
  return exchange(url, result);
}

/** Who the frontend says it is. */
export function clientId(url: string): string {
  return `${url}/`;
}

async function exchange(url: string, code: string): Promise<Tokens> {
  const body = new URLSearchParams({
    client_id: clientId(url),
    grant_type: 'authorization_code',
    code,
  });
  const response = await fetch(`${url}/auth/token`, { method: 'POST', body });
  if (!response.ok) throw new Error(`/auth/token: ${response.status} ${await response.text()}`);
  return (await response.json()) as Tokens;
}
