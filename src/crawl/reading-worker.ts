import { parentPort } from 'node:worker_threads';
import { licenceTexts } from '../licence/identify.ts';
import { readJob, type ToRead } from './read-job.ts';

// Made before the first job: it takes some seconds.
const texts = await licenceTexts();

/** Reads one repository after the other, away from the serving thread. */
parentPort?.on('message', (job: ToRead) => parentPort?.postMessage(readJob(job, texts)));
parentPort?.postMessage('ready');
