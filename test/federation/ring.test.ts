/** The short form of `npm run soak -- ring`: real processes. */
import t from 'tap';
import { ring } from '../../scripts/soak-ring.ts';

t.test('I1 I3 I4 services that mirror each other come to have the same, whoever is killed meanwhile', async (t) => {
  const { faults, published, killed, cut } = await ring({ services: 2, rounds: 2, seed: 2 });
  t.same(faults, []);
  t.ok(published > 0 && killed > 0 && cut > 0, `${published} published, ${killed} killed, ${cut} cut off`);
});
