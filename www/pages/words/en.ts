// What the app's own pages say.

import { words as form } from '../form/words/en.ts';
import { words as log } from '../log/words/en.ts';

export const words = {
  form,
  log,
  allCameras: 'All cameras',
  addCamera: 'Add camera',
  openLog: 'Log',
  settings: 'Settings',
  settingsOf: (name: string): string => `Settings of ${name}`,
  loading: 'Loading',
  noAnswer: 'Oriel does not answer',
  tryingAgain: 'Trying again every few seconds.',
  tryNow: 'Try now',
  protocol: 'How it plays',
  switchedOff: 'Switched off in its settings',
  lookOnly: 'You may look, but not change anything',
  empty: {
    title: 'Your first camera',
    text: 'Give its address, let Oriel look, and it is here.',
    lookOnlyTitle: 'No cameras yet',
    askAdmin: 'Somebody who may change settings has to add the first one.',
  },
  status: {
    stopped: 'Stopped',
    starting: 'Starting',
    live: 'Live',
    retrying: 'No video',
    idle: 'Starts when watched',
  },
  health: {
    title: (count: number): string =>
      count === 1 ? 'One thing needs you' : `${count} things need you`,
    since: (time: string): string => `since ${time}`,
    reasons: {
      unreachable: 'Nothing answers at its address',
      unauthorized: 'It refuses user name and password',
      not_found: 'It answers, but has nothing at that path',
      no_video: 'Its source holds no picture',
      unsupported_codec: 'Browsers do not play its picture, and it must not be encoded',
      stalled: 'It is connected but sends nothing',
      crashed: 'ffmpeg ended for an unknown reason',
      slow_start: 'It has been starting for long, and there is no video yet',
    },
    fixes: {
      unreachable:
        'Is the camera on, and are address and port right? Can this machine reach its network? Is a USB camera plugged in, and does no other program use it?',
      unauthorized:
        'Check user name and password. Some cameras have an account of their own for RTSP, or lock it after wrong attempts.',
      not_found:
        'Look up the path for your model; main and sub stream differ in it. For a file, check that it is there.',
      no_video: 'Choose another stream of the camera. Is its lens or channel switched on?',
      unsupported_codec: 'Set Video to “auto”, or switch the camera to H.264.',
      stalled:
        'Often a weak Wi-Fi, or too many viewers at the camera itself. Try TCP as RTSP transport, a sub stream, or a restart of the camera.',
      crashed: 'The log has ffmpeg’s last lines.',
      slow_start:
        'Some cameras need a while. If it stays, look into the log or restart the camera.',
    },
  },
  camera: {
    unknownTitle: 'Unknown camera',
    unknown: (id: string): string => `There is no camera “${id}”`,
    unknownText: 'It may have been renamed or removed.',
    facts: 'Facts',
    codec: 'Codec',
    resolution: 'Resolution',
    frameRate: 'Frame rate',
    bitrate: 'Bit rate',
    viewers: 'Viewers',
    delay: 'Delay seen',
    memory: 'To look back',
    restarts: 'Restarts',
    source: 'Source',
    save: 'Keep a moment',
    snapshot: 'Snapshot',
    clip: (seconds: number): string => `Last ${seconds} s as a clip`,
    addresses: 'For other players',
    tokenAddresses:
      'For devices outside of Home Assistant. Whoever has such an address can watch this camera.',
    noAddresses:
      'Other devices need a way in of their own: give container port 8098 a port, in the configuration of Oriel under Network. Their addresses are here then.',
    hls: 'HLS, for any player',
    dash: 'DASH, for any player',
    mp4: 'MP4 without an end, for VLC, go2rtc, ffmpeg',
    snapshotAddress: 'Snapshot, JPEG',
    copyAddress: 'Copy the address',
    copied: 'Copied',
    keys: 'Keys',
  },
  homeAssistant: {
    title: 'Home Assistant',
    card: 'Dashboard card',
    entities: 'Camera entities',
    resource: 'Address of the card',
    cardStates: {
      off: 'Not installed: the configuration of Oriel says so.',
      installing: 'Being installed.',
      installed: 'Installed. Add a card to a dashboard and choose “Oriel”.',
      needs_restart: 'Installed. Restart Home Assistant once, then it is found.',
      by_hand: 'Your dashboards are kept in YAML: add the card there by hand.',
      failed: 'It could not be installed.',
    },
    entityStates: {
      off: 'Not wanted: the configuration of Oriel says so. With them, other cards, recordings and casting find your cameras.',
      working: 'Being made.',
      ready: 'There. Other cards, recordings and casting find your cameras.',
      incomplete: 'Some are not as they should be.',
      failed: 'They could not be made.',
    },
    entryStates: {
      ready: 'ready',
      waiting: 'waiting',
      deleted: 'deleted by somebody, and left so',
      disabled: 'disabled by somebody, and left so',
    },
  },
  leave: {
    title: 'Leave without saving?',
    text: 'What you have changed here would be lost.',
    yes: 'Leave',
    no: 'Stay',
  },
};

export type Words = typeof words;
