// What the player says. The other languages have the same shape.

export interface PlayerWords {
  readonly play: string;
  readonly pause: string;
  readonly soundOn: string;
  readonly soundOff: string;
  readonly fullScreen: string;
  readonly leaveFullScreen: string;
  readonly more: string;
  readonly close: string;
  readonly snapshot: string;
  readonly saveClip: string;
  readonly saving: string;
  readonly saved: string;
  readonly pictureInPicture: string;
  readonly quality: string;
  readonly automatic: string;
  readonly protocol: string;
  readonly protocols: Readonly<Record<'auto' | 'live' | 'hls' | 'dash', string>>;
  readonly stats: string;
  readonly switchOn: string;
  readonly switchOff: string;
  readonly restart: string;
  readonly keyboard: string;
  readonly goLive: string;
  readonly timeline: string;
  readonly tryNow: string;
  readonly tapToPlay: string;
  readonly tapForSound: string;
  readonly showLive: (name: string) => string;
  readonly player: (name: string) => string;
  readonly space: string;
  readonly back: (seconds: number) => string;
  readonly forth: (seconds: number) => string;

  readonly connecting: string;
  readonly startingCamera: string;
  readonly waitingForVideo: string;
  readonly live: string;
  readonly replay: string;
  readonly noVideo: string;
  readonly noVideoBecause: (reason: string) => string;
  readonly paused: string;
  readonly notPlaying: string;
  readonly still: string;
  readonly retryIn: (seconds: number) => string;
  readonly retryNow: string;
  /** Of a picture, out of a time like `12 s`. */
  readonly ago: (time: string) => string;
  readonly secondsAgo: (seconds: number) => string;
  readonly minutesAgo: (minutes: number, seconds: number) => string;
  readonly decimalPoint: string;
  readonly units: Readonly<Record<'second' | 'minute' | 'hour' | 'day', string>>;

  readonly statLabels: Readonly<
    Record<
      | 'codec'
      | 'size'
      | 'frameRate'
      | 'bitrate'
      | 'delay'
      | 'dropped'
      | 'stalls'
      | 'transport'
      | 'quality',
      string
    >
  >;

  readonly clipFailed: string;
  readonly snapshotFailed: string;
  readonly requestFailed: string;
  /** By the code of the server or of the player; the message that comes with it says more. */
  readonly reasons: Readonly<Record<string, string>>;
}

export const words: PlayerWords = {
  play: 'Play',
  pause: 'Pause',
  soundOn: 'Sound on',
  soundOff: 'Sound off',
  fullScreen: 'Full screen',
  leaveFullScreen: 'Leave full screen',
  more: 'More',
  close: 'Close',
  snapshot: 'Take a snapshot',
  saveClip: 'Save a clip',
  saving: 'Saving…',
  saved: 'Saved',
  pictureInPicture: 'Picture in picture',
  quality: 'Quality',
  automatic: 'Automatic',
  protocol: 'Protocol',
  protocols: { auto: 'Auto', live: 'Live', hls: 'HLS', dash: 'DASH' },
  stats: 'Statistics',
  switchOn: 'Switch the camera on',
  switchOff: 'Switch the camera off',
  restart: 'Restart the camera',
  keyboard: 'Keyboard',
  goLive: 'Go to live',
  timeline: 'Timeline',
  tryNow: 'Try now',
  tapToPlay: 'Tap to play',
  tapForSound: 'Tap for sound',
  showLive: (name) => (name === '' ? 'Watch live' : `Watch ${name} live`),
  player: (name) => (name === '' ? 'Camera' : `Camera ${name}`),
  space: 'Space',
  back: (seconds) => `${seconds} s back`,
  forth: (seconds) => `${seconds} s forth`,

  connecting: 'Connecting',
  startingCamera: 'Starting the camera',
  waitingForVideo: 'Waiting for more video',
  live: 'Live',
  replay: 'Replay',
  noVideo: 'No video',
  noVideoBecause: (reason) => `No video: ${reason}`,
  paused: 'Paused',
  notPlaying: 'Not playing',
  still: 'Still',
  retryIn: (seconds) => `Trying again in ${seconds} s`,
  retryNow: 'Trying again now',
  ago: (time) => `${time} ago`,
  secondsAgo: (seconds) => (seconds === 1 ? '1 second ago' : `${seconds} seconds ago`),
  minutesAgo: (minutes, seconds) =>
    `${minutes === 1 ? '1 minute' : `${minutes} minutes`} ${seconds} seconds ago`,
  decimalPoint: '.',
  units: { second: 's', minute: 'min', hour: 'h', day: 'd' },

  statLabels: {
    codec: 'Codec',
    size: 'Size',
    frameRate: 'Frame rate',
    bitrate: 'Bitrate',
    delay: 'Delay',
    dropped: 'Dropped',
    stalls: 'Stalls',
    transport: 'Transport',
    quality: 'Quality',
  },

  clipFailed: 'The clip could not be saved',
  snapshotFailed: 'The snapshot could not be taken',
  requestFailed: 'That did not work',
  reasons: {
    unreachable: 'The camera cannot be reached',
    unauthorized: 'The camera refuses user name or password',
    not_found: 'The camera has nothing at this address',
    no_video: 'The source holds no picture',
    unsupported_codec: 'Browsers do not play what the camera sends',
    stalled: 'The camera has stopped sending',
    crashed: 'The video program ended unexpectedly',
    camera_silent: 'The camera gives no video',
    camera_stopped: 'This camera is switched off',
    camera_disabled: 'This camera is switched off in the options',
    camera_not_found: 'There is no such camera any more',
    camera_removed: 'This camera was removed',
    camera_starting: 'The camera is still starting',
    camera_unavailable: 'The camera gives no video',
    viewer_limit: 'As many watch as are allowed',
    forbidden: 'You may not do that here',
    token_missing: 'This address needs a link with a token',
    token_invalid: 'This link is not valid any more',
    rendition_not_found: 'This quality is not there any more',
    too_many_clips: 'Too many clips are being saved',
    not_enough_buffer: 'There is not that much video yet',
    no_answer: 'Oriel does not answer',
    connection_lost: 'The connection was lost',
    cannot_play: 'The browser could not play the video',
    cannot_load: 'The video could not be loaded',
    codec_not_played: 'This browser does not play what the camera sends',
    player_missing: 'The player could not be loaded; reload the page if this stays',
    no_picture_came: 'No picture came',
    stood_still: 'The picture stood still',
    format_changed: 'The camera sends something else now',
  },
};
