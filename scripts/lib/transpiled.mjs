// Given to tests by `node-arg` in .taprc: modules that `transpile.ts` has transpiled before are not transpiled again by
// each of two hundred test processes. Whatever is not there, or has changed since, goes the usual way.
import { register } from 'node:module';

register('./transpiled-hooks.mjs', import.meta.url);
