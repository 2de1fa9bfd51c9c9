import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { findChromium } from '../../scripts/lib/chromium.ts';

t.test('A browser is found by CHROMIUM_PATH, else in the folders of PATH', async (t) => {
  const folder = t.testdir({ mine: '', bin: { 'google-chrome': '' } });
  const mine = join(folder, 'mine');
  const chrome = join(folder, 'bin', 'google-chrome');
  await chmod(chrome, 0o755);

  t.equal(findChromium({ PATH: join(folder, 'bin') }), chrome);
  t.equal(findChromium({ CHROMIUM_PATH: mine, PATH: join(folder, 'bin') }), undefined, 'a wish is never overruled');
  await chmod(mine, 0o755);
  t.equal(findChromium({ CHROMIUM_PATH: mine, PATH: join(folder, 'bin') }), mine);
});
