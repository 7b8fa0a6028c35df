// What is in the player's menu. Pages of it, so that it is short enough for a small player.

import type { ProtocolChoice } from '../media/delivery.ts';
import type { RenditionState } from '../server/api.ts';
import type { IconName } from './icons.ts';
import type { PlayerActions } from './player-actions.ts';
import type { PlayerRequest } from './player-properties.ts';
import { playerWords } from './player-words.ts';
import { renditionLabel } from './rendition-choice.ts';

export type MenuPage = 'main' | 'quality' | 'protocol' | 'keyboard';

export type MenuChoice =
  | { readonly kind: 'action'; readonly action: keyof PlayerActions }
  | { readonly kind: 'rendition'; readonly rendition: string }
  | { readonly kind: 'protocol'; readonly protocol: ProtocolChoice }
  | { readonly kind: 'request'; readonly request: PlayerRequest['kind'] }
  | { readonly kind: 'page'; readonly page: MenuPage };

export interface MenuItem {
  readonly label: string;
  readonly icon: IconName | null;
  /** What is chosen now, or the key that does the same. */
  readonly note: string;
  readonly role: 'menuitem' | 'menuitemradio' | 'menuitemcheckbox';
  readonly isChecked: boolean;
  readonly choice: MenuChoice;
  /** Where there is room, it is in the bar instead. */
  readonly inBar: 'never' | 'wide' | 'medium';
}

export interface MenuView {
  readonly hasAudio: boolean;
  readonly isMuted: boolean;
  readonly canSave: boolean;
  readonly canPicture: boolean;
  readonly canSnapshot: boolean;
  readonly hasStats: boolean;
  readonly mayChange: boolean;
  readonly isOff: boolean;
  readonly protocol: ProtocolChoice;
  readonly rendition: string;
  readonly current: RenditionState | null;
  readonly renditions: readonly RenditionState[];
}

const PROTOCOLS: readonly ProtocolChoice[] = ['auto', 'live', 'hls', 'dash'];

export function menuItems(page: MenuPage, view: MenuView): readonly MenuItem[] {
  switch (page) {
    case 'main':
      return [...doings(view), ...choices(view), ...requests(view)];
    case 'quality':
      return qualities(view);
    case 'protocol':
      return PROTOCOLS.map((protocol) =>
        item(
          playerWords().protocols[protocol],
          { kind: 'protocol', protocol },
          {
            role: 'menuitemradio',
            isChecked: protocol === view.protocol,
          },
        ),
      );
    case 'keyboard':
      return [];
    default:
      return page satisfies never;
  }
}

function doings(view: MenuView): MenuItem[] {
  const words = playerWords();
  const { hasAudio, isMuted, canSave, canPicture, canSnapshot } = view;
  const sound = item(isMuted ? words.soundOn : words.soundOff, action('toggleMute'), {
    icon: isMuted ? 'muted' : 'sound',
    note: 'M',
    inBar: 'medium',
  });
  return [
    ...(hasAudio ? [sound] : []),
    ...(canSnapshot
      ? [
          item(words.snapshot, action('takeSnapshot'), {
            icon: 'snapshot',
            note: 'S',
            inBar: 'wide',
          }),
        ]
      : []),
    ...(canSave ? [item(words.saveClip, action('saveClip'), { icon: 'clip', inBar: 'wide' })] : []),
    ...(canPicture
      ? [
          item(words.pictureInPicture, action('togglePicture'), {
            icon: 'picture',
            note: 'P',
            inBar: 'wide',
          }),
        ]
      : []),
  ];
}

function choices(view: MenuView): MenuItem[] {
  const words = playerWords();
  const { renditions, protocol, hasStats } = view;
  const quality = item(
    words.quality,
    { kind: 'page', page: 'quality' },
    {
      icon: 'quality',
      note: qualityNote(view),
    },
  );
  return [
    ...(renditions.length > 1 ? [quality] : []),
    item(
      words.protocol,
      { kind: 'page', page: 'protocol' },
      {
        icon: 'protocol',
        note: words.protocols[protocol],
      },
    ),
    item(words.stats, action('toggleStats'), {
      icon: 'stats',
      note: 'I',
      role: 'menuitemcheckbox',
      isChecked: hasStats,
    }),
    item(words.keyboard, { kind: 'page', page: 'keyboard' }, { icon: 'keyboard' }),
  ];
}

function requests({ mayChange, isOff }: MenuView): MenuItem[] {
  if (!mayChange) return [];
  const words = playerWords();
  const turn = isOff
    ? item(words.switchOn, { kind: 'request', request: 'start' }, { icon: 'power' })
    : item(words.switchOff, { kind: 'request', request: 'stop' }, { icon: 'power' });
  const restart = item(words.restart, { kind: 'request', request: 'restart' }, { icon: 'restart' });
  return isOff ? [turn] : [restart, turn];
}

function qualities({ rendition, renditions, current }: MenuView): MenuItem[] {
  const words = playerWords();
  const isAuto = !renditions.some(({ id }) => id === rendition);
  const now = isAuto && current !== null ? renditionLabel(current) : '';
  return [
    item(
      words.automatic,
      { kind: 'rendition', rendition: 'auto' },
      {
        role: 'menuitemradio',
        isChecked: isAuto,
        note: now,
      },
    ),
    ...renditions.map((each) =>
      item(
        renditionLabel(each),
        { kind: 'rendition', rendition: each.id },
        {
          role: 'menuitemradio',
          isChecked: each.id === rendition,
          note: each.bitrate_kbps === null ? '' : `${(each.bitrate_kbps / 1000).toFixed(1)} Mbit/s`,
        },
      ),
    ),
  ];
}

function qualityNote({ rendition, renditions }: MenuView): string {
  const chosen = renditions.find(({ id }) => id === rendition);
  return chosen === undefined ? playerWords().automatic : renditionLabel(chosen);
}

function action(name: keyof PlayerActions): MenuChoice {
  return { kind: 'action', action: name };
}

function item(label: string, choice: MenuChoice, more: Partial<MenuItem>): MenuItem {
  return {
    label,
    choice,
    icon: null,
    note: '',
    role: 'menuitem',
    isChecked: false,
    inBar: 'never',
    ...more,
  };
}
