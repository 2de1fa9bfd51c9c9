// Given to a run of the simulation by `plant.ts`, and to nothing else: one module is loaded with a mistake in it.
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) register(import.meta.url, { data: JSON.parse(process.env.PLANTED_MODULE) });

let planted;

export function initialize(data) {
  planted = data;
}

export const load = (url, context, next) =>
  url === planted.url ? { format: 'module', source: planted.source, shortCircuit: true } : next(url, context);
