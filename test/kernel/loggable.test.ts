import t from 'tap';
import { loggable } from '../../src/kernel/loggable.ts';

t.test('an error is logged with its name, code and places, and without its words', async (t) => {
  const cause = Object.assign(new RangeError('karen@town.example'), { code: 'SQLITE_BUSY' });
  const message = 'Karen\n    at karen (file:///karen.ts:1:1)';
  const logged = loggable(new TypeError(message, { cause }));
  t.match(logged, {
    type: 'TypeError',
    stack: /loggable\.test\.ts:\d+:\d+/,
    cause: { type: 'RangeError', code: 'SQLITE_BUSY' },
  });
  t.notMatch(JSON.stringify(logged), /karen/i);
});

t.test('what is no error, has odd names or endless causes is told in few words', async (t) => {
  t.same(loggable('karen'), { type: 'string', stack: '' });
  const odd = Object.assign(new Error('x'), { name: 'Karen Testperson', code: 'k@x.example' });
  delete odd.stack;
  t.same(loggable(odd), { type: 'Error', stack: '' });
  const circle = new Error('a');
  circle.cause = circle;
  t.equal(JSON.stringify(loggable(circle)).match(/"type"/g)?.length, 4);
});
