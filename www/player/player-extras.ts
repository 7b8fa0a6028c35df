// What shows only when somebody points at the player. Loaded then.

import './player-menu.ts';
import './timeline.ts';
