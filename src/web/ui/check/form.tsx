import type { VNode } from 'preact';
import type { TextKey } from '../../locales/text.ts';
import type { PageContext } from '../context.ts';
import { Judged } from '../judged.tsx';
import type { CheckState } from './state.ts';

/** The form that a manifest is pasted, uploaded or named in; on top what kept the last one from being read. */
export function CheckForm({ context, state }: { context: PageContext; state: CheckState }): VNode {
  const { lang, t } = context;
  const { refusal, checked } = state;
  return (
    <section aria-labelledby="form-title">
      <h2 id="form-title">{t(checked === undefined ? 'check.form' : 'check.again')}</h2>
      {refusal && (
        <div class="check-refusal" role="alert">
          <p>{t(REFUSALS[refusal.code] ?? 'check.refused.unread')}</p>
          {refusal.code !== 'malformed-body' && (
            <p>
              <Judged context={context} text={refusal.message} />
            </p>
          )}
        </div>
      )}
      <form class="check-form" action={`/${lang}/check`} method="post" enctype="multipart/form-data">
        <div>
          <label for="text">{t('check.text')}</label>
          {/* A parser drops one line break behind the tag. */}
          <textarea id="text" name="text" rows={12} spellcheck={false} autocapitalize="off" autocomplete="off">
            {state.text.startsWith('\n') ? `\n${state.text}` : state.text}
          </textarea>
        </div>
        <div>
          <label for="file">{t('check.file')}</label>
          <input type="file" id="file" name="file" accept=".yml,.yaml,.json" />
        </div>
        <div>
          <label for="address">{t('check.address')}</label>
          <input
            type="text"
            inputmode="url"
            id="address"
            name="address"
            value={refusal ? state.address : ''}
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            aria-describedby="address-help"
          />
          <p id="address-help" class="quiet">
            {t('check.addressHelp')}
          </p>
        </div>
        <button class="ds-button" type="submit">
          {t('check.button')}
        </button>
        <p class="quiet">{t('check.kept')}</p>
      </form>
    </section>
  );
}

/** Why nothing was read, in the reader's language; the details stand below it. */
const REFUSALS: Readonly<Record<string, TextKey>> = {
  'malformed-body': 'check.refused.empty',
  'invalid-parameter': 'check.refused.address',
  'not-found': 'check.refused.nothing',
  'address-refused': 'check.refused.private',
  'too-many-requests': 'check.refused.often',
  overloaded: 'check.refused.busy',
  'answer-too-large': 'check.refused.large',
  'answer-timeout': 'check.refused.silent',
  'answer-too-slow': 'check.refused.silent',
  unreachable: 'check.refused.silent',
};
