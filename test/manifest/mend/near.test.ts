import t from 'tap';
import { surelyMeant } from '../../../src/manifest/mend/near.ts';
import categories from '../../../src/manifest/vocabularies/categories.json' with { type: 'json' };

t.test('a word with one slip is surely meant', async (t) => {
  for (const [word, meant] of [
    ['Task_Management', 'task-management'],
    ['tsak-management', undefined],
    ['task-managment', 'task-management'],
    ['task-manaegment', 'task-management'],
    ['task-managements', 'task-management'],
    ['esignature', 'e-signature'],
  ] as const)
    t.equal(surelyMeant(word, categories), meant, word);
  t.equal(surelyMeant('local-authority', ['local-authorities', 'local-law']), 'local-authorities');
});

t.test('a word that is like another means something else', async (t) => {
  for (const word of ['case-management', 'web-development', 'cms', '', '-', 'x'.repeat(65), 'task', 'hrm'])
    t.equal(surelyMeant(word, categories), undefined, word);
});

t.test('of two that are as near, none is surely meant', async (t) => {
  t.equal(surelyMeant('stacks', ['stack', 'stacky']), undefined);
  t.equal(surelyMeant('A B', ['a-b', 'ab']), undefined);
});
