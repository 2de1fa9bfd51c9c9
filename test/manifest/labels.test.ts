import t from 'tap';
import { LABEL_LANGUAGES, labelOf } from '../../src/manifest/labels.ts';
import categories from '../../src/manifest/vocabularies/categories.json' with { type: 'json' };
import scopes from '../../src/manifest/vocabularies/scopes.json' with { type: 'json' };

t.test('every category and scope has its own label in every language', async (t) => {
  t.same(LABEL_LANGUAGES, ['en', 'da', 'sv', 'nl', 'de', 'fr', 'it', 'es', 'pt']);
  for (const [vocabulary, words] of [['category', categories] as const, ['scope', scopes] as const]) {
    for (const language of LABEL_LANGUAGES) {
      const labels = words.map((word) => labelOf(vocabulary, word, language));
      t.notOk(
        labels.some((label) => label === undefined || label.trim() === '' || label.length > 60),
        language,
      );
      t.equal(new Set(labels).size, words.length, `${vocabulary} in ${language}: no two words share a label`);
    }
  }
});

t.test('a label is found by the language of a tag, in English without one', async (t) => {
  t.equal(labelOf('category', 'payroll', 'pt-BR'), 'Processamento de salários');
  t.equal(labelOf('scope', 'welfare', 'DA'), 'Velfærd');
  t.equal(labelOf('scope', 'welfare', 'fi'), 'Welfare');
  t.equal(labelOf('scope', 'constructor', 'en'), undefined);
});
