// The part of the options schema that one camera has. It stays flat: the Supervisor's form cannot
// leave out an object inside a list item.

import type { JSONSchema } from 'json-schema-to-ts';

export const cameraSchema = {
  type: 'object',
  title: 'Camera',
  additionalProperties: false,
  required: ['id', 'source'],
  properties: {
    id: {
      type: 'string',
      title: 'ID',
      description:
        'Short name that never changes: URLs, MQTT topics and entities hang on it. Lower-case letters, digits and underscores.',
      pattern: '^[a-z0-9_]{1,32}$',
      examples: ['porch'],
    },
    name: {
      type: 'string',
      title: 'Name',
      description: 'Shown to people, may change at any time. Without one, the ID is shown.',
      minLength: 1,
      maxLength: 64,
      examples: ['Porch'],
    },
    source: {
      type: 'string',
      title: 'Source',
      description:
        'Where the video comes from: rtsp://, rtsps://, http://, https://, rtmp://, rtmps://, srt://, udp:// or tcp:// URL; v4l2:/dev/video0 for a device; file:/media/x.mp4 for a file, played in a loop; test: for a moving test picture with a clock.',
      minLength: 1,
      maxLength: 2048,
      examples: ['rtsp://user:secret@10.0.0.5/stream1'],
    },
    enabled: {
      type: 'boolean',
      title: 'Enabled',
      description: 'Off keeps the settings but never starts the camera.',
      default: true,
    },
    start: {
      type: 'string',
      title: 'Start',
      description:
        'always keeps the camera running; on_demand starts it with the first viewer and stops it after the last.',
      enum: ['always', 'on_demand'],
      default: 'always',
    },
    video: {
      type: 'string',
      title: 'Video',
      description:
        'copy passes the picture on untouched, h264 encodes it, auto copies what browsers can play and encodes the rest.',
      enum: ['auto', 'copy', 'h264'],
      default: 'auto',
    },
    audio: {
      type: 'string',
      title: 'Audio',
      description:
        'copy passes the sound on untouched, aac encodes it, none drops it, auto copies what browsers can play and encodes the rest.',
      enum: ['auto', 'copy', 'aac', 'none'],
      default: 'auto',
    },
    resolution: {
      type: 'string',
      title: 'Resolution',
      description:
        'Size of the encoded picture: width x height, or a height such as 720p. For a v4l2 device, the size it is asked for.',
      pattern: '^([1-9][0-9]{1,3}x[1-9][0-9]{1,3}|[1-9][0-9]{2,3}p)$',
      examples: ['1280x720', '720p'],
    },
    fps: {
      type: 'integer',
      title: 'Frames per second',
      description:
        'Frame rate of the encoded picture. For a v4l2 device, the rate it is asked for. Without it, the rate of the source.',
      minimum: 1,
      maximum: 120,
    },
    bitrate_kbps: {
      type: 'integer',
      title: 'Bit rate (kbit/s)',
      description: 'Highest bit rate of the encoded picture. Without it, chosen by the resolution.',
      minimum: 50,
      maximum: 50_000,
    },
    gop_seconds: {
      type: 'number',
      title: 'Keyframe distance (s)',
      description:
        'Time from one keyframe of the encoded picture to the next. Without it, the length of a segment.',
      minimum: 0.2,
      maximum: 10,
    },
    input_format: {
      type: 'string',
      title: 'Input format',
      description:
        'What a v4l2 device is asked to deliver. h264 is passed on untouched where possible; all others are encoded.',
      enum: ['h264', 'mjpeg', 'yuyv422', 'uyvy422', 'nv12', 'yuv420p', 'rgb24', 'bgr24', 'gray'],
    },
    rtsp_transport: {
      type: 'string',
      title: 'RTSP transport',
      description:
        'How an RTSP camera sends: tcp loses nothing, udp is for cameras that cannot do tcp. Other sources ignore it.',
      enum: ['tcp', 'udp'],
      default: 'tcp',
    },
    segment_seconds: {
      type: 'number',
      title: 'Segment length (s)',
      description:
        'Length of a segment. Copied video is cut at the first keyframe after it, so segments may be longer.',
      minimum: 0.5,
      maximum: 10,
      default: 1,
    },
    part_ms: {
      type: 'integer',
      title: 'Part length (ms)',
      description:
        'Length of the parts a segment is sent in. Shorter means less delay and more requests. At most half a segment.',
      minimum: 50,
      maximum: 1000,
      default: 200,
    },
    window_seconds: {
      type: 'integer',
      title: 'Window (s)',
      description: 'How much of the past is kept in memory, to play back and to save.',
      minimum: 10,
      maximum: 600,
      default: 60,
    },
    window_mb: {
      type: 'integer',
      title: 'Window limit (MB)',
      description: 'Memory the window may take. Where it is too small, the window gets shorter.',
      minimum: 8,
      maximum: 1024,
      default: 128,
    },
    snapshot_seconds: {
      type: 'integer',
      title: 'Snapshot interval',
      description:
        'Publishes a picture over MQTT every so many seconds while the camera is live. Without it, on request only.',
      minimum: 5,
      maximum: 86_400,
      examples: [60],
    },
    idle_seconds: {
      type: 'integer',
      title: 'Idle time (s)',
      description: 'How long a camera with start: on_demand runs on after its last viewer.',
      minimum: 5,
      maximum: 3600,
      default: 30,
    },
    max_viewers: {
      type: 'integer',
      title: 'Viewers',
      description: 'How many may watch this camera at the same time; more are turned away.',
      minimum: 1,
      maximum: 10_000,
      default: 100,
    },
    renditions: {
      type: 'array',
      title: 'Renditions',
      description:
        'Smaller versions of the picture for slow connections, as height@kbit/s. Each is encoded and costs processor time.',
      items: {
        type: 'string',
        title: 'Rendition',
        pattern: '^[1-9][0-9]{2,3}p@[1-9][0-9]{1,4}$',
        examples: ['720p@2000'],
      },
      maxItems: 4,
      default: [],
      examples: [['720p@2000', '360p@600']],
    },
  },
} as const satisfies JSONSchema;
