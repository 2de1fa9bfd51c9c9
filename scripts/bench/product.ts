import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { serve } from '../../src/compose.ts';
import { toConfig } from '../../src/config.ts';
import { type Figure, overRuns } from './figure.ts';

const ADOPTIONS = 500;
const ASSESSMENTS = 20;
const RUNS = 30;
const WARM = 10;

/** The page of a product that 500 bodies use and that was assessed 20 times, and a page of its adopters, in processor time. */
export async function productBench(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'alminding-product-'));
  const defaults = toConfig({ values: [], problems: [] });
  writeFolder(join(folder, 'own'));
  const config = {
    ...defaults,
    crawlNamed: false,
    data: join(folder, 'data'),
    catalogue: join(folder, 'own'),
    port: 0,
    pressureMs: 0,
  };
  const served = await serve(config, { version: '0', commands: async () => [], log: pino({ level: 'silent' }) });
  try {
    const figures: Figure[] = [];
    for (const [what, path] of [
      [`page of a product with ${ADOPTIONS} adoptions, ${ASSESSMENTS} assessments`, '/en/software/agenda'],
      ['page of its adopters', '/en/software/agenda/adopters'],
    ] as const) {
      const took: number[] = [];
      for (let run = 0; run < WARM + RUNS; run += 1) {
        const before = process.cpuUsage();
        const answer = await fetch(`${served.url}${path}`);
        const text = await answer.text();
        const { user, system } = process.cpuUsage(before);
        if (!answer.ok || !text.includes('Agenda')) throw new Error(`${path}: ${answer.status}`);
        if (run >= WARM) took.push((user + system) / 1_000);
      }
      const target = path.endsWith('agenda') ? { target: { most: 20 } } : {};
      figures.push(overRuns({ bench: 'product', what, unit: 'ms', ...target, note: 'asking for it included' }, took));
    }
    return figures;
  } finally {
    await served.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeFolder(folder: string): void {
  const write = (kind: string, name: string, record: object): void => {
    mkdirSync(join(folder, kind), { recursive: true });
    writeFileSync(join(folder, kind, `${name}.json`), JSON.stringify(record));
  };
  const sources = [{ title: 'A list' }];
  const requirements = Array.from({ length: 40 }, (_, i) => ({
    id: `R${i}`,
    level: i < 20 ? '1' : '2',
    binding: 'mandatory',
  }));
  const scale = [
    { id: 'green', means: 'met' },
    { id: 'red', means: 'not-met' },
  ];
  const levels = [
    { id: '1', rank: 1 },
    { id: '2', rank: 2 },
  ];
  write('frameworks', 'steps', { name: 'Steps', version: '1', levels, scale, requirements });
  write('software', 'agenda', { name: 'Agenda', url: 'https://forge.example/agenda', licence: { spdx: 'EUPL-1.2' } });
  for (let i = 0; i < ADOPTIONS; i += 1) {
    const since = `20${10 + (i % 15)}`;
    const by = { organisationName: `Town number ${i}`, country: i % 2 === 0 ? 'DK' : 'BE' };
    write('adoptions', `adoption-${i}`, {
      software: 'software/agenda',
      ...by,
      state: 'production',
      evidence: 'claimed',
      since,
      sources,
    });
  }
  for (let i = 0; i < ASSESSMENTS; i += 1) {
    const ratings = requirements.map(({ id: requirement }, at) => ({
      requirement,
      rating: (at + i) % 5 === 0 ? 'red' : 'green',
    }));
    const about = {
      subject: 'software/agenda',
      framework: 'framework/steps',
      frameworkVersion: '1',
      type: 'secretariat',
    };
    write('assessments', `assessment-${i}`, { ...about, date: `20${10 + Math.floor(i / 2)}-0${1 + (i % 2)}`, ratings });
  }
}
