/** What a hostile catalogue may do wrong: the roles of the protocol's design, for tests over sockets and in memory. */
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { TestLog } from '../helpers/test-log.ts';
import { type HostileServer, honestAnswer, type Role } from './hostile-server.ts';

const MIB = 2 ** 20;
export const fill = (count: number) => (log: TestLog) => {
  for (let i = 0; i < count; i += 1) log.put(`software/s${i}`, { name: `Product ${i}` });
};
export const honest = (): Role => () => undefined;

/** Two histories of the same size, in turn. */
export const equivocator = ({ log, url }: HostileServer): Role => {
  const third = new TestLog(new URL(url).host);
  for (let i = 1; i < log.size; i += 1) third.put(`software/t${i}`);
  let heads = 0;
  return (path) => {
    if (path.startsWith('/heads')) heads += 1;
    if (heads < 2) return undefined;
    return path.includes('delta') ? { status: 409, bytes: `${log.size}\n` } : honestAnswer(third, path);
  };
};

/** Shows an older head than before, again and again. */
export const rewinder = ({ log }: HostileServer): Role => {
  let asked = 0;
  return (path) => {
    asked += 1;
    return asked > 5 ? honestAnswer(log, path, 3) : undefined;
  };
};

/** Passes on the log of somebody else, with leaves that nobody signed. */
export const forger =
  (of: HostileServer) =>
  ({ log }: HostileServer): Role => {
    const forged = new TestLog(new URL(of.url).host, 'another key');
    fill(40)(forged);
    return (path) => {
      const own = honestAnswer(log, path);
      if (path.startsWith('/heads')) return { bytes: [own.bytes, honestAnswer(forged, path).bytes].sort().join('') };
      return path.startsWith('/mirror/') || (path.includes('/delta') && !path.includes('from=6'))
        ? honestAnswer(forged, path)
        : undefined;
    };
  };

export const withholder = (): Role => (path) =>
  /pack|blob|delta/.test(path) ? { status: path.includes('delta') ? 409 : 404, bytes: '9' } : undefined;

/** Small answers that grow without end when they are inflated, and large ones. */
export const bomb = (): Role => {
  const packed = gzipSync(Buffer.alloc(64 * MIB));
  return (path) => {
    if (path.includes('delta')) return { bytes: packed };
    return path.includes('checkpoint') ? { bytes: randomBytes(8 * MIB) } : undefined;
  };
};

/** Bodies that are not those of their leaves, no records, too deep, with keys that poison objects. */
export const poisoned = (log: TestLog): void => {
  log.put('software/good', { name: 'Good' });
  log.putBody(
    'software/other',
    Buffer.from(JSON.stringify({ kind: 'software', id: 'software/else', record: { name: 'No' } })),
  );
  log.putBody('software/deep', Buffer.from(`${'['.repeat(5_000)}${']'.repeat(5_000)}`));
  log.putBody(
    'software/proto',
    Buffer.from('{"kind":"software","id":"software/proto","record":{"__proto__":{"name":"No"}}}'),
  );
  log.putBody('software/script', log.bodyOf('software/script', { name: '<script>alert(1)</script>' }));
  log.put('software/swapped', { name: 'Swapped' });
};
export const poisoner = (): Role => (path, honestly) => {
  const given = honestly();
  return path.includes('delta') ? undefined : given;
};

/** Grows by far more than was approved. */
export const flooding = fill(1_500);
