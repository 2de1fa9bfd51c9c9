import { parentPort } from 'node:worker_threads';
import { judge } from './judge.ts';
import type { Submission } from './types.ts';

/** Reads one large source after the other, away from the serving thread. */
parentPort?.on('message', (submission: Submission) => parentPort?.postMessage(judge(submission)));
parentPort?.postMessage('ready');
