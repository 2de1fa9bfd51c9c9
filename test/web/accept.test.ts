import t from 'tap';
import { prefersHtml } from '../../src/web/accept.ts';

t.test('a browser would rather read a page, a program data', async (t) => {
  t.ok(prefersHtml('text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'));
  t.notOk(prefersHtml('*/*'));
  t.notOk(prefersHtml(undefined));
  t.notOk(prefersHtml('application/json'));
  t.notOk(prefersHtml('application/json, text/html;q=0.9'));
  t.ok(prefersHtml('application/problem+json;q=0.1, text/html;q=0.2'));
});

t.test('the most exact range counts', async (t) => {
  t.notOk(prefersHtml('text/html;q=0, text/*;q=0.1, */*'), 'a page is the one thing not wanted');
  t.ok(prefersHtml('text/*, application/json;q=0.5'));
});

t.test('a malformed or endless header counts as anything', async (t) => {
  t.notOk(prefersHtml('text/html;q=9'));
  t.notOk(prefersHtml(`text/html,${'a/b,'.repeat(200)}`));
});
