import { Router } from 'express';
import { RequestError } from '../errors.ts';
import { requireTrustedCaller } from './access.ts';
import { allowMethods } from './headers.ts';

/** What became of the card and the camera entities there. */
export interface HomeAssistantView {
  readonly status: object;
}

/** For those who may change something: it says what there is to mend. */
export function createHomeAssistantRouter(homeAssistant: HomeAssistantView | null): Router {
  const router = Router();
  const path = '/api/home-assistant';
  router.all(path, allowMethods('GET'));
  router.get(path, requireTrustedCaller, (_req, res) => {
    if (!homeAssistant) {
      throw new RequestError(404, 'not_found', 'Home Assistant did not start Oriel');
    }
    res.set('Cache-Control', 'no-store').json(homeAssistant.status);
  });
  return router;
}
