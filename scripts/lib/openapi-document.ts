import { readFile } from 'node:fs/promises';
import { createAccess } from '../../src/access/access.ts';
import { createHooks } from '../../src/access/hooks.ts';
import { createChecker } from '../../src/checking/checker.ts';
import { openFederation } from '../../src/compose-federation.ts';
import { toConfig } from '../../src/config.ts';
import { createDraftDesk } from '../../src/crawl/drafts.ts';
import { createSourceReader } from '../../src/crawl/report.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { createLogs } from '../../src/logs/logs.ts';
import { createNet } from '../../src/net/safe-fetch.ts';
import { createHookDesk } from '../../src/registry/deliver/hooks.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { openStore } from '../../src/store/sqlite/open.ts';
import { buildApp } from '../../src/web/app.ts';
import { ROOT } from './generated.ts';

/** The OpenAPI document of the service, asked of one that runs on an empty database in memory and hears nobody. */
/** Nothing is signed to describe an interface. */
const NO_KEY = { read: async () => null, make: () => Promise.reject(new Error('there is no key')) };

export async function openapiDocument(): Promise<object> {
  const { version } = JSON.parse(await readFile(new URL('package.json', ROOT), 'utf8')) as { version: string };
  const store = openStore({ folder: ':memory:', clock: systemClock, busyMs: 0, what: 'generate' });
  const registry = createRegistry({ store, clock: systemClock, serving: false });
  const config = { ...toConfig({ values: [], problems: [] }), pressureMs: 0, publicUrl: '' };
  const health = { version, writable: async () => true, loops: () => 'reader' as const };
  const logs = createLogs(store, () => ({ signing: false, reason: null }));
  const net = createNet();
  const checker = createChecker({ net });
  const crawl = createSourceReader(store);
  const nowhere = { fetch: () => Promise.reject(new Error('nobody is asked')) };
  const access = createAccess({
    ...{ store, registry, clock: systemClock, net: nowhere, publicUrl: '', issuers: '', admission: 'sources' },
    isAccepted: async () => false,
  });
  const hooks = createHooks({ store, clock: systemClock, secrets: '', onDue: () => undefined });
  const hookDesk = createHookDesk({ store, clock: systemClock, net, random: Math.random, key: NO_KEY });
  const federation = openFederation({ store, registry }, net);
  const drafts = createDraftDesk({ store, registry, clock: systemClock });
  const about = {
    ...{ federation, hooks, hookDesk, drafts },
    config,
    log: false as const,
    clock: systemClock,
    health,
    commands: async () => [],
    logs,
  };
  const app = await buildApp({ access, registry, checker, crawl, ...about });
  try {
    await app.ready();
    return app.swagger();
  } finally {
    await app.close();
    await checker.close();
    await net.close();
    await registry.close();
    await store.close();
  }
}
