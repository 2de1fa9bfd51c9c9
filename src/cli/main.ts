#!/usr/bin/env node
import { processIo } from './process-io.ts';
import { run } from './run.ts';

/** What still runs after a command has ended (a request that was cut off) is given up after this time. */
const LINGER_MS = 1_000;

// Left to end by itself, so that all that was written gets out.
process.exitCode = await run(process.argv.slice(2), processIo());
setTimeout(() => process.exit(), LINGER_MS).unref();
