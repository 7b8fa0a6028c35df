// A bridge in a process of its own: `node mqtt-connection.ts PORT CLIENT_ID`.

import { createLog } from '../../src/log.ts';
import { MqttConnection } from '../../src/mqtt/connection.ts';

const [port, clientId = 'child'] = process.argv.slice(2);
await MqttConnection.start({
  broker: {
    host: '127.0.0.1',
    port: Number(port),
    tls: false,
    reject_unauthorized: true,
    username: 'oriel',
    password: 'hunter2-canary',
  },
  clientId,
  stateTopic: 'oriel/bridge/state',
  commandFilters: ['oriel/bridge/request/#'],
  log: createLog({ level: 'trace', format: 'json' }),
  onConnect: () => {},
  onMessage: () => {},
});
