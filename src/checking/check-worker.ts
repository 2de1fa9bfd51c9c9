import { parentPort } from 'node:worker_threads';
import { type CheckJob, checkText } from './check-text.ts';

/** What is loaded and compiled on first use is not the first text's fault. */
const WARM = 'publiccodeYmlVersion: 0.2\nlegal: {license: mit}\ndescription: {eng: {}}\ndevelopmentStatus: stabel\n';
checkText({ file: 'publiccode.yml', bytes: Buffer.from(WARM), fix: true });

/** Checks one text after the other, away from the serving thread. */
parentPort?.on('message', (job: CheckJob) => parentPort?.postMessage(checkText(job)));
parentPort?.postMessage('ready');
