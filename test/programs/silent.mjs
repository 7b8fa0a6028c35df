#!/usr/bin/env node
// An ffmpeg that hangs: it says nothing and writes nothing.
setInterval(() => {}, 60_000);
