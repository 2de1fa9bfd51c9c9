import t from 'tap';
import { faultOf } from '../../src/kernel/fault.ts';

t.test('Of an error its class and its place are told, and nothing of its message', async (t) => {
  const said = 'Ada Opfundet\n    at home (ada@x.example)\n  55';
  const fault = faultOf(new TypeError(said));
  t.equal(fault.name, 'TypeError');
  t.match(fault.frames[0], /^at .*fault\.test\.ts:\d+:\d+\)?$/);
  t.notMatch(JSON.stringify(fault), /Ada|example|home/);
  t.ok(fault.frames.length <= 12);
});

t.test('What is thrown may be anything', async (t) => {
  t.same(faultOf('Ada'), { name: 'string', frames: [] });
  t.same(faultOf(undefined), { name: 'undefined', frames: [] });
  const bare = new Error('Ada');
  bare.stack = undefined as never;
  t.same(faultOf(bare), { name: 'Error', frames: [] });
  const changed = new Error('at Ada');
  changed.message = 'x';
  t.notMatch(JSON.stringify(faultOf(changed)), /Ada/);
});
