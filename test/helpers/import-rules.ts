import { dirname, join } from 'node:path/posix';
import { type Import, importsOf, parse } from './source-file.ts';

/** What a room may take from elsewhere. */
export interface Room {
  name: string;
  /** Files of the room. The first room of the list that matches is a file's room. */
  files: RegExp;
  /** Rooms whose values and types it may import; its own it always may. */
  values: readonly string[] | 'any';
  /** Rooms of which it may import types. */
  types: readonly string[];
  /** Packages, a trailing `*` for all that begin so. */
  npm: readonly string[];
  /** Modules of Node. */
  node: readonly string[] | 'any';
}

/** Node's ways out to the network and to other programs: only for a room that lists them by name. */
const WAYS_OUT = ['child_process', 'dgram', 'dns', 'dns/promises', 'http', 'http2', 'https', 'net', 'tls'];

export interface Source {
  path: string;
  text: string;
}

export const roomOf = (path: string, rooms: readonly Room[]): Room | undefined =>
  rooms.find(({ files }) => files.test(path));

/** Every import of the files that the table does not allow, as a sentence with file, room and what was imported. */
export function forbiddenImports(sources: Source[], rooms: readonly Room[]): string[] {
  return sources.flatMap(({ path, text }) => {
    const room = roomOf(path, rooms);
    if (room === undefined) return [`${path} belongs to no room of the table`];
    return importsOf(parse(path, text))
      .filter((one) => !isAllowed(path, room, one, rooms))
      .map((one) => `${path} (${room.name}) may not import ${one.typeOnly ? 'types of ' : ''}${one.specifier}`);
  });
}

function isAllowed(path: string, room: Room, { specifier, typeOnly }: Import, rooms: readonly Room[]): boolean {
  if (specifier === '(computed)') return false;
  const target = localPath(path, specifier);
  if (target !== undefined) {
    const other = roomOf(target, rooms)?.name;
    if (other === undefined) return false;
    if (other === room.name || room.values === 'any' || room.values.includes(other)) return true;
    return typeOnly && room.types.includes(other);
  }
  if (specifier.startsWith('node:')) {
    const module = specifier.slice('node:'.length);
    if (room.node === 'any') return typeOnly || !WAYS_OUT.includes(module);
    return room.node.includes(module);
  }
  return room.npm.some((name) =>
    name.endsWith('*') ? specifier.startsWith(name.slice(0, -1)) : isOf(specifier, name),
  );
}

const isOf = (specifier: string, name: string): boolean => specifier === name || specifier.startsWith(`${name}/`);

/** The path from the root of the repository that a specifier of our own names; undefined for packages. */
function localPath(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('#root/')) return specifier.slice('#root/'.length);
  return specifier.startsWith('.') ? join(dirname(from), specifier) : undefined;
}

/** Files that import each other in a circle, each circle once, as the list of its files. Types count too. */
export function circles(sources: Source[]): string[][] {
  const known = new Set(sources.map(({ path }) => path));
  const edges = new Map(sources.map(({ path, text }) => [path, targets(path, text, known)]));
  const found = new Map<string, string[]>();
  const done = new Set<string>();
  const walk = (path: string, trail: string[]): void => {
    const start = trail.indexOf(path);
    if (start !== -1) {
      const circle = trail.slice(start);
      found.set([...circle].sort().join(), circle);
      return;
    }
    if (done.has(path)) return;
    for (const next of edges.get(path) ?? []) walk(next, [...trail, path]);
    done.add(path);
  };
  for (const path of known) walk(path, []);
  return [...found.values()];
}

function targets(path: string, text: string, known: Set<string>): string[] {
  return importsOf(parse(path, text)).flatMap(({ specifier }) => {
    const local = localPath(path, specifier) ?? '';
    return [local, local.replace(/\.js$/, '.ts'), local.replace(/\.js$/, '.tsx')]
      .filter((one) => known.has(one))
      .slice(0, 1);
  });
}
