// @ts-check
// The system programs Oriel and its tests use: how each is recognised, and which packages bring it.

import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { outcome } from './command.mjs';
import { findCore } from './home-assistant/core.mjs';
import { hasDockerEngine, hasPython } from './home-assistant/ways.mjs';

// Debian keeps daemons where the PATH of an ordinary user does not lead.
const PROGRAM_FOLDERS = [
  ...(process.env['PATH'] ?? '').split(delimiter),
  '/usr/local/sbin',
  '/usr/sbin',
];

/** Where libraries are: plain, Red Hat's, Debian's by architecture. */
const LIBRARY_FOLDERS = [
  '/usr/lib',
  '/usr/lib64',
  `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`,
];

/**
 * @typedef {object} Program
 * @property {string} name for people
 * @property {readonly string[]} apt its Debian packages
 * @property {readonly string[]} apk its Alpine packages
 * @property {() => Promise<boolean>} isThere
 */

/** @type {Program} */
export const FFMPEG = {
  name: 'ffmpeg 5.1 or newer',
  apt: ['ffmpeg'],
  apk: ['ffmpeg'],
  isThere: async () => hasProgram('ffprobe') && hasProgram('ffmpeg') && (await isFfmpegRecent()),
};

/** ffmpeg writes the clock of the test picture with it. @type {Program} */
export const FONT = {
  name: 'the DejaVu font',
  apt: ['fonts-dejavu-core'],
  apk: ['font-dejavu'],
  isThere: async () =>
    ['truetype/dejavu', 'dejavu', 'dejavu-sans-fonts', 'TTF'].some((folder) =>
      existsSync(join('/usr/share/fonts', folder, 'DejaVuSans.ttf')),
    ),
};

/** @type {Program} */
export const MOSQUITTO = {
  name: 'mosquitto',
  apt: ['mosquitto'],
  apk: ['mosquitto'],
  isThere: async () => hasProgram('mosquitto'),
};

/** @type {Program} */
export const CHROMIUM = {
  name: process.env['CHROMIUM_PATH']
    ? `Chromium (CHROMIUM_PATH is ${process.env['CHROMIUM_PATH']})`
    : 'Chromium',
  apt: ['chromium'],
  apk: ['chromium'],
  isThere: async () => {
    const path = process.env['CHROMIUM_PATH'];
    if (path) return existsSync(path);
    return ['chromium', 'chromium-browser', 'google-chrome'].some(hasProgram);
  },
};

/** A camera for the tests. @type {Program} */
export const RTSP_SERVER = {
  name: 'the GStreamer RTSP server for Python',
  apt: [
    'python3-gi',
    'gir1.2-gst-rtsp-server-1.0',
    'gstreamer1.0-plugins-base',
    'gstreamer1.0-plugins-good',
    'gstreamer1.0-plugins-bad',
    'gstreamer1.0-plugins-ugly',
    'gstreamer1.0-libav',
  ],
  apk: [
    'py3-gobject3',
    'gst-rtsp-server',
    'gst-plugins-base',
    'gst-plugins-good',
    'gst-plugins-bad',
    'gst-plugins-ugly',
    'gst-libav',
  ],
  // By one file of each package: to ask Python itself would cost more than all other checks.
  isThere: async () =>
    hasProgram('python3') &&
    hasPythonModule('gi') &&
    [
      'girepository-1.0/GstRtspServer-1.0.typelib',
      'gstreamer-1.0/libgstvideotestsrc.so',
      'gstreamer-1.0/libgstrtp.so',
      'gstreamer-1.0/libgstvideoparsersbad.so',
      'gstreamer-1.0/libgstx264.so',
      'gstreamer-1.0/libgstlibav.so',
    ].every((file) => LIBRARY_FOLDERS.some((folder) => existsSync(join(folder, file)))),
};

/** Reads profiles; nothing here loads one. @type {Program} */
export const APPARMOR = {
  name: 'apparmor_parser',
  apt: ['apparmor'],
  apk: ['apparmor'],
  isThere: async () => hasProgram('apparmor_parser'),
};

/** @type {Program} */
export const BUILDAH = {
  name: 'buildah',
  apt: ['buildah'],
  apk: ['buildah'],
  isThere: async () => hasProgram('buildah'),
};

/** @type {Program} */
export const DEBOOTSTRAP = {
  name: 'debootstrap',
  apt: ['debootstrap'],
  apk: ['debootstrap'],
  isThere: async () => hasProgram('debootstrap'),
};

/** Unpacks a Debian that has Home Assistant's Python, where nothing else brings one. @type {Program} */
export const PYTHON_BRINGER = {
  name: 'debootstrap',
  apt: ['debootstrap'],
  apk: ['debootstrap'],
  isThere: async () =>
    hasProgram('debootstrap') ||
    findCore() !== undefined ||
    (await hasPython()) ||
    (await hasDockerEngine()),
};

/** @type {Program} */
export const PODMAN = {
  name: 'podman with runc',
  apt: ['podman', 'runc'],
  apk: ['podman', 'runc'],
  isThere: async () => hasProgram('podman') && hasProgram('runc'),
};

/** @param {string} name */
export function hasProgram(name) {
  return PROGRAM_FOLDERS.some((folder) => isExecutable(join(folder, name)));
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} name */
function hasPythonModule(name) {
  const folders = readdirSync('/usr/lib').filter((folder) => folder.startsWith('python3'));
  return folders.some((folder) =>
    // Debian's name for it, and everybody else's.
    ['dist-packages', 'site-packages'].some((kind) =>
      existsSync(join('/usr/lib', folder, kind, name)),
    ),
  );
}

/** A build from git calls itself "N-109744-g…": it is taken for a recent one. */
async function isFfmpegRecent() {
  const { failure, output } = await outcome(['ffmpeg', '-version']);
  if (failure !== undefined) return false;
  const [, major, minor] = /^ffmpeg version n?(\d+)\.(\d+)/m.exec(output) ?? [];
  if (major === undefined) return true;
  return Number(major) > 5 || (Number(major) === 5 && Number(minor) >= 1);
}
