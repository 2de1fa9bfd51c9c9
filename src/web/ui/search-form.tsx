import type { VNode } from 'preact';
import { LIMITS } from '../../kernel/limits.ts';
import type { PageContext } from './context.ts';

/** The search field with its button; `static/suggest.js` reads what it needs off the field. `keep` are filters that a new search keeps. */
export function SearchForm(props: {
  context: PageContext;
  text: string;
  large?: boolean;
  keep?: [name: string, value: string][];
}): VNode {
  const { lang, t } = props.context;
  return (
    <search>
      <form class={props.large ? 'search search-large' : 'search'} action={`/${lang}/search`} method="get">
        <label class={props.large ? undefined : 'ds-sr-only'} for="q">
          {t('search.label')}
        </label>
        <div class="search-row">
          <input
            type="search"
            id="q"
            name="q"
            value={props.text}
            maxLength={LIMITS.queryLength}
            placeholder={props.large ? undefined : t('search.label')}
            autocomplete="off"
            autocapitalize="off"
            data-suggest="/api/v1/suggest"
            data-suggestions={t('search.suggestions')}
            data-found={t('search.found')}
          />
          {props.keep?.map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <button class="ds-button" type="submit">
            {t('search.button')}
          </button>
        </div>
      </form>
    </search>
  );
}
