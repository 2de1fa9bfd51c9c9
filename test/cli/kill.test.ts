/** The short form of `npm run soak -- kill`. */
import t from 'tap';
import { killImports, killServices } from '../../scripts/soak-kill.ts';
import { killCrawls } from '../../scripts/soak-kill-crawl.ts';

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

t.test('a crawl that is killed loses nothing, and the next one takes up at once what was left', async (t) => {
  const { faults, acknowledged, interrupted } = await killCrawls({ rounds: 2, repositories: 12, seed: 3 });
  t.same(faults, []);
  t.ok(interrupted > 0, `${interrupted} were killed at work`);
  t.ok(acknowledged > 0, `${acknowledged} were acknowledged`);
});
