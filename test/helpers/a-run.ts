import type { Run } from '../../src/writers/run.ts';

/** A run of an invented repository, as its issuer would vouch for it. */
export const aRun = (change: Partial<Run> = {}): Run => ({
  issuer: 'https://token.actions.githubusercontent.com',
  forge: 'github.com',
  repository: '4711',
  owner: '42',
  address: 'https://github.com/town/town-hall',
  commit: 'c'.repeat(40),
  ref: 'refs/heads/main',
  isProtected: null,
  event: 'push',
  workflow: '.github/workflows/publish.yml',
  environment: null,
  ...change,
});
