/**
 * `node --import=@tapjs/typescript/import scripts/keep-database.ts`: writes `test/vectors/db/<version>.db.gz`, a small
 * database of this version of the program with something in every table. Run once for each release, before the next change
 * of the schema; `test/store/released.test.ts` opens them all for ever.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { systemClock } from '../src/kernel/clock.ts';
import { newSalt } from '../src/kernel/digest.ts';
import { createSigner } from '../src/logs/loop.ts';
import { createRegistry } from '../src/registry/registry.ts';
import { PROJECTION } from '../src/registry/reindex.ts';
import type { Submission } from '../src/registry/types.ts';
import { openStore } from '../src/store/sqlite/open.ts';
import { manifestOf } from '../test/helpers/manifest.ts';
import { publishRich } from '../test/helpers/rich-records.ts';

const root = fileURLToPath(new URL('.', import.meta.resolve('#root/package.json')));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const folder = mkdtempSync(join(tmpdir(), 'alminding-keep-'));
const store = openStore({ folder, clock: systemClock, busyMs: 100, what: 'keep-database', bulk: true });
const registry = createRegistry({ store, clock: systemClock, serving: false });

const pushed = (yaml: string): Submission => ({
  ...{ kind: 'software', bytes: Buffer.from(yaml), mediaType: 'application/yaml' },
  provenance: { by: 'push', actor: 'operator' },
});

try {
  await publishRich({ registry });
  // With contacts, in three versions; one that was withdrawn and came again; one that is hidden; one of another origin.
  for (const lines of ['', 'usedBy:\n  - Town of Examples\n', 'usedBy:\n  - Village of Examples\n'])
    await registry.publish(pushed(manifestOf('Minutes', 'https://example.org/code/minutes', lines)));
  await registry.publish(pushed(manifestOf('Agendas', 'https://example.org/code/agendas')));
  await registry.withdraw('software', 'agendas', 'duplicate');
  await registry.publish(pushed(manifestOf('Agendas', 'https://example.org/code/agendas')));
  const left: Submission = {
    ...{ kind: 'software', slug: 'left', mediaType: 'application/yaml', bytes: Buffer.from('name: Left\n') },
    provenance: { by: 'folder', file: 'software/left.yml' },
  };
  await registry.publish(left);
  await registry.hide({ key: { origin: 0, kind: 'software', slug: 'left' }, source: 'folder:software/left.yml' });
  await registry.publish({ ...left, slug: 'shipped', origin: 'built-in', bytes: Buffer.from('name: Shipped\n') });
  await store.putFiles([
    {
      ...{ folder: 'own', file: 'software/broken.yml', digest: 'x', entry: null, missingSince: null },
      problems: JSON.stringify([{ rule: 'required', severity: 'error', pointer: '/name', message: 'It is missing.' }]),
    },
  ]);
  await store.setDerivedVersion(PROJECTION);
  const fence = await store.lease('loops', 'keep-database', 1_000);
  const signer = createSigner({
    ...{ store, clock: systemClock, data: folder, publicUrl: 'https://catalogue.example', salt: newSalt },
    ...{ fence: () => fence, everyMs: 60_000 },
    report: (error) => {
      throw error;
    },
  });
  await signer.sign();
  await signer.end();
  await store.backup(join(folder, 'kept.db'));
  mkdirSync(join(root, 'test/vectors/db'), { recursive: true });
  const file = join(root, `test/vectors/db/${version}.db.gz`);
  writeFileSync(file, gzipSync(readFileSync(join(folder, 'kept.db')), { level: 9 }));
  console.log(`${file}: ${readFileSync(file).byteLength} bytes`);
} finally {
  await registry.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
}
