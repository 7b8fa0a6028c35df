// Home Assistant's list of cards to choose from.

import { cameraOfEntity } from './camera-entities.ts';
import { cardWords } from './card-words.ts';
import type { Hass } from './home-assistant.ts';

interface CustomCard {
  readonly type: string;
  readonly name: string;
  readonly description: string;
  readonly preview: boolean;
  readonly documentationURL: string;
  /** Since Home Assistant 2026.6: for an entity the user has picked. */
  getEntitySuggestion(hass: Hass, entityId: string): { readonly config: object } | null;
}

declare global {
  interface Window {
    customCards?: CustomCard[];
  }
}

export function offerCard(): void {
  window.customCards ??= [];
  window.customCards.push({
    type: 'oriel-card',
    name: 'Oriel',
    get description() {
      return cardWords().description;
    },
    preview: true,
    documentationURL: 'https://github.com/OWNER/oriel/blob/main/DOCS.md',
    getEntitySuggestion: (hass, entityId) => {
      const camera = cameraOfEntity(entityId, hass);
      return camera === null ? null : { config: { type: 'custom:oriel-card', camera } };
    },
  });
}
