/** What every backend of the storage port promises. `store` is one that other processes may be writing to. */
import type { Test } from 'tap';
import { access } from './contract/access.ts';
import { acts } from './contract/acts.ts';
import { clusters } from './contract/clusters.ts';
import { columns } from './contract/columns.ts';
import { crawling } from './contract/crawling.ts';
import { heads } from './contract/heads.ts';
import { keeping } from './contract/keeping.ts';
import { keptOnce } from './contract/kept-once.ts';
import { mirrors } from './contract/mirrors.ts';
import { past } from './contract/past.ts';
import { reading } from './contract/reading.ts';
import type { Opened } from './contract/subject.ts';

export async function contract(t: Test, name: string, open: (t: Test) => Promise<Opened>): Promise<void> {
  await t.test(name, async (t) => {
    const subject = await open(t);
    const parts = [acts, reading, keptOnce, past, clusters, columns, keeping, crawling, heads, access, mirrors];
    for (const part of parts) await part(t, subject);
  });
}
