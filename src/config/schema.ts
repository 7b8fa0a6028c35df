// The only source of the options: types, validation, app manifest, translations and the table in
// DOCS.md come from here. Titles and descriptions are shown to people.

import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import { cameraSchema } from './camera-schema.ts';

const mqttSchema = {
  type: 'object',
  title: 'MQTT',
  description:
    'The MQTT broker. Without this section no MQTT is used. In Home Assistant leave it empty to use its broker.',
  additionalProperties: false,
  properties: {
    host: {
      type: 'string',
      title: 'Host',
      description: 'Name or address of the broker; embedded runs a broker inside Oriel.',
      pattern: '^[A-Za-z0-9_.:%-]{1,255}$',
      examples: ['192.168.1.2'],
    },
    port: {
      type: 'integer',
      title: 'Port',
      description: 'Port of the broker. Without it 1883, with TLS 8883.',
      minimum: 1,
      maximum: 65_535,
    },
    username: {
      type: 'string',
      title: 'User name',
      description: 'User name at the broker.',
      minLength: 1,
    },
    password: {
      type: 'string',
      title: 'Password',
      description: 'Password at the broker.',
      format: 'password',
    },
    tls: {
      type: 'boolean',
      title: 'TLS',
      description: 'Encrypts the connection to the broker.',
      default: false,
    },
    ca: {
      type: 'string',
      title: 'CA certificate',
      description:
        'Path of a PEM file with the authority that signed the certificate of the broker, where no public one did.',
      minLength: 1,
      examples: ['/config/ca.pem'],
    },
    cert: {
      type: 'string',
      title: 'Client certificate',
      description: 'Path of a PEM file with the certificate Oriel shows to the broker.',
      minLength: 1,
      examples: ['/config/oriel.pem'],
    },
    key: {
      type: 'string',
      title: 'Client key',
      description: 'Path of a PEM file with the private key of the client certificate.',
      minLength: 1,
      examples: ['/config/oriel.key'],
    },
    reject_unauthorized: {
      type: 'boolean',
      title: 'Check the certificate',
      description:
        'Off accepts any certificate of the broker; anyone in between can then read along.',
      default: true,
    },
    client_id: {
      type: 'string',
      title: 'Client ID',
      description: 'How Oriel calls itself at the broker. Without it, a name of its own.',
      pattern: '^[A-Za-z0-9_.-]{1,64}$',
      examples: ['oriel-porch'],
    },
    base_topic: {
      type: 'string',
      title: 'Base topic',
      description: 'All topics of Oriel start with it.',
      pattern: '^[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*$',
      maxLength: 128,
      default: 'oriel',
      examples: ['home/oriel'],
    },
    discovery_prefix: {
      type: 'string',
      title: 'Discovery prefix',
      description: 'The topic under which Home Assistant looks for devices.',
      pattern: '^[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*$',
      maxLength: 128,
      default: 'homeassistant',
      examples: ['homeassistant'],
    },
  },
} as const satisfies JSONSchema;

const httpSchema = {
  type: 'object',
  title: 'HTTP',
  description: 'The web server.',
  additionalProperties: false,
  default: {},
  properties: {
    host: {
      type: 'string',
      title: 'Listen address',
      description:
        'Address the web server listens on. 127.0.0.1 is this machine only, 0.0.0.0 is every network.',
      pattern: '^[A-Za-z0-9_.:%-]{1,255}$',
      default: '127.0.0.1',
    },
    base_url: {
      type: 'string',
      title: 'Base URL',
      description:
        'How other devices reach Oriel, by its LAN port where it has one. Published links start with it; without it, Home Assistant is asked, or they are relative.',
      format: 'uri',
      pattern: '^https?://[^\\s/?#@]+(/[^\\s?#]*)?$',
      examples: ['http://192.168.1.3:8099'],
    },
    lan_port: {
      type: 'integer',
      title: 'LAN port',
      description:
        'A second port, open to the whole network, that asks for an access token. Without it there is none.',
      minimum: 1,
      maximum: 65_535,
      examples: [8098],
    },
    admins: {
      type: 'array',
      title: 'Users who may make changes',
      description:
        'Names or IDs of the Home Assistant users who may start, stop and change cameras on the page of Oriel. All other users may only watch.',
      items: { type: 'string', minLength: 1, maxLength: 128, examples: ['anna'] },
      maxItems: 100,
      default: [],
      examples: [['anna']],
    },
    max_viewers: {
      type: 'integer',
      title: 'Viewers',
      description:
        'How many may watch at the same time, all cameras together; who watches two cameras counts twice.',
      minimum: 1,
      maximum: 100_000,
      default: 500,
    },
  },
} as const satisfies JSONSchema;

const clipsSchema = {
  type: 'object',
  title: 'Clips',
  description: 'Where saved clips go, and how long they stay.',
  additionalProperties: false,
  default: {},
  properties: {
    directory: {
      type: 'string',
      title: 'Folder',
      description:
        'Where clips are saved. Without it, /media/oriel in Home Assistant and the folder clips in the data folder elsewhere.',
      pattern: '^/.*$',
      examples: ['/media/oriel'],
    },
    keep_days: {
      type: 'integer',
      title: 'Days',
      description: 'Clips older than this are deleted.',
      minimum: 1,
      maximum: 3650,
      default: 30,
    },
    max_mb: {
      type: 'integer',
      title: 'Size',
      description: 'MB that all clips may take together; the oldest go first.',
      minimum: 10,
      maximum: 1_000_000,
      default: 2000,
    },
  },
} as const satisfies JSONSchema;

const homeAssistantSchema = {
  type: 'object',
  title: 'Home Assistant',
  description: 'What Oriel sets up inside Home Assistant. Elsewhere it has no effect.',
  additionalProperties: false,
  default: {},
  properties: {
    card: {
      type: 'boolean',
      title: 'Install the card',
      description:
        'Puts the card for dashboards into Home Assistant and keeps it up to date. Off removes it again.',
      default: true,
    },
    camera_entities: {
      type: 'boolean',
      title: 'Camera entities',
      description:
        'Adds a Generic Camera to Home Assistant for each camera, for its own cards, recordings and casting. Off removes them again.',
      default: false,
    },
  },
} as const satisfies JSONSchema;

export const optionsSchema = {
  type: 'object',
  title: 'Options',
  additionalProperties: false,
  properties: {
    cameras: {
      type: 'array',
      title: 'Cameras',
      description: 'One entry a camera.',
      items: cameraSchema,
      default: [],
    },
    mqtt: mqttSchema,
    http: httpSchema,
    clips: clipsSchema,
    home_assistant: homeAssistantSchema,
    log_level: {
      type: 'string',
      title: 'Log level',
      description: 'How much is logged: trace is most, error is least.',
      enum: ['trace', 'debug', 'info', 'warn', 'error'],
      default: 'info',
    },
    log_format: {
      type: 'string',
      title: 'Log format',
      description: 'pretty is for people, json is one JSON object a line for programs.',
      enum: ['pretty', 'json'],
      default: 'pretty',
    },
  },
} as const satisfies JSONSchema;

export type Options = FromSchema<typeof optionsSchema>;
export type CameraOptions = FromSchema<typeof cameraSchema>;
export type MqttOptions = FromSchema<typeof mqttSchema>;
export type HttpOptions = FromSchema<typeof httpSchema>;
export type HomeAssistantOptions = FromSchema<typeof homeAssistantSchema>;
