import { newSalt, randomId } from '../../kernel/digest.ts';
import { reindexAll } from '../../registry/reindex.ts';
import { withExisting } from '../catalogue.ts';
import { COULD_NOT, type Command, GOOD, printJson } from '../command.ts';
import { progressOf } from '../progress.ts';
import { count, countOf } from '../text.ts';

export const command: Command = {
  name: 'reindex',
  summary: 'Makes the index and all that is shown of the records anew from what is kept.',
  usage: 'alminding reindex [options]',
  details: [
    'The service may run and write meanwhile: what was there serves until each record is made anew. Killed in the middle, nothing is lost; run it again. Words that no record has any more are struck out of the index.',
  ],
  options: [],
  exits: [
    { code: GOOD, when: 'everything is made anew' },
    { code: COULD_NOT, when: 'the data could not be read or written' },
  ],
  async run(context) {
    const bar = progressOf(context, 'Making records anew');
    const { clock } = context;
    try {
      const { records, words } = await withExisting(context, 'reindex', async ({ store }) => {
        const given = { now: clock.now(), salt: newSalt, randomId };
        const made = await reindexAll(store, given, (done, total) => bar.update(done, total));
        return { records: made, words: await store.dropUnusedWords() };
      });
      bar.clear();
      if (context.json) printJson(context.io, { records, words });
      else context.io.out(`${countOf(records, 'record')} made anew, ${count(words)} unused words struck out.\n`);
      return GOOD;
    } catch (error) {
      bar.clear();
      throw error;
    }
  },
};
