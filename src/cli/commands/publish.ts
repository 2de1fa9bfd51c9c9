import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { whyNot } from '../../files/why-not.ts';
import { CodedError, isCoded, type Problem } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { githubLines, gitlabReport, textOf } from '../check/formats.ts';
import { asCheckProblem, type Judged } from '../check/judged.ts';
import { LANG_OPTION, type Teller, tellerOf } from '../check/language.ts';
import { COULD_NOT, type Command, type Context, GOOD, INVALID, printJson } from '../command.ts';
import { catalogueOf, publishTo, type Said, tokenFor } from '../publish/ask.ts';
import { sentenceOf, summaryOf, warning } from '../publish/tell.ts';
import { plain } from '../text.ts';

export const command: Command = {
  name: 'publish',
  summary: 'Publishes a manifest in a catalogue from a run of CI, without a secret.',
  usage: 'alminding publish FILE --to ADDRESS [options]',
  details: [
    'Proves by the token that GitHub Actions, GitLab CI or Forgejo Actions makes for a run which repository it belongs to, and sends the manifest. It finds the token by itself: ACTIONS_ID_TOKEN_REQUEST_URL where a job of GitHub has the permission id-token: write, or a workflow of Forgejo enable-openid-connect: true; CATALOGUE_ID_TOKEN, which a job of GitLab names under id_tokens with the address of the catalogue as aud; or CATALOGUE_TOKEN, made by the operator.',
    'Problems are printed as annotations at their lines, for GitLab in a report of code quality, and a summary in Markdown where the forge shows one. The job fails only when the manifest is not valid: what the catalogue cannot take in today is a warning, unless --strict is given.',
  ],
  options: [
    { flag: '--to ADDRESS', description: 'Address of the catalogue, without a slash at the end.' },
    { flag: '--path PATH', description: 'Where the manifest lies in the repository; else the name of FILE.' },
    { flag: '--dry-run', description: 'Only say what would happen.' },
    {
      flag: '--code-quality FILE',
      description: 'Write the problems there too, as GitLab shows them in a merge request.',
    },
    { flag: '--strict', description: 'Fail also when it could not be published.' },
    LANG_OPTION,
  ],
  exits: [
    { code: GOOD, when: 'it is published, waits, or could not be published without --strict' },
    { code: INVALID, when: 'the manifest is not valid' },
    { code: COULD_NOT, when: 'the file cannot be read, or with --strict it could not be published' },
  ],
  async run(context) {
    const file = context.args[0] as string;
    const to = catalogueOf(context.values.to);
    const teller = await tellerOf(context.values.lang);
    const bytes = await readFile(file).catch((error: unknown) => {
      throw new CodedError('unreadable-file', `${file}: ${whyNot(error)}.`);
    });
    if (bytes.byteLength > LIMITS.sourceBytes)
      throw new CodedError('too-large', `${file} is larger than any manifest.`);
    return tell(context, { file, to, bytes, teller }, await send(context, file, to, bytes));
  },
};

async function send(context: Context, file: string, to: string, bytes: Uint8Array): Promise<Said> {
  const { openNet } = await import('../../compose.ts');
  const net = openNet(context.config(), context.program.version);
  const path = typeof context.values.path === 'string' ? context.values.path : file.replace(/^(\.\/)+/, '');
  try {
    const token = await tokenFor({ net, to }, context.ci());
    return await publishTo({ net, to }, token, bytes, { path, dryRun: context.values['dry-run'] === true });
  } catch (error) {
    if (isCoded(error)) return { refused: error.message };
    throw error;
  } finally {
    await net.close();
  }
}

interface Sent {
  file: string;
  to: string;
  bytes: Uint8Array;
  teller: Teller;
}

async function tell(context: Context, { file, to, bytes, teller }: Sent, said: Said): Promise<number> {
  const { io, json, values } = context;
  const { annotations, summary } = context.ci();
  const judged = judgedOf(file, said, teller);
  // Words of the catalogue are among them, and the log of a run may read lines as commands.
  const sentence = plain(wordsOf(said, values['dry-run'] === true));
  const published = 'verdict' in said && said.verdict.write.allowed;
  if (json) printJson(io, { ...judged, sentence, verdict: 'verdict' in said ? said.verdict : null });
  else {
    const warned = annotations && judged.valid && !published ? warning(file, sentence) : '';
    io.out(`${annotations ? githubLines(judged) : textOf(judged, bytes)}${warned}${sentence}\n`);
  }
  const report = values['code-quality'];
  if (typeof report === 'string') await writeReport(report, judged);
  // A forge that shows no summary today is no reason to fail.
  if (summary !== null) await appendFile(summary, summaryOf(judged, to, sentence)).catch(() => undefined);
  if (!judged.valid) return INVALID;
  return published || values.strict !== true ? GOOD : COULD_NOT;
}

const writeReport = (file: string, judged: Judged): Promise<void> =>
  writeFile(file, gitlabReport([judged])).catch((error: unknown) => {
    throw new CodedError('unwritable-file', `${file}: ${whyNot(error)}.`);
  });

function judgedOf(file: string, said: Said, teller: Teller): Judged {
  const problems = 'invalid' in said ? said.invalid : 'verdict' in said ? (said.verdict.problems as Problem[]) : [];
  return { file, valid: !('invalid' in said), problems: teller.problems(problems.map(asCheckProblem)), unread: false };
}

function wordsOf(said: Said, dryRun: boolean): string {
  if ('verdict' in said) return sentenceOf(said.verdict, dryRun);
  return 'invalid' in said ? 'It is not published: the manifest must be mended first.' : said.refused;
}
