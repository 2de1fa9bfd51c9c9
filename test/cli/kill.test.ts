/** The short form of `npm run soak -- kill`. */
import t from 'tap';
import { killImports, killServices } from '../../scripts/soak-kill.ts';

t.test('nothing acknowledged is lost when an import is killed', async (t) => {
  const { faults, acknowledged } = await killImports({ rounds: 2, manifests: 120, seed: 5 });
  t.same(faults, []);
  t.ok(acknowledged >= 120, `${acknowledged} were acknowledged`);
});

t.test('nothing acknowledged is lost when the service is killed', async (t) => {
  const { faults, acknowledged } = await killServices({ rounds: 1, manifests: 60, seed: 6 });
  t.same(faults, []);
  t.ok(acknowledged >= 60, `${acknowledged} were acknowledged`);
});
