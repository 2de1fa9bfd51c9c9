import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { type Access, createAccess } from '../../src/access/access.ts';
import { createHooks } from '../../src/access/hooks.ts';
import { type Checker, createChecker } from '../../src/checking/checker.ts';
import { openFederation } from '../../src/compose-federation.ts';
import { toConfig } from '../../src/config.ts';
import { createDraftDesk } from '../../src/crawl/drafts.ts';
import { createSourceReader } from '../../src/crawl/report.ts';
import type { SignerKey } from '../../src/journal/key.ts';
import { createLogs } from '../../src/logs/logs.ts';
import { createNet, type NetOptions } from '../../src/net/safe-fetch.ts';
import type { Kind } from '../../src/records/kinds.ts';
import { createHookDesk, type HookDesk } from '../../src/registry/deliver/hooks.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import type { Published, Registry } from '../../src/registry/types.ts';
import type { Store } from '../../src/store/port.ts';
import { openStore } from '../../src/store/sqlite/open.ts';
import { buildApp } from '../../src/web/app.ts';
import type { AppDeps, Health, WebConfig } from '../../src/web/deps.ts';
import { documented } from './documented.ts';
import { sealKey } from './seal-key.ts';

export const TOKEN = 'operator-token-of-the-tests';
export const AUTHORISED = { authorization: `Bearer ${TOKEN}` };

/** What a test ends with; tap's `t` is one. */
interface Ends {
  teardown(act: () => unknown): void;
}

export interface TestApp {
  app: FastifyInstance;
  registry: Registry;
  checker: Checker;
  access: Access;
  hookDesk: HookDesk;
  store: Store;
  folder: string;
  clock: { time: number };
  /** Asks without a socket; throws when the answer is not as the OpenAPI document says. */
  ask(options: InjectOptions | string): Promise<LightMyRequestResponse>;
  /** Publishes over HTTP with the token. */
  post(content: string | Buffer | object, more?: { type?: string; query?: string }): Promise<LightMyRequestResponse>;
  /** Publishes a built-in record, as the folders that ship with the program are loaded. */
  builtIn(kind: Kind, slug: string, record: object): Promise<Published>;
}

export interface AppOptions extends Partial<WebConfig> {
  health?: Partial<Health>;
  log?: AppDeps['log'];
  sources?: NonNullable<AppDeps['sources']>;
  /** With this key the logs of others are cosigned. */
  witness?: SignerKey;
  /** Sources that are not quick are read in a worker, as in the service; it takes seconds to start in a test. */
  aside?: boolean;
  /** Beginnings of addresses of repositories whose new entries are listed at once. */
  accepted?: string[];
  /** Told which sources a webhook made due. */
  onDue?: (ids: string[]) => void;
  /** How others are asked; by default no private address is. */
  net?: NetOptions;
}

/** The whole service over a database in a folder of its own; everything is closed and removed when the test ends. */
export async function openApp(
  t: Ends,
  {
    health,
    log = false,
    sources = [],
    aside = false,
    witness,
    net: door = {},
    accepted = [],
    onDue = () => undefined,
    ...settings
  }: AppOptions = {},
): Promise<TestApp> {
  const folder = mkdtempSync(join(tmpdir(), 'alminding-web-'));
  const clock = { time: Date.UTC(2026, 10, 22, 10) };
  const store = openStore({ folder, clock: { now: () => clock.time }, busyMs: 100, what: 'test' });
  const registry = createRegistry({ store, clock: { now: () => clock.time }, serving: aside });
  const config = {
    ...toConfig({ values: [], problems: [] }),
    ...{ publicUrl: 'http://catalogue.test', token: TOKEN, pressureMs: 0, ...settings },
  };
  const watch: Health = { version: '0.1.0', writable: async () => true, loops: () => 'holder', ...health };
  const net = createNet(door);
  const checker = createChecker({ net });
  const now = { now: () => clock.time };
  const { issuers, admission, publicUrl } = config;
  const access = createAccess({
    ...{ store, registry, clock: now, net, publicUrl, issuers, admission },
    isAccepted: async (address) => accepted.some((source) => address.startsWith(source)),
  });
  const hookDesk = createHookDesk({ store, clock: now, net, random: () => 0.5, key: sealKey() });
  const app = await buildApp({
    access,
    hooks: createHooks({ store, clock: now, secrets: config.hookSecrets, onDue }),
    drafts: createDraftDesk({ store, registry, clock: now }),
    hookDesk,
    checker,
    registry,
    crawl: createSourceReader(store),
    config,
    log,
    clock: { now: () => clock.time },
    health: watch,
    commands: async () => [],
    logs: createLogs(store, () => ({ signing: true, reason: null }), {
      clock: { now: () => clock.time },
      key: async () => witness ?? null,
    }),
    sources,
    federation: openFederation({ store, registry }, net),
  });
  t.teardown(async () => {
    await app.close();
    await checker.close();
    await net.close();
    await registry.close();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await app.ready();
  const ask = async (options: InjectOptions | string): Promise<LightMyRequestResponse> => {
    const request = typeof options === 'string' ? { url: options } : options;
    const response = await app.inject(request);
    documented(app, request, response);
    return response;
  };
  return {
    ...{ access, app, hookDesk, registry, checker, store, folder, clock, ask },
    post: (content, { type, query = '' } = {}) => {
      const text = typeof content === 'string' || Buffer.isBuffer(content);
      const headers = { ...AUTHORISED, 'content-type': type ?? (text ? 'application/yaml' : 'application/json') };
      const payload = text ? content : JSON.stringify(content);
      return ask({ method: 'POST', url: `/api/v1/publish${query}`, headers, payload });
    },
    builtIn: (kind, slug, record) =>
      registry.publish({
        ...{ kind, slug, mediaType: 'application/json', origin: 'built-in' },
        bytes: Buffer.from(JSON.stringify(record)),
        provenance: { by: 'folder', file: `${kind}/${slug}.json` },
      }),
  };
}
