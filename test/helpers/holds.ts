import fc from 'fast-check';
import type { Test } from 'tap';

/** One assertion that a property holds; where it does not, the counterexample and the seed are in the diagnostics. */
export function holds<Ts>(t: Pick<Test, 'pass' | 'fail'>, property: fc.IProperty<Ts>, numRuns = 100): void {
  const details = fc.check(property, { numRuns });
  if (details.failed) t.fail('a counterexample was found', { report: fc.defaultReportMessage(details) });
  else t.pass(`held in ${details.numRuns} runs`);
}
