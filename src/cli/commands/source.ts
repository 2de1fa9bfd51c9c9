import { keyOf, newSource, sourcesIn } from '../../crawl/add.ts';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import type { CrawlSource, CrawlStore, SourceRole } from '../../store/crawl-port.ts';
import { withCatalogue, withExisting } from '../catalogue.ts';
import { COULD_NOT, type Command, type Context, GOOD, printJson } from '../command.ts';
import { countOf, plain } from '../text.ts';

export const command: Command = {
  name: 'source',
  summary: 'Says where the catalogue looks for software: list, add, remove.',
  usage: 'alminding source ACTION… [options]',
  details: [
    'ACTION is `list`, `add URL…` or `remove URL…`: `source list` shows every source with its state; `source add URL…` adds repositories; `source remove URL…` forgets sources by address or id. What a source gave stays in the catalogue.',
    'With --owner an address is a forge’s organisation, group or user, whose repositories become sources; with --list it is a JSON list of repositories, such as https://example.org/.well-known/publiccode.json; with --folder it is a git repository that holds records in the form of a catalogue folder (`software/`, `organisations/` and so on), which become records of this catalogue.',
    'A source is looked at by the running service, or by `alminding crawl`. Adding one asks nobody.',
  ],
  options: [
    { flag: '--owner', description: 'The addresses are organisations, groups or users of a forge.' },
    { flag: '--list', description: 'The addresses are JSON lists of repositories.' },
    { flag: '--folder', description: 'The addresses are repositories that hold a catalogue folder each.' },
    { flag: '--path P', description: 'Where the manifest or the catalogue folder lies, if not in the root.' },
    {
      flag: '--part-of URL',
      description: 'The repository of the product that these are parts of, for which their manifests may speak.',
    },
    { flag: '--from F', description: 'Adds what a built-in folder names, such as os2.' },
  ],
  exits: [
    { code: GOOD, when: 'it was listed, added or removed, or was there or gone before' },
    { code: COULD_NOT, when: 'an address is none, or there is no such folder or source' },
  ],
  async run(context) {
    const [action, ...urls] = context.args;
    const act = { list, add, remove }[action ?? ''];
    if (act === undefined)
      throw new CodedError(
        'invalid-parameter',
        'The actions are `source list`, `source add URL…` and `source remove URL…`.',
      );
    return act(context, urls);
  },
};

async function list(context: Context): Promise<number> {
  const sources = await withExisting(context, 'source list', async ({ store }) => {
    const all: CrawlSource[] = [];
    for (;;) {
      const after = all.at(-1)?.id;
      const page = await store.listCrawlSources(LIMITS.pageSize, after === undefined ? {} : { after });
      all.push(...page);
      if (page.length < LIMITS.pageSize) return all;
    }
  });
  if (context.json)
    printJson(context.io, { sources: sources.map(({ seen, ...row }) => ({ ...row, seen: JSON.parse(seen) })) });
  else for (const source of sources) context.io.out(`${lineOf(source)}\n`);
  if (sources.length === 0 && !context.json) context.io.err('There is no source yet: `alminding source add URL`.\n');
  return GOOD;
}

const lineOf = ({ id, url, role, state, verdict, entry }: CrawlSource): string =>
  [id, state, role === 'repository' ? (verdict ?? 'not looked at') : role, entry ?? '-', plain(url)].join('\t');

async function add(context: Context, urls: string[]): Promise<number> {
  const { values, io, json, clock } = context;
  const roles = (['owner', 'list', 'folder'] as const).filter((role) => values[role] === true);
  if (roles.length > 1) throw new CodedError('invalid-parameter', `Name one of --${roles.join(' and --')}.`);
  const role: SourceRole = roles[0] ?? 'repository';
  const path = typeof values.path === 'string' ? values.path : null;
  const partOf = typeof values['part-of'] === 'string' ? values['part-of'] : null;
  const given = { addedBy: 'operator', now: clock.now() };
  const rows = [
    ...urls.map((url) => newSource({ url, role, path, partOf, ...given })),
    ...(typeof values.from === 'string' ? await taken(context, values.from) : []),
  ];
  if (rows.length === 0) throw new CodedError('invalid-parameter', 'Name an address, or a folder by --from.');
  const ids = await withCatalogue(context, 'source add', ({ store }) => store.addCrawlSources(rows));
  if (json) printJson(io, { added: ids, known: rows.length - ids.length });
  else {
    for (const id of ids) io.out(`${id}\n`);
    io.err(`${countOf(ids.length, 'source')} added, ${rows.length - ids.length} known before.\n`);
  }
  return GOOD;
}

/** What a built-in folder names: `os2` is `catalogue/os2`. */
async function taken({ config, clock }: Context, folder: string): Promise<CrawlSource[]> {
  const { builtInSources } = await import('../../compose.ts');
  const all = await builtInSources(config());
  const found = all.find((each) => each.folder === folder || each.folder === `catalogue/${folder}`);
  if (found === undefined) {
    const names = all.map((each) => each.folder.replace('catalogue/', '')).join(', ');
    throw new CodedError('not-found', `There is no built-in folder ${plain(folder)} with sources. There are ${names}.`);
  }
  return sourcesIn(found, { addedBy: `folder:${found.folder}`, now: clock.now() });
}

async function remove(context: Context, urls: string[]): Promise<number> {
  const { io, json, values } = context;
  if (urls.length === 0) throw new CodedError('invalid-parameter', 'Name the source by its address or id.');
  const path = typeof values.path === 'string' ? values.path : null;
  const removed = await withExisting(context, 'source remove', async ({ store }) => {
    const ids: string[] = [];
    for (const url of urls) {
      const found = await sourceNamed(store, url, path);
      if (found === null) throw new CodedError('not-found', noSource(url, path));
      if (await store.dropCrawlSource(found.id)) ids.push(found.id);
    }
    return ids;
  });
  if (json) printJson(io, { removed });
  else for (const id of removed) io.out(`${id} is forgotten.\n`);
  return GOOD;
}

/** By its id, or by its address as a repository, owner or list. */
async function sourceNamed(store: CrawlStore, url: string, path: string | null): Promise<CrawlSource | null> {
  const byId = await store.getCrawlSource(url);
  if (byId !== null) return byId;
  for (const key of new Set([keyOf(url, 'repository', path), keyOf(url, 'list', path)])) {
    const found = key === null ? null : await store.findCrawlSource(key);
    if (found !== null) return found;
  }
  return null;
}

const noSource = (url: string, path: string | null): string =>
  path === null
    ? `There is no source ${plain(url)}. If it was added with --path, name that too; \`alminding source list\` shows all.`
    : `There is no source ${plain(url)} with the path ${plain(path)}; \`alminding source list\` shows all.`;
