// What the card's editor says. The other languages have the same shape.

export interface FormWords {
  /** By the names of fields and sections. */
  readonly labels: Readonly<Record<string, string>>;
  readonly helpers: Readonly<Record<string, string>>;
  /** By `field.choice`. */
  readonly choices: Readonly<Record<string, string>>;
  readonly asText: string;
}

export const words: FormWords = {
  labels: {
    camera: 'Camera',
    cameras: 'More cameras',
    title: 'Title',
    layout: 'Layout',
    mode: 'Show',
    look: 'Look',
    show_name: 'Names of the cameras',
    columns: 'Columns at most',
    aspect_ratio: 'Aspect ratio',
    fit: 'Picture of another shape',
    controls: 'Controls',
    playing: 'Playing',
    still_seconds: 'A new still every',
    live_seconds: 'Back to stills after',
    protocol: 'Protocol',
    mute: 'Begin without sound',
    interactions: 'Interactions',
    tap_action: 'Tap',
    hold_action: 'Hold',
    double_tap_action: 'Double tap',
    entity: 'Switch for the stream',
    image: 'Picture while Oriel is away',
    connection: 'Connection',
    app: 'Slug of the app',
    url: 'Address of Oriel',
  },
  helpers: {
    cameras: 'Without any, the card shows all cameras of Oriel.',
    aspect_ratio: 'Such as 16:9. Without it, that of the camera.',
    live_seconds: '0: as long as somebody looks.',
    app: 'Only where the card does not find it, such as a1b2c3d4_oriel.',
    url: 'Only without the app: a link with a token, as Oriel shows it.',
    entity: 'Found by itself where Oriel is connected by MQTT.',
  },
  choices: {
    'layout.auto': 'Automatic',
    'layout.grid': 'Grid',
    'layout.carousel': 'One beside the other, to swipe',
    'layout.single': 'One large, the others to choose',
    'mode.live': 'Live video',
    'mode.stills': 'Stills, live when tapped',
    'fit.contain': 'Show all of it',
    'fit.cover': 'Fill the card',
    'controls.auto': 'When used',
    'controls.never': 'Never',
    'protocol.auto': 'Automatic',
    'protocol.live': 'Live (WebSocket)',
    'protocol.hls': 'LL-HLS',
    'protocol.dash': 'LL-DASH',
  },
  asText: 'Cameras with a name or entities of their own are edited as text',
};
