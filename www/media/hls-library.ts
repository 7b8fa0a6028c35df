// hls.js by its class's own name, which its types give as the default export only.

export { default as Hls, ErrorDetails, Events } from 'hls.js';
export type { ErrorData, HlsConfig } from 'hls.js';
