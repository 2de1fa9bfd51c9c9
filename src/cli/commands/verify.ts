import { isCoded } from '../../kernel/errors.ts';
import { type Verification, type VerifyProgress, verify } from '../../registry/verify.ts';
import { withExisting } from '../catalogue.ts';
import { COULD_NOT, type Command, GOOD, INVALID, printJson } from '../command.ts';
import { reportFailure } from '../failure.ts';
import { progressOf } from '../progress.ts';
import { count, countOf, plain } from '../text.ts';

const STEPS: Readonly<Record<VerifyProgress['step'], string>> = {
  leaves: 'Replaying leaves',
  entries: 'Checking entries',
};

export const command: Command = {
  name: 'verify',
  summary: 'Replays the journal and compares it with the records.',
  usage: 'alminding verify [options]',
  details: [
    'Every leaf, every body of every version, every entry and what is shown of it is checked, ours and those of mirrored catalogues alike. Of a mirror its signed head is held against the pinned keys too; bodies that have not come are counted. The service may run and write meanwhile: what the journal held at the beginning is judged.',
  ],
  options: [],
  exits: [
    { code: GOOD, when: 'everything fits' },
    { code: INVALID, when: 'there are contradictions; each is printed' },
    { code: COULD_NOT, when: 'the data could not be read' },
  ],
  async run(context) {
    const { io, json } = context;
    const bars = { leaves: progressOf(context, STEPS.leaves), entries: progressOf(context, STEPS.entries) };
    const clear = (): void => {
      bars.leaves.clear();
      bars.entries.clear();
    };
    let result: Verification;
    try {
      result = await withExisting(context, 'verify', ({ store }) =>
        verify(store, ({ step, done, total }) => bars[step].update(done, total)),
      );
    } catch (error) {
      clear();
      if (!isCoded(error, 'damaged-data')) throw error;
      // What cannot even be read is a finding too.
      reportFailure(io, error, json);
      return INVALID;
    }
    clear();
    const { findings, more, ...counts } = result;
    const good = findings.length === 0;
    if (json) printJson(io, { good, ...counts, findings, more });
    else {
      for (const { about, message, rule } of findings) io.out(`${plain(about)}: ${plain(message)} [${rule}]\n`);
      if (more > 0) io.out(`… and ${count(more)} more.\n`);
      for (const mirror of counts.mirrors) io.out(`${mirrored(mirror)}.\n`);
      io.out(`${good ? 'Everything fits' : countOf(findings.length + more, 'contradiction')}: ${checked(counts)}.\n`);
    }
    return good ? GOOD : INVALID;
  },
};

const mirrored = ({ log, leaves, entries, missing }: Counts['mirrors'][number]): string => {
  const parts = [countOf(leaves, 'leaf', 'leaves'), countOf(entries, 'entry', 'entries')].join(', ');
  return `${plain(log)}: ${parts} checked${missing === 0 ? '' : `; ${countOf(missing, 'body', 'bodies')} not here yet`}`;
};

type Counts = Omit<Verification, 'findings' | 'more'>;

function checked({ leaves, entries, versions, changedMeanwhile }: Omit<Counts, 'mirrors'>): string {
  const meanwhile = changedMeanwhile === 0 ? '' : `; ${count(changedMeanwhile)} changed meanwhile`;
  const parts = [countOf(leaves, 'leaf', 'leaves'), countOf(entries, 'entry', 'entries'), countOf(versions, 'version')];
  return `${parts.join(', ')} checked${meanwhile}`;
}
