// The app's AppArmor profile. Parsed, not enforced: that takes a kernel with AppArmor and the Supervisor.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { execa } from 'execa';
import { readText } from './tree.ts';

const profile = readText('apparmor.txt');
const [server = '', ffmpeg = ''] = profile.split(/^  profile ffmpeg .*$/m);

/** Compiles without loading, as the Supervisor's host does. */
function parseProfile(text: string) {
  return execa('apparmor_parser', ['--skip-kernel-load', '--skip-cache'], {
    input: text,
    reject: false,
  });
}

const { failed: isMissing } = await execa('apparmor_parser', ['--version'], { reject: false });
const skip = isMissing && 'apparmor_parser is missing here; npm run test:image installs it';

test(
  'the profile is understood, also under the name that the Supervisor gives it',
  { skip },
  async () => {
    for (const name of ['oriel', 'a0d7b954_oriel']) {
      const { exitCode, stderr } = await parseProfile(
        profile.replace('profile oriel ', `profile ${name} `),
      );
      assert.equal(exitCode, 0, stderr);
    }
  },
);

test('a profile with a mistake is refused', { skip }, async () => {
  const { exitCode } = await parseProfile(profile.replace('cx -> ffmpeg', 'cx -> '));
  assert.notEqual(exitCode, 0);
});

test('the Supervisor finds one profile to rename', () => {
  assert.deepEqual(profile.match(/^profile \S+/gm), ['profile oriel']);
});

test('rules are enforced, and everything is not allowed at once', () => {
  assert.doesNotMatch(profile, /complain|unconfined/);
  assert.doesNotMatch(profile, /^\s*(?:file|capability|network|mount|ptrace|dbus|all),/m);
  assert.doesNotMatch(profile, /^\s*\/(?:\{,\*\*\}|\*\*) /m);
});

test('ffmpeg and ffprobe change to a profile of their own', () => {
  for (const program of ['ffmpeg', 'ffprobe']) {
    assert.match(server, new RegExp(`^  /usr/bin/${program} cx -> ffmpeg,$`, 'm'));
  }
});

test('ffmpeg reaches neither the options nor keys nor the environment of others, and starts nothing', () => {
  const allowed = ffmpeg.split('\n').filter((line) => /^\s*(?:owner )?[/@]/.test(line));
  assert.ok(allowed.length > 10);
  for (const rule of allowed) {
    assert.doesNotMatch(rule, /^\s*(?:owner )?\/(?:data|opt|command|package|run\/s6)\b/, rule);
    assert.doesNotMatch(rule, /\s[rwkm]*[iucp]x\b/i, rule);
  }
  for (const denied of [
    '/data/',
    '/opt/',
    '/homeassistant/',
    '/config/**.{pem,key,crt,p12}',
    '@{PROC}/@{pid}/environ',
  ]) {
    assert.ok(ffmpeg.includes(`deny ${denied}`), denied);
  }
  assert.doesNotMatch(ffmpeg, /^\s*capability/m);
});

test('of Home Assistant’s configuration, the server reaches the folder of the card alone', () => {
  const rules = server.match(/^ *\/homeassistant.*$/gm)?.map((rule) => rule.trim());
  assert.deepEqual(rules, [
    '/homeassistant/ r,',
    '/homeassistant/www/ rw,',
    '/homeassistant/www/oriel/{,**} rw,',
  ]);
});

test('ffmpeg reaches cameras, graphics cards and the folders that sources may name', () => {
  for (const path of [
    '/dev/{video,media}[0-9]* rw',
    '/dev/dri/{,**} rw',
    '/media/{,**} r',
    '/share/{,**} r',
  ]) {
    assert.ok(ffmpeg.includes(`${path},`), path);
  }
  assert.match(ffmpeg, /network inet stream,/);
});
