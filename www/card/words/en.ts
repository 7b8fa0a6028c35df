// What the card says. The other languages have the same shape.

export interface CardWords {
  readonly description: string;
  readonly reload: string;
  readonly isUpdated: string;
  readonly unknownCamera: (id: string) => string;
  readonly knownCameras: (ids: string) => string;
  readonly disabledCamera: string;
  readonly cameras: string;
  readonly previous: string;
  readonly next: string;
  readonly show: (name: string) => string;
  readonly position: (at: number, of: number) => string;
  readonly picture: (name: string) => string;
}

export const words: CardWords = {
  description: 'Cameras of the Oriel app, live, with a delay you do not notice',
  reload: 'Reload the page',
  isUpdated: 'Oriel was updated',
  unknownCamera: (id) => `Oriel has no camera “${id}”`,
  knownCameras: (ids) => `It has: ${ids}`,
  disabledCamera: 'Switched off in Oriel’s options',
  cameras: 'Cameras',
  previous: 'Previous camera',
  next: 'Next camera',
  show: (name) => `Show ${name}`,
  position: (at, of) => `${at} of ${of}`,
  picture: (name) => `${name}, last picture`,
};
