import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { type Figure, overRuns } from './figure.ts';

const RUNS = 5;
const HASHED_MIB = 64;
const SIGNATURES = 2_000;

/** How fast this machine is at two things that no code of ours touches: by them figures of two machines compare. */
export function calibrate(): Figure[] {
  const hashed = Array.from({ length: RUNS }, hashRate);
  const signed = Array.from({ length: RUNS }, signRate);
  return [
    overRuns({ bench: 'machine', what: 'SHA-256', unit: 'MB/s' }, hashed),
    overRuns({ bench: 'machine', what: 'Ed25519 signatures', unit: '/s' }, signed),
  ];
}

function hashRate(): number {
  const block = Buffer.alloc(1024 * 1024, 7);
  const start = performance.now();
  const hash = createHash('sha256');
  for (let i = 0; i < HASHED_MIB; i += 1) hash.update(block);
  hash.digest();
  return (HASHED_MIB * 1.048576) / ((performance.now() - start) / 1000);
}

function signRate(): number {
  const { privateKey } = generateKeyPairSync('ed25519');
  const message = Buffer.alloc(64, 1);
  const start = performance.now();
  for (let i = 0; i < SIGNATURES; i += 1) sign(null, message, privateKey);
  return SIGNATURES / ((performance.now() - start) / 1000);
}
