import type { Command } from './command.ts';
import { command as admission } from './commands/admission.ts';
import { command as adoption } from './commands/adoption.ts';
import { command as assessment } from './commands/assessment.ts';
import { command as backup } from './commands/backup.ts';
import { command as check } from './commands/check.ts';
import { command as crawl } from './commands/crawl.ts';
import { command as draft } from './commands/draft.ts';
import { command as drafts } from './commands/drafts.ts';
import { command as erase } from './commands/erase.ts';
import { command as exportCommand } from './commands/export.ts';
import { command as forks } from './commands/forks.ts';
import { command as handOver } from './commands/hand-over.ts';
import { command as hook } from './commands/hook.ts';
import { command as importCommand } from './commands/import.ts';
import { command as init } from './commands/init.ts';
import { command as key } from './commands/key.ts';
import { command as migrate } from './commands/migrate.ts';
import { command as peer } from './commands/peer.ts';
import { command as probe } from './commands/probe.ts';
import { command as proof } from './commands/proof.ts';
import { command as publish } from './commands/publish.ts';
import { command as reindex } from './commands/reindex.ts';
import { command as restore } from './commands/restore.ts';
import { command as search } from './commands/search.ts';
import { command as serve } from './commands/serve.ts';
import { command as show } from './commands/show.ts';
import { command as sign } from './commands/sign.ts';
import { command as source } from './commands/source.ts';
import { command as sync } from './commands/sync.ts';
import { command as token } from './commands/token.ts';
import { command as verify } from './commands/verify.ts';
import { command as verifyProof } from './commands/verify-proof.ts';
import { command as withdraw } from './commands/withdraw.ts';
import { command as witness } from './commands/witness.ts';
import { command as writer } from './commands/writer.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  serve,
  init,
  importCommand,
  source,
  crawl,
  drafts,
  check,
  migrate,
  draft,
  publish,
  search,
  show,
  adoption,
  assessment,
  probe,
  withdraw,
  admission,
  writer,
  token,
  hook,
  erase,
  verify,
  reindex,
  proof,
  verifyProof,
  exportCommand,
  key,
  sign,
  witness,
  forks,
  peer,
  sync,
  handOver,
  backup,
  restore,
];
