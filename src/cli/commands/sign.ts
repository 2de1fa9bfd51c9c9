import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { stating } from '../../federation/pinned.ts';
import { newSalt, randomId } from '../../kernel/digest.ts';
import { CodedError } from '../../kernel/errors.ts';
import { LIMITS } from '../../kernel/limits.ts';
import { OWN_LOG } from '../../kernel/origins.ts';
import { createSigner } from '../../logs/loop.ts';
import { clearMark, isMarked, setMark } from '../../logs/marks.ts';
import { withCatalogue } from '../catalogue.ts';
import { COULD_NOT, type Command, GOOD, printJson } from '../command.ts';
import { countOf } from '../text.ts';

export const command: Command = {
  name: 'sign',
  summary: 'Signs what is new in the journal where no service runs, or lets a service sign that does not dare to.',
  usage: 'alminding sign [options]',
  details: [
    'A running service signs by itself within a second; then this says what is signed. Where none runs, for a catalogue that is only exported as files, it signs once.',
    'A service does not sign where its data may be older than what was signed before: after a restore, or after it was killed, while no witness answers. With --accept-fork-risk it does. If the data is indeed older than what was signed or what a witness has seen, a new log begins that says so: nothing is ever signed below or beside what is known.',
  ],
  options: [
    { flag: '--accept-fork-risk', description: 'Sign though the data may be older than what was signed before.' },
  ],
  exits: [
    { code: GOOD, when: 'everything is signed' },
    { code: COULD_NOT, when: 'it is not; the reason is said' },
  ],
  async run(context) {
    const config = context.config();
    const data = resolve(config.data);
    const accepted = context.values['accept-fork-risk'] === true;
    const head = await withCatalogue(context, 'sign', async ({ store, clock }) => {
      const holder = `${hostname()}/${process.pid}/${randomId()}`;
      if (accepted) await setMark(data, 'allowed');
      const fence = await store.lease('loops', holder, LIMITS.leaseMs);
      if (fence === null) return waitFor(store, data, accepted);
      const deps = { store, clock, data, publicUrl: config.url, salt: newSalt, everyMs: LIMITS.leaseMs };
      const state = stating(store, clock);
      const signer = createSigner({ ...deps, state, fence: () => fence, report: () => undefined });
      try {
        await signer.sign();
        const { signing, reason } = signer.state();
        if (!signing) throw new CodedError('fork-risk', reason ?? undefined);
        await setMark(data, 'stopped');
        return store.getHead(OWN_LOG);
      } finally {
        await signer.end();
        await clearMark(data, 'allowed');
        await store.releaseLease('loops', holder);
      }
    });
    if (head === null) throw new CodedError('conflict', 'Nothing is signed yet.');
    const { origin, size } = head;
    if (context.json) printJson(context.io, { origin, size });
    else context.io.out(`${origin} is signed with ${countOf(size, 'leaf', 'leaves')}.\n`);
    return GOOD;
  },
};

type SignedStore = Parameters<Parameters<typeof withCatalogue>[2]>[0]['store'];

/** Another process signs: it has a few turns of its loop for it. */
async function waitFor(store: SignedStore, data: string, accepted: boolean) {
  for (let turn = 0; turn < 40; turn += 1) {
    const [head, log] = [await store.getHead(OWN_LOG), await store.readLog()];
    // With these it has not begun to sign yet, and what was signed before is no answer.
    const waits = isMarked(data, 'restored') || (accepted && isMarked(data, 'allowed'));
    if (!waits && head !== null && head.size === log.size) return head;
    await new Promise((done) => setTimeout(done, LIMITS.signMs));
  }
  throw new CodedError(
    'fork-risk',
    accepted
      ? 'The running service has not signed yet. It will, as soon as nothing else stands in the way: /readyz says what does.'
      : 'The running service does not sign: /readyz says why.',
  );
}
