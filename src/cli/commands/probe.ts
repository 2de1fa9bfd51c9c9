import { resolve } from 'node:path';
import { proposals } from '../../governance/probe.ts';
import { writeReport } from '../../governance/write-report.ts';
import { CodedError } from '../../kernel/errors.ts';
import { normaliseRepositoryUrl } from '../../kernel/repository-url.ts';
import type { Framework } from '../../schemas.gen.ts';
import { withCatalogue } from '../catalogue.ts';
import { COULD_NOT, type Command, type Context, GOOD, printJson } from '../command.ts';
import { findRecord } from '../find.ts';
import { seeClone } from '../probe/see-clone.ts';
import { recordId } from '../record-id.ts';

export const command: Command = {
  name: 'probe',
  summary: 'Proposes ratings of a framework from what a machine sees in a clone.',
  usage: 'alminding probe DIR [options]',
  details: [
    'Looks at the files and the history of a local clone and writes a draft of an assessment to standard output, as a report that `alminding assessment import` reads: for each requirement that the framework gives a probe, a rating with its ground, the commit and the path. A person decides, fills in the rest, and changes the type from draft to the act that it is.',
    'A history of one commit a release is told to be one of code dumps. Nothing is fetched, and nobody’s name is read.',
  ],
  options: [
    { flag: '--subject ID', description: 'Of which product the clone is, such as software/os2mo.' },
    { flag: '--framework ID', description: 'By which framework, such as framework/os2-1.1.0@built-in.' },
    {
      flag: '--address URL',
      description: 'Where the repository is public, for the evidence. Else its remote `origin`.',
    },
  ],
  exits: [
    { code: GOOD, when: 'the draft is written' },
    { code: COULD_NOT, when: 'there is no clone, product or framework, or the framework has no probes' },
  ],
  async run(context) {
    const [folder] = context.args as [string];
    const { subject, framework } = context.values;
    if (typeof subject !== 'string' || typeof framework !== 'string')
      throw new CodedError(
        'invalid-parameter',
        'Say which product it is (--subject) and by which framework (--framework).',
      );
    const known = await lookUp(context, subject, framework);
    const { localGit } = await import('../../compose-git.ts');
    const { seen, address } = await seeClone(localGit(), resolve(folder), context.clock.now());
    const given = typeof context.values.address === 'string' ? context.values.address : address;
    const url = given === null ? null : normaliseRepositoryUrl(given);
    if (url === null)
      throw new CodedError(
        'invalid-parameter',
        'The clone names no public address as its origin: say it with --address.',
      );
    const assessment = proposals(known.framework, seen, { subject, framework, address: url });
    if (context.json) printJson(context.io, assessment);
    else context.io.out(writeReport(known.framework, assessment, `${known.name}: ${known.framework.name} (draft)`));
    return GOOD;
  },
};

async function lookUp(
  context: Context,
  subject: string,
  framework: string,
): Promise<{ name: string; framework: Framework }> {
  const [of, by] = [recordId(subject), recordId(framework)];
  if (by.kind !== 'framework') throw new CodedError('invalid-parameter', `${framework} is no framework.`);
  return withCatalogue(context, 'probe', async ({ registry: { read } }) => {
    const product = JSON.parse((await findRecord(read, of.kind, of.address)).view) as { name: string };
    const { record } = JSON.parse((await findRecord(read, by.kind, by.address)).view) as { record: Framework };
    if (!record.requirements?.some(({ probe }) => probe !== undefined))
      throw new CodedError(
        'invalid-parameter',
        `${framework} says of none of its requirements that a machine can look at it.`,
      );
    return { name: product.name, framework: record };
  });
}
