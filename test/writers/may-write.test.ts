import t from 'tap';
import { type Held, isWriter, mayWrite, type Scope, writerOf } from '../../src/writers/may-write.ts';
import type { Run } from '../../src/writers/run.ts';
import { aRun } from '../helpers/a-run.ts';

const held = (change: Partial<Held> = {}): Held => ({
  entry: 'software/town-hall',
  writers: [],
  observed: [],
  addresses: ['https://github.com/town/town-hall'],
  ...change,
});
const run = (change: Partial<Run> = {}) => ({ by: 'run', run: aRun(change), defaultBranch: 'main' }) as const;
const token = (scope: Scope) => ({ by: 'token', id: 'aaaa', scope }) as const;
const writer = writerOf(aRun());

t.test('A new entry gets the repository of the run as its writer', async (t) => {
  t.match(mayWrite(run(), held({ entry: null })), { may: true, joins: { repository: '4711', owner: '42' } });
  const nameless = mayWrite(run({ repository: null, owner: null }), held({ entry: null }));
  t.match(nameless, { may: true, joins: { address: 'https://github.com/town/town-hall' } });
  t.equal((nameless as { joins: object }).joins && 'repository' in (nameless as { joins: object }).joins, false);
});

t.test('The repository in which the manifest was seen becomes its writer', async (t) => {
  const observed = [{ host: 'github.com', repository: '4711' }];
  t.match(mayWrite(run(), held({ observed })), { may: true, joins: writer });
  t.match(mayWrite(run({ repository: '4712' }), held({ observed })), { may: false, claim: true });
  t.match(mayWrite(run({ forge: 'other.example' }), held({ observed })), { may: false, claim: true });
});

t.test('The address alone gives nothing: names pass to others', async (t) => {
  t.match(mayWrite(run(), held()), { may: false, claim: true, why: /not seen/ });
});

t.test('A writer writes, and nobody beside it', async (t) => {
  const of = held({ writers: [writer], observed: [{ host: 'github.com', repository: '99' }] });
  t.match(mayWrite(run({ address: 'https://github.com/renamed/hall' }), of), { may: true, joins: null });
  t.match(mayWrite(run({ repository: '99' }), of), { may: false, claim: true, why: /Another repository/ });
  t.match(mayWrite(run({ owner: '43' }), of), { may: false, claim: true, why: /another owner/ });
  t.match(mayWrite(run({ issuer: 'https://gitlab.com' }), of), { may: false, claim: true });
});

t.test('What the record narrows a writer to is asked of the run', async (t) => {
  const of = held({ writers: [{ ...writer, workflow: 'release.yml' }] });
  t.match(mayWrite(run(), of), { may: false, claim: false, why: /release.yml alone/ });
  t.match(mayWrite(run({ workflow: 'release.yml' }), of), { may: true });
});

t.test('Another branch than the default one writes only where the record names it', async (t) => {
  const feature = { ref: 'refs/heads/feature' };
  t.match(mayWrite(run(feature), held({ entry: null })), { may: false, claim: false, why: /default branch/ });
  t.match(mayWrite(run(feature), held({ writers: [writer] })), { may: false });
  t.match(mayWrite(run(feature), held({ writers: [{ ...writer, ...feature }] })), { may: true });
});

t.test('A repository that is expected joins as what it was named, from what was named', async (t) => {
  const invited = { ...writer, ref: 'refs/heads/release' };
  const from = (ref: string) => ({ ...run({ ref }), invited });
  t.match(mayWrite(from('refs/heads/release'), held({ entry: null })), { may: true, joins: invited });
  t.match(mayWrite(from('refs/heads/main'), held({ entry: null })), { may: false });
  t.match(mayWrite(from('refs/heads/main'), held()), { may: false, claim: true }, 'it cannot take what is there');
});

t.test('A writer that is a token is known by its address', async (t) => {
  const address = 'https://a.example/b';
  t.equal(isWriter(token({ repository: address }), { address }), true);
  t.equal(isWriter(token({ repository: address }), { address, issuer: 'https://i.example' }), false);
  t.equal(isWriter(token({ entry: 'software/x' }), { address }), false);
  t.equal(isWriter(run(), writer), true);
});

t.test('An issuer without numbers needs the operator to name the repository', async (t) => {
  const nameless = { repository: null, owner: null };
  t.match(mayWrite(run(nameless), held()), { may: false, claim: true, why: /operator has to name it/ });
  const { address, issuer } = aRun();
  const named = held({ writers: [{ address, issuer }] });
  t.match(mayWrite(run(nameless), named), { may: true });
  t.match(mayWrite(run(), named), { may: false, claim: true }, 'one with numbers is somebody else');
  t.match(mayWrite(run({ ...nameless, address: 'https://github.com/town/other' }), named), { may: false });
});

t.test('A token is good for what the operator made it for', async (t) => {
  const repository = 'https://github.com/town/town-hall';
  t.match(mayWrite(token({ repository }), held({ entry: null })), { may: true, joins: { address: repository } });
  t.match(mayWrite(token({ repository }), held()), { may: true, joins: { address: repository } });
  t.match(mayWrite(token({ repository }), held({ writers: [{ address: repository }] })), { may: true, joins: null });
  t.match(mayWrite(token({ repository }), held({ writers: [{ address: 'https://a.example/b' }] })), {
    may: false,
    claim: true,
  });
  t.match(mayWrite(token({ repository: 'https://a.example/b' }), held()), { may: false, claim: false });
  t.match(mayWrite(token({ entry: 'software/town-hall' }), held()), { may: true, joins: null });
  t.match(mayWrite(token({ entry: 'software/other' }), held()), { may: false, why: /software\/other alone/ });
  t.match(mayWrite(token({ entry: 'software/other' }), held({ entry: null })), { may: false });
});
