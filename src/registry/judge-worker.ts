import { parentPort } from 'node:worker_threads';
import { judge } from './judge.ts';
import type { Submission } from './types.ts';

/** Made and thrown away before the first source: what is loaded and compiled on first use is not its fault. */
for (const [mediaType, text] of [
  ['application/yaml', 'publiccodeYmlVersion: "0"\nlegal: {license: MIT}\ndescription: {en: {}}\n'],
  ['application/json', '{"name": "x"}'],
] as const) {
  judge({ kind: 'software', bytes: Buffer.from(text), mediaType, provenance: { by: 'import', file: 'x' } });
}

/** Reads one large source after the other, away from the serving thread. */
parentPort?.on('message', (submission: Submission) => parentPort?.postMessage(judge(submission)));
parentPort?.postMessage('ready');
