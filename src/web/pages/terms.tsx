import { LANGUAGES, LOCALE, type TextKey } from '../locales/text.ts';
import type { PageContent } from '../ui/context.ts';
import { Inline } from '../ui/facts.tsx';
import { TERM_IDS, termIn } from '../ui/glossary.tsx';
import type { PageHandler } from './serve.ts';

/** The words of the domain, what they mean, and what they are called in the other languages of the pages. */
export const termsPage =
  (): PageHandler =>
  async ({ context }): Promise<PageContent> => {
    const { lang, t } = context;
    const terms = TERM_IDS.map((id) => ({ id, word: termIn(id, lang) }));
    terms.sort((a, b) => a.word.localeCompare(b.word, LOCALE[lang]));
    const others = LANGUAGES.filter((other) => other !== lang);
    return {
      title: t('terms.title'),
      description: t('terms.lead'),
      body: (
        <div class="wrap page prose-page">
          <h1>{t('terms.title')}</h1>
          <p class="lead">{t('terms.lead')}</p>
          <dl class="reference terms">
            {terms.map(({ id, word }) => (
              <div>
                <dt id={id}>
                  <dfn>{word}</dfn>
                </dt>
                <dd>
                  <p>{t(`term.${id}` as TextKey)}</p>
                  <Inline items={others.map((other) => <span lang={other}>{termIn(id, other)}</span>)} />
                </dd>
              </div>
            ))}
          </dl>
        </div>
      ),
    };
  };
