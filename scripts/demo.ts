/**
 * `npm run demo`: OS2, PloneGov and Lombardy as three catalogues on loopback, each of which owns its folder of `catalogue/` and
 * mirrors the two others. Open any of them: all records are there, each with its origin. Ctrl-C ends it; nothing is kept.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { COMMANDS } from '../src/cli/all-commands.ts';
import { openCatalogue, type Served, serve } from '../src/compose.ts';
import { openNet, transportOver } from '../src/compose-federation.ts';
import { type Configuration, toConfig } from '../src/config.ts';
import { lookAt, pin } from '../src/federation/peers.ts';
import { wordsOf } from '../src/federation/pins.ts';
import { systemClock } from '../src/kernel/clock.ts';
import { currentKeys } from '../src/logs/control.ts';

interface Network {
  name: string;
  /** Folders of `catalogue/` that it owns here; the Danish bodies that OS2's records refer to are in `shared`. */
  folders: string[];
  port: number;
}

const FIRST_PORT = Number(process.argv[2] ?? 4011);
const NETWORKS: Network[] = [
  { name: 'OS2', folders: ['shared', 'os2'], port: FIRST_PORT },
  { name: 'PloneGov', folders: ['plonegov'], port: FIRST_PORT + 1 },
  { name: 'Lombardy', folders: ['lombardy'], port: FIRST_PORT + 2 },
];
const urlOf = ({ port }: Network): string => `http://127.0.0.1:${port}`;
const catalogue = fileURLToPath(new URL('catalogue/', import.meta.resolve('#root/package.json')));
const folder = await mkdtemp(join(tmpdir(), 'alminding-demo-'));

async function configure(network: Network): Promise<Configuration> {
  const own = join(folder, network.name, 'catalogue');
  for (const name of network.folders) await cp(join(catalogue, name), own, { recursive: true });
  return {
    ...toConfig({ values: [], problems: [] }),
    ...{
      data: join(folder, network.name, 'data'),
      catalogue: own,
      builtIn: false,
      crawlNamed: false,
      name: network.name,
    },
    ...{ host: '127.0.0.1', port: network.port, url: urlOf(network) },
    netExceptions: NETWORKS.map((one) => `${urlOf(one)}=127.0.0.0/8`).join(','),
  };
}

/** Here one hand owns all three, so it reads the words of each in its own data, as its people would. */
async function wordsIn(config: Configuration): Promise<string> {
  const { store, close } = openCatalogue(config, { what: '' });
  const keys = await currentKeys(store);
  await close();
  if (keys === null) throw new Error(`${config.name} has no keys.`);
  return wordsOf(keys);
}

async function pinOthers(config: Configuration, all: Configuration[]): Promise<void> {
  const net = openNet(config);
  const { store, close } = openCatalogue(config, { what: '' });
  const deps = { store, clock: systemClock, transport: transportOver(net) };
  for (const other of all.filter(({ url }) => url !== config.url)) {
    const candidate = await lookAt(deps, other.url);
    await pin(deps, candidate, { words: await wordsIn(other), name: other.name });
    console.log(`${config.name} has pinned ${other.name}: ${candidate.words}`);
  }
  await close();
  await net.close();
}

const configs = await Promise.all(NETWORKS.map(configure));
const services: Served[] = [];
const log = pino({ level: 'warn' }, pino.destination({ dest: 2, sync: false }));
for (const config of configs) {
  services.push(await serve(config, { version: 'demo', commands: async () => COMMANDS, log }));
  console.log(`${config.name}: ${config.url}`);
}
for (const config of configs) await pinOthers(config, configs);
console.log('Within some seconds each shows the records of all three. Ctrl-C ends it.');
await new Promise((resolve) => {
  process.once('SIGINT', resolve);
  process.once('SIGTERM', resolve);
});
for (const service of services) await service.close();
await rm(folder, { recursive: true, force: true });
