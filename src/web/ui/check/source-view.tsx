import type { ComponentChildren, VNode } from 'preact';
import { LIMITS } from '../../../kernel/limits.ts';
import type { CheckProblem } from '../../../manifest/check.ts';
import type { PageContext } from '../context.ts';
import { Judged } from '../judged.tsx';

interface SourceProps {
  context: PageContext;
  text: string;
  problems: readonly CheckProblem[];
}

/** The lines of the file with their numbers; what is wrong is marked, and said below its line. */
export function SourceView({ context, text, problems }: SourceProps): VNode {
  const { t } = context;
  const lines = text.split(/\r\n|\n|\r/, LIMITS.yamlLines);
  if (lines.at(-1) === '') lines.pop();
  const byLine = new Map<number, CheckProblem[]>();
  for (const problem of problems) byLine.set(problem.line, [...(byLine.get(problem.line) ?? []), problem]);
  const shown = shownLines(lines.length, [...byLine.keys()]);
  return (
    <>
      {shown.length < lines.length && (
        <p class="quiet">{t('check.someLines', { shown: shown.length, count: lines.length })}</p>
      )}
      <ol class="source">
        {shown.map((number) => {
          const own = byLine.get(number) ?? [];
          return (
            <li id={`L${number}`} value={number} class={classOf(own)}>
              <code>{marked(lines[number - 1] as string, own)}</code>
              {own.length > 0 && (
                <ul>
                  {own.map((problem) => (
                    <li>
                      <ProblemWords context={context} problem={problem} />
                    </li>
                  ))}
                </ul>
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
}

const classOf = (problems: readonly CheckProblem[]): string | undefined =>
  problems.length === 0 ? undefined : problems.some(({ level }) => level === 'error') ? 'error' : 'warning';

const AROUND = 3;

/** All lines of a short file; of a long one those near problems, from the first on. */
function shownLines(count: number, wrong: readonly number[]): number[] {
  const all = Array.from({ length: count }, (_, i) => i + 1);
  if (count <= LIMITS.shownLines) return all;
  const near = new Set<number>();
  for (const line of [...wrong].sort((a, b) => a - b)) for (let i = line - AROUND; i <= line + AROUND; i++) near.add(i);
  const kept = all.filter((line) => near.has(line));
  return (kept.length === 0 ? all : kept).slice(0, LIMITS.shownLines);
}

/** The line in pieces: what is wrong in it stands in `mark`. */
function marked(line: string, problems: readonly CheckProblem[]): ComponentChildren {
  const text = line.slice(0, LIMITS.shownLineLength);
  const pieces: ComponentChildren[] = [];
  let at = 0;
  const places = problems.filter(({ length }) => length > 0).sort((a, b) => a.column - b.column);
  for (const { column, length } of places) {
    const start = Math.max(at, column - 1);
    const end = Math.min(text.length, column - 1 + length);
    if (end <= start) continue;
    pieces.push(text.slice(at, start), <mark>{text.slice(start, end)}</mark>);
    at = end;
  }
  return [...pieces, text.slice(at), line.length > text.length ? '…' : ''];
}

/** What is wrong, what to do, what to write instead. */
export function ProblemWords({ context, problem }: { context: PageContext; problem: CheckProblem }): VNode {
  const { t } = context;
  const { level, key, message, hint, suggestion, note } = problem;
  return (
    <>
      <strong class={`level level-${level}`}>{t(`check.${level}`)}</strong>
      {key !== '' && (
        <>
          {' '}
          <code class="key">{key}</code>
        </>
      )}{' '}
      <Judged context={context} text={message} />
      {hint !== undefined && (
        <>
          {' '}
          <Judged context={context} text={hint} />
        </>
      )}
      {suggestion !== undefined && !hint?.includes(suggestion.replaceAll('"', '')) && (
        <>
          {' '}
          {t('check.suggestion')} <code>{suggestion}</code>
        </>
      )}
      {note !== undefined && (
        <span class="quiet note">
          {' '}
          <Judged context={context} text={note} />
        </span>
      )}
    </>
  );
}
