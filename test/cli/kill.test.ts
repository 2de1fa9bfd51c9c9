/** The short form of `npm run soak -- kill`. */
import t from 'tap';
import { killImports, killServices } from '../../scripts/soak-kill.ts';

t.test('nothing acknowledged is lost when an import is killed', async (t) => {
  const { faults, acknowledged } = await killImports({ rounds: 3, manifests: 200, seed: 5 });
  t.same(faults, []);
  t.ok(acknowledged >= 64, `${acknowledged} were acknowledged`);
});

t.test('nothing acknowledged is lost when the service is killed', async (t) => {
  const { faults, acknowledged } = await killServices({ rounds: 2, manifests: 60, seed: 6 });
  t.same(faults, []);
  t.ok(acknowledged > 0, `${acknowledged} were acknowledged`);
});
