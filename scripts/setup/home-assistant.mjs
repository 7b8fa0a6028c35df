// @ts-check
// Home Assistant Core, kept in a cache folder of the user: its container where there is a Docker engine,
// else its Python packages, on the Python of this machine or that of a Debian unpacked beside it.

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { outcome, run, SetupError } from './command.mjs';
import {
  CORE_FOLDER,
  findCore,
  IMAGE,
  isSince,
  PYTHON,
  RECORD,
  SUITE,
  VERSION,
} from './home-assistant/core.mjs';
import { makeDebianRoot } from './home-assistant/debian-root.mjs';
import { DEBIAN_PATH, inDebianRoot, mayEnterRoots } from './home-assistant/enter.mjs';
import { installCore } from './home-assistant/packages.mjs';
import { hasDockerEngine, hasPython } from './home-assistant/ways.mjs';
import { hasProgram } from './programs.mjs';

const UNFINISHED = '.unfinished-';
const SCRIPT = 'install_requirements.py';
const CONSTRAINTS = 'constraints.txt';
/** What the older ones do not say that they need. */
const OLDER_CONSTRAINTS = isSince('2026.1') ? '' : 'pycares<5\njosepy<2\n';
const SCRIPT_FILE = fileURLToPath(new URL(`home-assistant/${SCRIPT}`, import.meta.url));

/** @returns {import('../setup.mjs').Step} */
export function homeAssistant() {
  return {
    isNeeded: async () => findCore() === undefined,
    run: async () => {
      removeUnfinished();
      const unfinished = `${CORE_FOLDER}${UNFINISHED}${process.pid}`;
      mkdirSync(unfinished, { recursive: true });
      try {
        const kind = await bring(unfinished);
        const record = { kind, version: VERSION, folder: CORE_FOLDER };
        writeFileSync(join(unfinished, RECORD), JSON.stringify(record));
        // Another checkout may have been faster.
        if (!findCore()) renameSync(unfinished, CORE_FOLDER);
      } finally {
        rmSync(unfinished, { recursive: true, force: true });
      }
    },
  };
}

/**
 * @param {string} folder
 * @returns {Promise<import('./home-assistant/core.mjs').Core['kind']>}
 */
async function bring(folder) {
  if (await hasDockerEngine()) {
    await pullImage();
    return 'container';
  }
  if (await hasPython()) {
    await installHere(folder);
    return 'python';
  }
  if (hasProgram('debootstrap') && (await mayEnterRoots())) {
    await installInDebian(folder);
    return 'debian';
  }
  throw new SetupError(
    `Home Assistant Core ${VERSION} cannot be had here: it needs Docker, or ${PYTHON}, or debootstrap and root who may mount`,
  );
}

async function pullImage() {
  const { failure } = await outcome(['docker', 'image', 'inspect', IMAGE]);
  if (failure)
    await run(`pulling Home Assistant Core ${VERSION}`, ['docker', 'pull', '--quiet', IMAGE]);
}

/** @param {string} folder */
async function installHere(folder) {
  await installCore(VERSION, {
    python: PYTHON,
    environment: join(folder, 'venv'),
    script: SCRIPT_FILE,
    variables: process.env,
    enter: (command) => [...command],
  });
}

/** @param {string} folder */
async function installInDebian(folder) {
  await makeDebianRoot(folder, { suite: SUITE, python: PYTHON });
  copyFileSync(SCRIPT_FILE, join(folder, 'tmp', SCRIPT));
  writeFileSync(join(folder, 'tmp', CONSTRAINTS), OLDER_CONSTRAINTS);
  await installCore(VERSION, {
    python: PYTHON,
    environment: '/venv',
    script: `/tmp/${SCRIPT}`,
    variables: {
      PATH: DEBIAN_PATH,
      HOME: '/root',
      LANG: 'C.UTF-8',
      PIP_CONSTRAINT: `/tmp/${CONSTRAINTS}`,
    },
    enter: (command) => inDebianRoot(folder, command),
  });
}

/** What set-ups have left that were killed. */
function removeUnfinished() {
  const cache = dirname(CORE_FOLDER);
  if (!existsSync(cache)) return;
  for (const name of readdirSync(cache)) {
    const [, owner] = name.split(UNFINISHED);
    if (owner === undefined || existsSync(join('/proc', owner))) continue;
    rmSync(join(cache, name), { recursive: true, force: true });
  }
}
