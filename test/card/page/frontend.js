// Stands in for Home Assistant's frontend, as far as a card meets it: its connection, `hass`, views, dialogs, actions.

const query = new URLSearchParams(location.search);

/** As home-assistant-js-websocket: commands wait while it reconnects; events `ready` and `disconnected`. */
class Connection extends EventTarget {
  #socket = null;
  #nextId = 1;
  #open = new Map();
  #queue = [];
  isConnected = false;

  connect() {
    const socket = new WebSocket(`ws://${location.host}/api/websocket`);
    this.#socket = socket;
    return new Promise((resolve) => {
      socket.addEventListener('message', ({ data }) => {
        const message = JSON.parse(data);
        if (message.type === 'auth_required') {
          socket.send(JSON.stringify({ type: 'auth', access_token: query.get('user') ?? 'anna' }));
        } else if (message.type === 'auth_ok') {
          this.isConnected = true;
          for (const act of this.#queue.splice(0)) act();
          this.dispatchEvent(new Event('ready'));
          resolve();
        } else if (message.type === 'result') {
          const { resolve: done, reject } = this.#open.get(message.id) ?? {};
          this.#open.delete(message.id);
          if (message.success) done?.(message.result);
          else reject?.(message.error);
        }
      });
      socket.addEventListener('close', () => {
        if (this.#socket !== socket) return;
        const wasConnected = this.isConnected;
        this.isConnected = false;
        for (const { reject } of this.#open.values()) reject(3);
        this.#open.clear();
        if (wasConnected) this.dispatchEvent(new Event('disconnected'));
        setTimeout(() => void this.connect().then(resolve), 1000);
      });
    });
  }

  send(message) {
    return new Promise((resolve, reject) => {
      const act = () => {
        const id = this.#nextId++;
        this.#open.set(id, { resolve, reject });
        this.#socket.send(JSON.stringify({ id, ...message }));
      };
      if (this.isConnected) act();
      else this.#queue.push(act);
    });
  }
}

const connection = new Connection();
const isAdmin = (query.get('user') ?? 'anna') === 'anna';
/** What cards asked to be done. */
const calls = [];
const actions = [];

let hass = {
  states: {},
  entities: {},
  devices: {},
  panels: {},
  user: { id: isAdmin ? '1a'.repeat(16) : '2b'.repeat(16), is_admin: isAdmin },
  language: query.get('language') ?? 'en',
  locale: { language: query.get('language') ?? 'en' },
  connection,
  connected: false,
  themes: { darkMode: false },
  hassUrl: (path = '') => new URL(path, location.origin).toString(),
  callWS: (message) => connection.send(message),
  callService: async (domain, service, data) => void calls.push({ domain, service, data }),
  localize: () => '',
};

function changeHass(change) {
  hass = { ...hass, ...change };
  for (const card of document.querySelectorAll('hui-card')) card.hass = hass;
}
connection.addEventListener('ready', () => changeHass({ connected: true }));
connection.addEventListener('disconnected', () => changeHass({ connected: false }));

if (query.get('ha-card') !== 'none') {
  customElements.define(
    'ha-card',
    class extends HTMLElement {
      constructor() {
        super();
        this.attachShadow({ mode: 'open' }).innerHTML = `<style>
          :host {
            background: var(--ha-card-background, var(--card-background-color, white));
            backdrop-filter: var(--ha-card-backdrop-filter, none);
            box-shadow: var(--ha-card-box-shadow, none);
            box-sizing: border-box;
            border-radius: var(--ha-card-border-radius, var(--ha-border-radius-lg));
            border: var(--ha-card-border-width, 1px) solid var(--ha-card-border-color, var(--divider-color, #e0e0e0));
            color: var(--primary-text-color);
            display: block;
            transition: all 0.3s ease-out;
            position: relative;
          }
        </style><slot></slot>`;
      }
    },
  );
}

/** Makes a card of a configuration, and an error card of one that it does not take. */
class HuiCard extends HTMLElement {
  #card = null;
  layout;

  load(config, layout) {
    this.replaceChildren();
    try {
      const tag = config.type.replace('custom:', '');
      if (!customElements.get(tag)) throw new Error(`Custom element doesn't exist: ${tag}`);
      this.#card = document.createElement(tag);
      this.#card.setConfig(config);
    } catch (error) {
      this.#card = document.createElement('hui-error-card');
      this.#card.textContent = error.message;
    }
    this.#card.layout = layout;
    this.#card.hass = hass;
    this.append(this.#card);
  }

  set hass(value) {
    if (this.#card) this.#card.hass = value;
  }

  get card() {
    return this.#card;
  }
}
customElements.define('hui-card', HuiCard);
customElements.define('hui-view', class extends HTMLElement {});
customElements.define('hui-error-card', class extends HTMLElement {});

function makeView({ type = 'sections', cards, wide = false }) {
  const view = document.createElement('hui-view');
  view.className = type;
  view.classList.toggle('wide', wide);
  const section = document.createElement('div');
  section.className = type === 'sections' ? 'section' : '';
  for (const config of cards) {
    const card = document.createElement('hui-card');
    card.load(config, type === 'sections' ? 'grid' : type === 'panel' ? 'panel' : undefined);
    if (type !== 'sections') {
      view.append(card);
      continue;
    }
    const { columns, rows } = { ...card.card.getGridOptions?.(), ...config.grid_options };
    const place = document.createElement('div');
    place.className = 'card';
    place.style.setProperty('--column-size', columns === 'full' ? 12 : (columns ?? 12));
    if (typeof rows === 'number') {
      place.classList.add('fit-rows');
      place.style.setProperty('--row-size', rows);
    }
    place.append(card);
    section.append(place);
  }
  if (type === 'sections') view.append(section);
  return view;
}

const main = document.querySelector('#view');
const tabs = document.querySelector('#tabs');
/** Views that were shown stay in memory, outside the page. */
let cached = [];
let views = [];

function show(index) {
  cached[index] ??= makeView(views[index]);
  main.replaceChildren(cached[index]);
  changeHass({});
}

function open(wanted) {
  views = wanted;
  cached = [];
  tabs.replaceChildren(
    ...views.map(({ title = 'View' }, index) => {
      const tab = document.createElement('button');
      tab.textContent = `${title} ${index + 1}`;
      tab.addEventListener('click', () => show(index));
      return tab;
    }),
  );
  show(0);
}

function openDialog() {
  const dialog = document.createElement('dialog');
  dialog.textContent = 'More info';
  document.body.append(dialog);
  dialog.showModal();
  dialog.addEventListener('close', () => dialog.remove());
  return dialog;
}

document.body.addEventListener('hass-action', ({ detail }) => actions.push(detail));

const slug = query.get('app') ?? 'a1b2c3d4_oriel';
const resource = `/local/oriel/oriel-card.js?v=1${slug === '' ? '' : `&app=${slug}`}`;
await connection.connect();
changeHass({ connected: true });
await import(resource);
globalThis.dashboard = {
  open,
  show,
  openDialog,
  closeDialog: () => document.querySelector('dialog')?.close(),
  changeHass,
  setTheme: (theme) => {
    document.documentElement.dataset.theme = theme;
    changeHass({ themes: { darkMode: theme === 'dark' } });
  },
  get hass() {
    return hass;
  },
  calls,
  actions,
  resource,
};
