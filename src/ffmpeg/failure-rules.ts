// What ffmpeg 5.1 to 9.0 say when something is wrong, and what that means to the user.
// The first rule that fits any line wins: causes stand before consequences.

import type { SourceFailure } from '../errors.ts';

export interface FailureRule {
  readonly says: RegExp;
  readonly code: SourceFailure;
  /** What is wrong and what to do. `$1` is the first group of `says`. */
  readonly message: string;
  /** So speak cameras that have as many viewers as they take. */
  readonly isCrowded?: boolean;
}

const ACCESS: readonly FailureRule[] = [
  {
    says: /\b401 ?\(?Unauthorized|authorization failed/i,
    code: 'unauthorized',
    message: 'the camera refused the user name or password; check them in the source',
  },
  {
    says: /\b403 ?\(?Forbidden|access denied/i,
    code: 'unauthorized',
    message: 'the camera denies this user access to the stream; check the rights of the user there',
  },
  {
    says: /\b404 ?\(?Not Found|\b404 Stream Not Found/i,
    code: 'not_found',
    message: 'the camera answers, but has nothing at this path; check the path of the source',
  },
  {
    says: /method (?:SETUP|PLAY) failed: 454/,
    code: 'no_video',
    message: 'the camera offers no video at this path, only sound; check the path of the source',
  },
  {
    says: /method SETUP failed: 461|Nonmatching transport in server reply/,
    code: 'unreachable',
    message: 'the camera cannot send this way; set rtsp_transport to the other of tcp and udp',
  },
  {
    says: /method \w+ failed: 453|method \w+ failed: 5\d\d|Server returned 5XX|HTTP error 5\d\d/,
    code: 'unreachable',
    message: 'the camera has a fault of its own or too many viewers; restart it if this stays',
    isCrowded: true,
  },
  {
    says: /Server returned 4\w\w|HTTP error 4\d\d|method \w+ failed: 4\d\d/,
    code: 'not_found',
    message: 'the camera does not accept this address; check the path of the source',
  },
];

const NETWORK: readonly FailureRule[] = [
  {
    says: /Failed to resolve hostname (\S+?):? /,
    code: 'unreachable',
    message: 'no host is named $1; check the name, or use the IP address of the camera',
  },
  {
    says: /Protocol '([^']+)' not on whitelist|Format not on whitelist|Unsafe file name/,
    code: 'no_video',
    message: 'the address leads to something that Oriel does not open; check the source',
  },
  {
    says: /TLS packet|wrong version number|certificate verify failed|(?:TLS|SSL|tls).*(?:handshake|certificate)/i,
    code: 'unreachable',
    message: 'no encrypted connection came about; check the port, or use the address without s',
  },
  {
    says: /Connection refused/,
    code: 'unreachable',
    message: 'nothing answers at this address and port; check both, and that the camera is on',
  },
  {
    says: /No route to host|Network is unreachable|Host is unreachable/,
    code: 'unreachable',
    message: 'no way leads to this address; check it, and that the camera is on and in the network',
  },
  {
    says: /Failed reading RTSP data: Connection timed out|Cannot read RTMP handshake response/,
    code: 'unreachable',
    message: 'something takes the connection but does not answer; check the port and the protocol',
  },
  {
    says: /Connection to \S+ failed: (?:Connection|Operation) timed out/,
    code: 'unreachable',
    message: 'the source does not answer; check the address, and that the camera is on',
  },
  {
    says: /^rtsps?:\/\/.*Invalid data|Failed reading RTSP data|Impossible to open 'rtsps?:/,
    code: 'unreachable',
    message:
      'what answers there is no RTSP camera, or it fell silent; check the port of the source',
  },
];

const DEVICE: readonly FailureRule[] = [
  {
    // Before what ffmpeg then says of a device, which there is none.
    says: /Address already in use/,
    code: 'unreachable',
    message:
      'a running camera or another program already takes what is sent to this port; stop it first, or use another port',
  },
  {
    says: /Device or resource busy/,
    code: 'unreachable',
    message: 'another program uses the device; stop it first',
  },
  {
    says: /Permission denied/,
    code: 'unauthorized',
    message: 'Oriel may not open it; check the rights of the file or device',
  },
  {
    says: /Cannot open video device|No such device|VIDIOC_\w+\): (?:No such device|Input\/output error)/,
    code: 'not_found',
    message: 'the device is not there; check that it is plugged in, and its name',
  },
  {
    says: /Inappropriate ioctl|Not a video capture device|does not support the streaming I\/O method/,
    code: 'no_video',
    message:
      'this is no camera device; cameras with several often deliver video from the first only',
  },
  {
    says: /Cannot find a proper format|Unknown (?:pixel format|input format)|No such input format|VIDIOC_S_FMT|The device does not support (?:codec|format)/i,
    code: 'unsupported_codec',
    message: 'the device cannot deliver this input_format; try mjpeg, or leave it out',
  },
];

const CONTENT: readonly FailureRule[] = [
  {
    says: /Could not find tag for codec (\w+)/,
    code: 'unsupported_codec',
    message: 'video of type $1 cannot be copied; set video: auto to have it encoded',
  },
  {
    says: /Decoder \(codec (\w+)\) not found|no decoder found for:? (\w+)/i,
    code: 'unsupported_codec',
    message: 'this ffmpeg cannot decode $1; switch the camera to H.264',
  },
  {
    says: /Unknown encoder '(\w+)'|Encoder not found/,
    code: 'unsupported_codec',
    message: 'this ffmpeg cannot encode video; install one with libx264',
  },
  {
    says: /matches no streams|does not contain any stream/,
    code: 'no_video',
    message: 'the source has no video; check that the address is a video one',
  },
  {
    says: /dimensions not set|unspecified (?:size|pixel format)|Could not find codec parameters/,
    code: 'no_video',
    message: 'the source announces video, but no whole picture came; check the camera',
  },
  {
    says: /No such file or directory/,
    code: 'not_found',
    message: 'the file is not there; check the path, and that it is mapped into the app',
  },
  {
    says: /Is a directory/,
    code: 'not_found',
    message: 'the path names a folder; expected a video file',
  },
  {
    says: /Unrecognized option|Option (?:.{1,40} )?not found|Error splitting the argument list|Error parsing options|No such filter/,
    code: 'crashed',
    message: 'this ffmpeg does not understand what Oriel asks; install ffmpeg 5.1 or newer',
  },
  {
    says: /Protocol not found/,
    code: 'crashed',
    message: 'this ffmpeg was built without this protocol; install a full ffmpeg',
  },
  {
    says: /Cannot allocate memory/,
    code: 'crashed',
    message: 'the memory is used up; use a smaller picture or fewer cameras',
  },
  {
    says: /Invalid data found|moov atom not found/,
    code: 'no_video',
    message: 'what came is no video that ffmpeg knows; check the address in a browser or VLC',
  },
];

const LAST: readonly FailureRule[] = [
  {
    says: /timed out/,
    code: 'unreachable',
    message: 'the source does not answer; check the address, and that the camera is on',
  },
  {
    says: /Connection reset by peer|Broken pipe|End of file/,
    code: 'unreachable',
    message: 'the source closed the connection; it may have too many viewers',
    isCrowded: true,
  },
  {
    says: /Stream ends prematurely|Input\/output error|Error number -138/,
    code: 'unreachable',
    message: 'nothing usable came from the source; check the address, and that the camera is on',
  },
];

export const FAILURE_RULES: readonly FailureRule[] = [
  ...ACCESS,
  ...NETWORK,
  ...DEVICE,
  ...CONTENT,
  ...LAST,
];
