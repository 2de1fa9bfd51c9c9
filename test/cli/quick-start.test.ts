import { readFileSync } from 'node:fs';
import t from 'tap';

const IMPORT = /^(?:import|export)\s(?!type\b)(?:[^'";]*?\sfrom\s)?'([^']+)'/gm;

/** Every file and package that is loaded with this one, types left out; what is imported when it is needed is not. */
function loadedWith(file: URL, seen = new Set<string>()): Set<string> {
  if (seen.has(file.href)) return seen;
  seen.add(file.href);
  if (!file.pathname.endsWith('.ts')) return seen;
  for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
    if (name.startsWith('.')) loadedWith(new URL(name, file), seen);
    else seen.add(name);
  }
  return seen;
}

t.test('check loads the validator and no more: neither schemas nor the database', async (t) => {
  for (const entry of ['main.ts', 'commands/check.ts', 'commands/migrate.ts']) {
    const loaded = [...loadedWith(new URL(`../../src/cli/${entry}`, import.meta.url))];
    const packages = loaded.filter((name) => !name.startsWith('file:') && !name.startsWith('node:'));
    const allowed = /^(?:yaml|spdx-expression-parse|spdx-license-ids|language-subtag-registry|iso-3166)(?:\/|$)/;
    t.same(
      packages.filter((name) => !allowed.test(name)),
      [],
      entry,
    );
    t.same(
      loaded.filter((name) => /schemas\.gen|\/compose\.ts|\/config\.ts|\/store\//.test(name)),
      [],
      entry,
    );
  }
});
