// What the card's shell shares with the parts it loads later. The build lets each of those import all of it, though it is
// there by then: the bundler makes one file of what the same parts need, and a dozen tiny ones of what some need and others
// do not.

import 'lit';
import '../player/sleep.ts';
import '../player/still.ts';
import '../server/api.ts';
import '../words/catalog.ts';
import '../words/wording.ts';
import './card-choices.ts';
import './card-words.ts';
import './home-assistant.ts';
import './icons.ts';
