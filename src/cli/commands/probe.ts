import { join, resolve } from 'node:path';
import { proposals, type SeenRepository } from '../../governance/probe.ts';
import { writeReport } from '../../governance/write-report.ts';
import { CodedError } from '../../kernel/errors.ts';
import { normaliseRepositoryUrl } from '../../kernel/repository-url.ts';
import { parseRef } from '../../records/kinds.ts';
import type { Framework, Software } from '../../schemas.gen.ts';
import { withExisting } from '../catalogue.ts';
import { COULD_NOT, type Command, type Context, GOOD, printJson } from '../command.ts';
import { findRecord } from '../find.ts';
import { seeClone } from '../probe/see-clone.ts';
import { seeRemote } from '../probe/see-remote.ts';
import { recordId } from '../record-id.ts';

export const command: Command = {
  name: 'probe',
  summary: 'Proposes ratings of a framework from what a machine sees in a clone, or in the repository of a product.',
  usage: 'alminding probe WHAT [options]',
  details: [
    'Looks at the files and the history of a local clone (WHAT is its folder), or of the repository of a product of the catalogue (WHAT is its id, such as software/os2mo), and writes a draft of an assessment to standard output, as a report that `alminding assessment import` reads: for each requirement that the framework gives a probe, a rating with its ground, the commit and the path. A person decides, fills in the rest, and changes the type from draft to the act that it is.',
    'A history of one commit a release is told to be one of code dumps. Of a clone nothing is fetched. Of a product the main repository is read through git, or the one that --address names: the newest thousand commits, names of files, README and licence, all of it removed afterwards. Nobody’s name is read.',
  ],
  options: [
    { flag: '--subject ID', description: 'Of a clone: which product it is, such as software/os2mo.' },
    { flag: '--framework ID', description: 'By which framework, such as framework/os2-1.1.0@built-in.' },
    {
      flag: '--address URL',
      description:
        'Of a clone: where it is public, for the evidence; else its remote `origin`. Of a product with several repositories, the one to read.',
    },
  ],
  exits: [
    { code: GOOD, when: 'the draft is written' },
    {
      code: COULD_NOT,
      when: 'there is no clone, product or framework, the framework has no probes, or the repository cannot be read',
    },
  ],
  async run(context) {
    const [what] = context.args as [string];
    const { subject, framework } = context.values;
    if (typeof framework !== 'string' || (typeof subject !== 'string' && !isId(what)))
      throw new CodedError(
        'invalid-parameter',
        'Say by which framework (--framework), and of a clone which product it is (--subject).',
      );
    const known = await lookUp(context, typeof subject === 'string' ? subject : what, framework);
    const { seen, address } =
      typeof subject === 'string' ? await ofClone(context, what) : await ofProduct(context, known.product);
    const about = { subject: known.id, framework: known.frameworkId, address };
    const assessment = proposals(known.framework, seen, about);
    if (context.json) printJson(context.io, assessment);
    else
      context.io.out(
        writeReport(known.framework, assessment, `${known.product.name}: ${known.framework.name} (draft)`),
      );
    return GOOD;
  },
};

/** `kind/slug`; a folder of that name is written with `./` before it. */
const isId = (text: string): boolean => parseRef(text) !== null;

interface Looked {
  seen: SeenRepository;
  /** Where it is public, normalised. */
  address: string;
}

async function ofClone(context: Context, folder: string): Promise<Looked> {
  const { localGit } = await import('../../compose-git.ts');
  const { seen, address } = await seeClone(localGit(), resolve(folder), context.clock.now());
  const given = typeof context.values.address === 'string' ? context.values.address : address;
  const url = given === null ? null : normaliseRepositoryUrl(given);
  if (url === null)
    throw new CodedError(
      'invalid-parameter',
      'The clone names no public address as its origin: say it with --address.',
    );
  return { seen, address: url };
}

async function ofProduct(context: Context, product: Software): Promise<Looked> {
  const url = repositoryOf(product, context.values.address);
  const config = context.config();
  const folder = join(resolve(config.data), 'crawl');
  const { withGit } = await import('../../compose-git.ts');
  const seen = await withGit(config, (git) => seeRemote({ git, folder }, url, context.clock.now()));
  return { seen, address: normaliseRepositoryUrl(url) ?? url };
}

/** The repository to read: the main one, or the one that was named, which must be one of the product's. */
function repositoryOf({ name, url, repositories = [] }: Software, wanted: unknown): string {
  const all = [...(url === undefined ? [] : [url]), ...repositories.map((one) => one.url)];
  const [main] = all;
  if (main === undefined)
    throw new CodedError('invalid-parameter', `The catalogue knows no repository of ${name}: probe a clone of it.`);
  if (typeof wanted !== 'string') return main;
  const named = all.find((one) => normaliseRepositoryUrl(one) === normaliseRepositoryUrl(wanted));
  if (named === undefined)
    throw new CodedError('invalid-parameter', `${wanted} is no repository of ${name}. It has ${all.join(', ')}.`);
  return named;
}

/** The product with its id as assessments here name it, and the framework. */
async function lookUp(
  context: Context,
  subject: string,
  framework: string,
): Promise<{ id: string; product: Software; frameworkId: string; framework: Framework }> {
  const [of, by] = [recordId(subject), recordId(framework)];
  if (by.kind !== 'framework') throw new CodedError('invalid-parameter', `${framework} is no framework.`);
  return withExisting(context, 'probe', async ({ registry: { read } }) => {
    const view = JSON.parse((await findRecord(read, of.kind, of.address)).view) as View<Software>;
    const found = JSON.parse((await findRecord(read, by.kind, by.address)).view) as View<Framework>;
    const { record } = found;
    if (!record.requirements?.some(({ probe }) => probe !== undefined))
      throw new CodedError(
        'invalid-parameter',
        `${framework} says of none of its requirements that a machine can look at it.`,
      );
    return { id: whole(view), product: view.record, frameworkId: whole(found), framework: record };
  });
}

/** As a record of ours refers to it. */
const whole = ({ id, origin }: View<unknown>): string => (origin === 'own' ? id : `${id}@${origin}`);

interface View<T> {
  id: string;
  origin: string;
  record: T;
}
