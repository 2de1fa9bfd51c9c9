import t from 'tap';
import type { Form } from '../../../src/manifest/forms/finding.ts';

/** One test of a form: texts that are good, and texts that break the rule. */
export function table(name: string, form: Form, good: string[], bad: string[], rule: string): void {
  t.test(name, (t) => {
    for (const text of good) t.equal(form(text), undefined, JSON.stringify(text));
    for (const text of bad) t.match(form(text), { rule, message: /./ }, JSON.stringify(text));
    t.end();
  });
}
