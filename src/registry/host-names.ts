import { LIMITS } from '../kernel/limits.ts';
import { normaliseRepositoryUrl } from '../kernel/repository-url.ts';
import type { Kind } from '../records/kinds.ts';
import type { Observation, Software } from '../schemas.gen.ts';
import { nameKeys } from '../search/words.ts';

/** By which a thing stands on another one, its host. */
export const ON_HOST: readonly string[] = ['adds-on-to', 'based-on', 'depends-on'];

/** Addresses of the repositories of a software, its own first. */
export const repositoriesOf = ({ url, urlAliases = [], repositories = [] }: Software): string[] =>
  [url]
    .concat(
      repositories.map((repository) => repository.url),
      urlAliases,
    )
    .filter((one) => one !== undefined);

/** By what the observation of a repository is found, whoever names it. No search asks so: see `nameKeys`. */
export function observedNames(repository: string): string[] {
  const url = normaliseRepositoryUrl(repository);
  return url === null ? [] : [`observed:${url}`];
}

/**
 * Names by which hosts and what stands on them find each other where no record refers to the other: addresses of
 * repositories (`isBasedOn` of a manifest holds such), and frameworks of classifiers, a list that others keep. No search
 * asks so. A package of another index is never taken for a product of that name.
 */
export function hostNames(kind: Kind, record: object): string[] {
  if (kind === 'software') {
    const at = addressKeys('at', repositoriesOf(record as Software));
    return at.concat(addressKeys('on', basedOn(record as Software)));
  }
  if (kind !== 'observation') return [];
  return [...new Set(linesOf(record as Observation).flatMap(({ name }) => nameKeys(name)))].map(asFramework);
}

export const addressKeys = (how: 'at' | 'on', urls: readonly (string | undefined)[]): string[] => {
  const all = urls.map((url) => (url === undefined ? null : normaliseRepositoryUrl(url)));
  return [...new Set(all.filter((url) => url !== null))].slice(0, LIMITS.relations).map((url) => `${how}:${url}`);
};

/** Addresses of what it stands on, where they refer to no record. */
export const basedOn = ({ relations = [] }: Software): string[] =>
  relations.flatMap(({ type, target, url }) =>
    target === undefined && url !== undefined && ON_HOST.includes(type) ? [url] : [],
  );

/** A framework with the range that a package file names, in one text; names hold no line feed. */
export const toLine = ({ name, range }: { name: string; range?: string }): string =>
  range === undefined ? name : `${name}\n${range}`;

export function fromLine(line: string): { name: string; range?: string } {
  const [name = '', range] = line.split('\n');
  return range === undefined ? { name } : { name, range };
}

export const asFramework = (key: string): string => `framework:${key}`;

/** What its package files name by a classifier of a framework. */
export const linesOf = ({ hosts = [] }: Observation) =>
  hosts.filter(({ scheme, target }) => scheme === 'classifier' && target === undefined);
