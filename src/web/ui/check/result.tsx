import type { VNode } from 'preact';
import type { Checked, MendedText } from '../../../checking/check-text.ts';
import type { CheckProblem } from '../../../manifest/check.ts';
import type { TextKey } from '../../locales/text.ts';
import type { PageContext } from '../context.ts';
import { Judged } from '../judged.tsx';
import { Fill } from '../text.tsx';
import { ProblemWords, SourceView } from './source-view.tsx';
import type { CheckState } from './state.ts';

interface ResultProps {
  context: PageContext;
  state: CheckState;
  checked: Checked;
}

/** The verdict, every problem with a link to its line, the file with the problems in place, and the mended file. */
export function CheckResult({ context, state, checked }: ResultProps): VNode {
  const { t } = context;
  const { valid, problems, mended } = checked;
  const errors = problems.filter(({ level }) => level === 'error').length;
  const warnings = problems.length - errors;
  const file = state.file ?? '';
  return (
    <>
      <section class={valid ? 'verdict verdict-valid' : 'verdict verdict-invalid'} aria-labelledby="verdict">
        <h2 id="verdict">{t(valid ? 'check.valid' : 'check.invalid')}</h2>
        <p>
          <code>{file}</code>
          {t('colon')}
          {t('check.errors', { count: errors })}, {t('check.warnings', { count: warnings })}.
        </p>
      </section>
      {problems.length > 0 && <ProblemList context={context} problems={problems} />}
      <div class={mended === undefined ? undefined : 'side-by-side'}>
        <section aria-labelledby="source">
          <h2 id="source">{t('check.source')}</h2>
          <SourceView context={context} text={state.text} problems={problems} />
        </section>
        {mended !== undefined && <Mended context={context} mended={mended} />}
      </div>
      {(valid || mended?.after.valid === true) && <Next context={context} />}
    </>
  );
}

/** What to do with a file that is right, so that its software is found here. */
function Next({ context }: { context: PageContext }): VNode {
  const { lang, t } = context;
  const link = (path: string, text: TextKey): VNode => (
    <a class="ds-link" href={`/${lang}${path}`}>
      {t(text)}
    </a>
  );
  return (
    <section aria-labelledby="next">
      <h2 id="next">{t('check.next')}</h2>
      <ol>
        <li>
          <Fill context={context} text="check.next.file" parts={{ file: <code>publiccode.yml</code> }} />
        </li>
        <li>
          {t('check.next.tell')} {link('/privacy#contact', 'privacy.contact')}
        </li>
        <li>
          {t('check.next.publish')} {link('/reference/endpoints#about-publish', 'reference.endpoints')}
        </li>
      </ol>
    </section>
  );
}

function ProblemList({ context, problems }: { context: PageContext; problems: readonly CheckProblem[] }): VNode {
  const { t } = context;
  return (
    <section aria-labelledby="problems">
      <h2 id="problems">{t('check.problems')}</h2>
      <ol class="check-problems">
        {problems.map((problem) => (
          <li class={problem.level}>
            {problem.line > 0 ? (
              <a class="ds-link" href={`#L${problem.line}`}>
                {t('check.line', { line: String(problem.line) })}
              </a>
            ) : (
              <span>{t('check.wholeFile')}</span>
            )}{' '}
            <ProblemWords context={context} problem={problem} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Mended({ context, mended }: { context: PageContext; mended: MendedText }): VNode {
  const { t } = context;
  const { diff, done, left, text, after } = mended;
  return (
    <section aria-labelledby="mended">
      <h2 id="mended">{t('check.mended')}</h2>
      {diff === '' ? (
        <p>{t('check.mendedNothing')}</p>
      ) : (
        <>
          <p>
            {t('check.mendedDone', { count: done.length })} {t(after.valid ? 'check.validAfter' : 'check.invalidAfter')}
          </p>
          <Diff diff={diff} label={t('check.diff')} />
          <label for="mended-text">{t('check.mendedText')}</label>
          <textarea id="mended-text" class="mended-text" rows={12} readOnly spellcheck={false}>
            {text.startsWith('\n') ? `\n${text}` : text}
          </textarea>
        </>
      )}
      {left.length > 0 && (
        <>
          <h3>{t('check.left')}</h3>
          <ul>
            {left.map(({ key, why }) => (
              <li>
                {key !== '' && (
                  <>
                    <code>{key}</code>:{' '}
                  </>
                )}
                <Judged context={context} text={why} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** Lines that go and come, told by their sign as well as by colour. It scrolls by itself, so it can be reached by key. */
function Diff({ diff, label }: { diff: string; label: string }): VNode {
  const kinds: Record<string, string> = { '+': 'added', '-': 'removed', '@': 'place' };
  const lines = diff.split('\n').slice(2, 2 + MOST_LINES);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable without a mouse
    <section class="diff" tabIndex={0} aria-label={label}>
      <pre>
        {lines.map((line) => (
          <span class={kinds[line[0] ?? ''] ?? 'same'}>{`${line.slice(0, LONGEST)}\n`}</span>
        ))}
      </pre>
    </section>
  );
}

const MOST_LINES = 600;
const LONGEST = 1_000;
