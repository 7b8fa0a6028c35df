#!/usr/bin/env node
// Tells how it was run: arguments, environment and standard input, as JSON on standard output.
import { text } from 'node:stream/consumers';

const input = await text(process.stdin);
const report = { args: process.argv.slice(2), environment: process.env, input };
process.stdout.write(`${JSON.stringify(report)}\n`);
