import assert from 'node:assert/strict';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import {
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LOCKFILE = JSON.stringify({
  packages: {
    '': { name: 'checkout' },
    'node_modules/needed': { version: '1.2.3', integrity: 'sha512-a' },
    'node_modules/elsewhere': { version: '1.0.0', optional: true, os: ['plan9'] },
  },
});

/** Installs what package-lock.json has for this machine: the record of it, and a Node to run on. */
const NPM = `#!/bin/sh
echo "npm $*" >>calls
/bin/sleep "\${NPM_SECONDS:-0}"
/bin/rm -rf node_modules && /bin/mkdir -p node_modules/.bin
/bin/sed 's/,"[^"]*elsewhere":{[^}]*}//' package-lock.json >node_modules/.package-lock.json
/bin/ln -s "${process.execPath}" node_modules/.bin/node
`;

/** A fresh checkout on a machine whose PATH has nothing but the programs that are added. */
async function createCheckout(t: TestContext) {
  const root = await mkdtemp(join(tmpdir(), 'oriel-setup-'));
  t.after(() => rm(root, { recursive: true }));
  const programs = join(root, 'programs');
  await mkdir(programs);
  await cp(join(ROOT, 'scripts'), join(root, 'scripts'), { recursive: true });
  await writeFile(join(root, 'package-lock.json'), LOCKFILE);
  return {
    root,
    run: (mode: string, env: Record<string, string> = {}) =>
      execa(process.execPath, [join(root, 'scripts/setup.mjs'), mode], {
        cwd: root,
        env: { PATH: programs, ...env },
        extendEnv: false,
        reject: false,
      }),
    calls: async () => {
      const text = await readFile(join(root, 'calls'), 'utf8').catch(() => '');
      return text.trimEnd().split('\n').filter(Boolean);
    },
    addProgram: (name: string, text: string) =>
      writeFile(join(programs, name), text, { mode: 0o755 }),
  };
}

test('a set-up with nothing to do prints nothing and takes less than a second', async () => {
  const tookMs: number[] = [];
  for (let run = 0; run < 3; run++) {
    const { exitCode, stdout, stderr, durationMs } = await execa(
      'node',
      ['scripts/setup.mjs', 'check'],
      { cwd: ROOT },
    );
    assert.deepEqual({ exitCode, stdout, stderr }, { exitCode: 0, stdout: '', stderr: '' });
    tookMs.push(durationMs);
  }
  // What else this machine does only makes it longer.
  assert.ok(Math.min(...tookMs) < 1000, `took ${tookMs.join()} ms`);
});

test('node_modules are installed when they are missing, and not again', async (t) => {
  const checkout = await createCheckout(t);
  await checkout.addProgram('npm', NPM);
  const first = await checkout.run('check');
  assert.equal(first.exitCode, 0);
  assert.match(first.stdout, /^Set-up: installing the Node packages \(npm ci /);
  const second = await checkout.run('check');
  assert.equal(second.stdout, '');
  assert.deepEqual(await checkout.calls(), [
    'npm ci --include=dev --include=optional --no-audit --no-fund',
  ]);
});

test('node_modules are installed anew when package-lock.json has another version', async (t) => {
  const checkout = await createCheckout(t);
  await checkout.addProgram('npm', NPM);
  await checkout.run('check');
  await writeFile(join(checkout.root, 'package-lock.json'), LOCKFILE.replace('1.2.3', '1.2.4'));
  await checkout.run('check');
  assert.equal((await checkout.calls()).length, 2);
});

test('node_modules are installed anew when their Node is gone', async (t) => {
  const checkout = await createCheckout(t);
  await checkout.addProgram('npm', NPM);
  await checkout.run('check');
  await rm(join(checkout.root, 'node_modules/.bin/node'));
  await checkout.run('check');
  assert.equal((await checkout.calls()).length, 2);
});

test('an installation that fails shows what npm said and exits with 2', async (t) => {
  const checkout = await createCheckout(t);
  await checkout.addProgram('npm', '#!/bin/sh\necho "registry is down" >&2\nexit 7\n');
  const { exitCode, stderr } = await checkout.run('check');
  assert.equal(exitCode, 2);
  assert.match(
    stderr,
    /^registry is down\nSet-up: installing the Node packages failed: npm ci .*: exit 7$/,
  );
});

test('an npm that did not run install scripts is told apart, with what to do', async (t) => {
  const checkout = await createCheckout(t);
  await checkout.addProgram('npm', NPM.replace(/^\/bin\/ln.*$/m, ''));
  const { exitCode, stderr } = await checkout.run('check');
  assert.equal(exitCode, 2);
  assert.match(stderr, /Run: npm rebuild node --ignore-scripts=false$/);
});

test('two set-ups at once install once', async (t) => {
  const checkout = await createCheckout(t);
  await checkout.addProgram('npm', NPM);
  const both = await Promise.all([
    checkout.run('check', { NPM_SECONDS: '1' }),
    checkout.run('check', { NPM_SECONDS: '1' }),
  ]);
  assert.deepEqual(
    both.map(({ exitCode }) => exitCode),
    [0, 0],
  );
  assert.equal((await checkout.calls()).length, 1);
  await assert.rejects(lstat(join(checkout.root, '.setup-lock')), { code: 'ENOENT' });
});

test('the lock of a set-up that was killed does not hold up the next one', async (t) => {
  const checkout = await createCheckout(t);
  await checkout.addProgram('npm', NPM);
  const dead = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(dead, 'exit');
  await symlink(String(dead.pid), join(checkout.root, '.setup-lock'));
  assert.equal((await checkout.run('check')).exitCode, 0);
});

test('what a killed set-up has left running is waited for', async (t) => {
  const checkout = await createCheckout(t);
  const waiting = NPM.replace(/^.*NPM_SECONDS.*$/m, 'until [ -e go ]; do /bin/sleep 0.02; done');
  await checkout.addProgram('npm', `${waiting}echo "npm done" >>calls\n`);
  const killed = checkout.run('check');
  while ((await checkout.calls()).length === 0) await delay(10);
  killed.kill('SIGKILL');
  await killed;
  const next = checkout.run('check');
  let said = '';
  next.stdout.on('data', (text: Buffer) => {
    said += text.toString();
    if (said.includes('waiting for another set-up')) void writeFile(join(checkout.root, 'go'), '');
  });
  await next;
  assert.equal((await checkout.calls())[1], 'npm done');
});

test('a missing program that cannot be installed is one line and exit code 2', async (t) => {
  const checkout = await createCheckout(t);
  const { exitCode, stdout, stderr } = await checkout.run('start');
  assert.equal(exitCode, 2);
  assert.equal(stdout, '');
  assert.match(
    stderr,
    /^Set-up: missing here: ffmpeg 5\.1 or newer\. Install it .*apt-get install ffmpeg.*$/,
  );
});

test('a missing program is installed with apt-get, after one update', async (t) => {
  const checkout = await createCheckout(t);
  await checkout.addProgram('npm', NPM);
  await symlink('/usr/bin/env', join(checkout.root, 'programs/env'));
  await checkout.addProgram('sudo', '#!/bin/sh\nshift\nexec "$@"\n');
  await checkout.addProgram(
    'apt-get',
    `#!/bin/sh
echo "apt-get $* ($DEBIAN_FRONTEND)" >>calls
case "$*" in *install*) for name in ffmpeg ffprobe; do
  printf '#!/bin/sh\\necho "ffmpeg version 5.1.9"\\n' >programs/$name; /bin/chmod +x programs/$name
done;; esac
`,
  );
  const { exitCode } = await checkout.run('start');
  assert.equal(exitCode, 0);
  const [update = '', install = ''] = await checkout.calls();
  assert.equal(update, 'apt-get -qq update (noninteractive)');
  assert.match(install, /install -y --no-install-recommends ffmpeg\b.* \(noninteractive\)$/);
});

test('an ffmpeg older than 5.1 is not taken', async (t) => {
  const checkout = await createCheckout(t);
  const old = '#!/bin/sh\necho "ffmpeg version 4.3.9-0+deb11u1 Copyright"\n';
  await checkout.addProgram('ffmpeg', old);
  await checkout.addProgram('ffprobe', old);
  const { exitCode, stderr } = await checkout.run('start');
  assert.equal(exitCode, 2);
  assert.match(stderr, /missing here: ffmpeg 5\.1 or newer/);
});

test('the web pages are built when a source is newer than they are', async (t) => {
  const checkout = await createCheckout(t);
  await checkout.addProgram('npm', NPM);
  for (const name of ['ffmpeg', 'ffprobe']) {
    await checkout.addProgram(name, '#!/bin/sh\necho "ffmpeg version 7.0"\n');
  }
  await mkdir(join(checkout.root, 'www/dist'), { recursive: true });
  await writeFile(
    join(checkout.root, 'www/build.ts'),
    `import { appendFileSync, writeFileSync } from 'node:fs';
appendFileSync('calls', 'build\\n');
writeFileSync('www/dist/index.html', '');`,
  );
  const builds = async () => (await checkout.calls()).filter((call) => call === 'build').length;
  await checkout.run('start');
  await checkout.run('start');
  assert.equal(await builds(), 1);
  const soon = new Date(Date.now() + 1000);
  await utimes(join(checkout.root, 'www/build.ts'), soon, soon);
  await checkout.run('start');
  assert.equal(await builds(), 2);
});
