import { resolve } from 'node:path';
import { CodedError } from '../../kernel/errors.ts';
import { createLogs } from '../../logs/logs.ts';
import { baseOf, splitOrigin } from '../../logs/names.ts';
import { exportStatic } from '../../logs/static-export.ts';
import { withExisting } from '../catalogue.ts';
import { COULD_NOT, type Command, GOOD, printJson } from '../command.ts';
import { count, countOf } from '../text.ts';

export const command: Command = {
  name: 'export',
  summary: 'Writes the signed journal as files that a plain web server serves to other catalogues.',
  usage: 'alminding export [options]',
  details: [
    'The files have the addresses of the service: checkpoint, tiles, bundles, packs, bodies, keys (C2SP tlog-tiles). Other catalogues can mirror this one from them while no service runs. Written again into the same folder, only what is new is written, and bodies that are no longer current are taken away.',
  ],
  options: [{ flag: '--static DIR', description: 'Folder to write to; made where it is missing.' }],
  exits: [
    { code: GOOD, when: 'all files are on the disk' },
    { code: COULD_NOT, when: 'no head is signed yet, no DIR is given, or it cannot be written' },
  ],
  async run(context) {
    const { io, json, values } = context;
    if (typeof values.static !== 'string') throw new CodedError('invalid-parameter', '--static DIR is missing.');
    const folder = resolve(values.static);
    const { name, url } = context.config();
    const about = { name, publicUrl: url.replace(/\/+$/, '') };
    const done = await withExisting(context, 'export', async ({ store }) => {
      const logs = createLogs(store, () => ({ signing: false, reason: null }));
      const exported = await exportStatic(logs, store, folder, about);
      // An erasure finds the folder again.
      await store.putExport(folder, about.publicUrl);
      return exported;
    });
    if (json) printJson(io, { folder, ...done });
    else {
      const files = `${countOf(done.written, 'file')} written, ${count(done.kept)} unchanged, ${count(done.removed)} removed`;
      io.out(`${done.origin} with ${countOf(done.size, 'leaf', 'leaves')} is exported to ${folder}: ${files}.\n`);
      io.err(unfollowed(done.origin, about.publicUrl));
    }
    return GOOD;
  },
};

/** What stands in the way of whoever would follow these files: only what is named after its address can be pinned. */
function unfollowed(origin: string, url: string): string {
  if (url !== '' && splitOrigin(origin)?.base === baseOf(url)) return '';
  const first = url === '' ? 'set ALMINDING_URL to the address where these files will lie, ' : '';
  return `Nobody can follow it under this name yet: ${first}run \`alminding sign\`, and export again.\n`;
}
