/** The short forms of `npm run soak -- kill` and `-- ring`. */
import t from 'tap';
import { killImports, killServices } from '../../scripts/soak-kill.ts';
import { ring } from '../../scripts/soak-ring.ts';

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

t.test('I1 I3 I4 services that mirror each other come to have the same, whoever is killed meanwhile', async (t) => {
  const { faults, published, killed } = await ring({ services: 2, rounds: 2, seed: 7 });
  t.same(faults, []);
  t.ok(published > 0 && killed > 0, `${published} published, ${killed} killed`);
});
