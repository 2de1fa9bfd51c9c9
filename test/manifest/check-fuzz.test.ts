import t from 'tap';
import { faultIn } from '../../scripts/lib/fuzz-check.ts';
import { growManifests } from '../../scripts/lib/grow/grow.ts';
import { Random } from '../../scripts/lib/grow/random.ts';
import { mutated } from '../../scripts/lib/mutate.ts';
import { FULL } from './example.ts';

t.test('mutated manifests are judged soundly, soon, and by both readers alike', async (t) => {
  const random = new Random(20261122);
  const sources = [FULL, ...[...growManifests(10, 3)].map(({ yaml }) => yaml)];
  for (let n = 0; n < 600; n += 1) {
    const text = mutated(random, sources);
    const { fault } = faultIn(text);
    if (fault !== undefined) t.fail(fault, { text });
  }
  t.pass('600 texts');
});
