import t from 'tap';
import { parseArguments } from '../../src/cli/arguments.ts';
import type { Command } from '../../src/cli/command.ts';

const command: Command = {
  name: 'take',
  summary: 'Takes something.',
  usage: 'alminding take FILE --why R [options]',
  options: [
    { flag: '--why R', description: 'A reason.' },
    { flag: '--gently', description: 'With care.' },
  ],
  exits: [],
  run: async () => 0,
};

t.test('arguments and options are told apart, in any order', (t) => {
  const wanted = { args: ['a.yml'], values: { why: 'so', gently: true } };
  t.same(parseArguments(command, ['a.yml', '--why', 'so', '--gently']), wanted);
  t.same(parseArguments(command, ['--gently', '--why=so', 'a.yml']), wanted);
  t.same(parseArguments(command, ['--gently', '--why=so', '--', 'a.yml']), wanted);
  t.same(parseArguments(command, ['--', '--json']), { args: ['--json'], values: {} });
  t.same(parseArguments(command, ['-']), { args: ['-'], values: {} });
  t.end();
});

t.test('wrong use is refused in words', (t) => {
  const cases: [string[], RegExp][] = [
    [[], /FILE is missing/],
    [['a', 'b'], /`b` is one argument too many/],
    [['a', '--gentle'], /`--gentle` is no option of `take`. Did you mean `--gently`\?/],
    [['a', '--zzzzzzzz'], /`--zzzzzzzz` is no option of `take`\. `alminding take --help`/],
    [['a', '-g'], /`-g` is no option/],
    [['a', '--why'], /`--why` needs a value/],
    [['a', '--why='], /`--why` needs a value/],
    [['a', '--gently=yes'], /`--gently` takes no value/],
    [['a', '--gently', '--gently'], /`--gently` is given twice/],
  ];
  for (const [words, message] of cases) {
    t.throws(() => parseArguments(command, words), { code: 'invalid-parameter', message }, words.join(' '));
  }
  t.end();
});

t.test('help is given whatever else is missing', (t) => {
  t.same(parseArguments(command, ['--help']).values, { help: true });
  t.end();
});
