import t from 'tap';
import { openApp } from '../helpers/open-app.ts';

t.test('the process says that it lives and what it is', async (t) => {
  const { ask } = await openApp(t, { health: { version: '1.2.3' } });
  t.same((await ask('/healthz')).json(), { status: 'ok', version: '1.2.3' });
});

t.test('it is ready when it can read, and tells whether it can write', async (t) => {
  const holder = await openApp(t);
  t.same((await holder.ask('/readyz')).json(), {
    ...{ status: 'ready', writable: true, loops: 'holder' },
    ...{ signing: true, signingStopped: null },
  });
  const reader = await openApp(t, { health: { writable: async () => false, loops: () => 'reader' } });
  const response = await reader.ask('/readyz');
  t.equal(response.statusCode, 200);
  t.same(response.json(), {
    ...{ status: 'ready', writable: false, loops: 'reader' },
    ...{ signing: true, signingStopped: null },
  });
});

t.test('measures tell of routes, never of addresses', async (t) => {
  const { ask, post } = await openApp(t);
  await post({ kind: 'network', id: 'network/os2', name: 'OS2' });
  await post({ kind: 'network', id: 'network/os2', name: 'OS2' });
  await post({ kind: 'network', id: 'network/os2', name: 'OS2' }, { query: '?dry-run=true' });
  await post('name: [');
  await ask('/api/v1/search?q=secret-words');
  await ask('/api/v1/networks/os2');
  await ask('/secret-path');
  await ask('/api/v1/software?at=7');
  const response = await ask('/metrics');
  t.equal(response.headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
  const lines = response.body.split('\n');
  for (const line of [
    'alminding_http_request_duration_seconds_count{route="/api/v1/search",method="GET",status="200"} 1',
    'alminding_http_request_duration_seconds_count{route="/api/v1/networks/:address",method="GET",status="200"} 1',
    'alminding_http_request_duration_seconds_count{route="unknown",method="GET",status="404"} 1',
    'alminding_publishes_total{outcome="created"} 1',
    'alminding_publishes_total{outcome="unchanged"} 1',
    'alminding_publishes_total{outcome="checked"} 1',
    'alminding_publishes_total{outcome="refused"} 1',
    'alminding_entries{kind="network",origin="own"} 1',
    'alminding_journal_leaves 1',
    'alminding_broken_files 0',
    'alminding_unjoined_entries 0',
    'alminding_past_requests_total{outcome="refused"} 1',
    'alminding_start_time_seconds 1795341600',
  ]) {
    t.ok(lines.includes(line), line);
  }
  t.match(response.body, /^alminding_event_loop_delay_seconds \d/m);
  t.match(response.body, /^alminding_memory_bytes\{part="resident"\} \d+/m);
  t.notMatch(response.body, /secret/);
  const names = new Set(lines.flatMap((line) => /^# TYPE (\S+)/.exec(line)?.[1] ?? []));
  for (const name of names) t.match(response.body, new RegExp(`^# HELP ${name} .*\\.$`, 'm'), `${name} is explained`);
});

t.test('two services in one process have measures of their own', async (t) => {
  const [one, other] = [await openApp(t), await openApp(t)];
  await one.ask('/api/v1/search');
  t.match((await one.ask('/metrics')).body, 'route="/api/v1/search"');
  t.notMatch((await other.ask('/metrics')).body, 'route="/api/v1/search"');
});

t.test('the status tells what is in the catalogue', async (t) => {
  const forge = 'https://forge.example/os2';
  const [repositories, details] = [[`${forge}/mo`], [{ url: `${forge}/mo`, path: 'publiccode.yml' }]];
  const sources = [{ folder: 'catalogue/os2', forges: [forge], repositories, details }];
  const { ask, post, builtIn, store } = await openApp(t, { name: 'Our catalogue', sources });
  t.match((await ask('/api/v1/status')).json(), { entries: [], leaves: 0, changedAt: null, broken: [] });
  await post({ kind: 'network', id: 'network/os2', name: 'OS2' });
  await builtIn('software', 'os2mo', { name: 'OS2mo' });
  await store.putFiles([
    {
      folder: 'own',
      file: 'software/broken.yml',
      digest: 'x',
      entry: null,
      problems: JSON.stringify([{ rule: 'yaml', severity: 'error', pointer: '', message: 'Broken.', line: 3 }]),
      missingSince: null,
    },
  ]);
  const status = (await ask('/api/v1/status')).json();
  t.match(status, { name: 'Our catalogue', version: '0.1.0', leaves: 1, changedAt: '2026-11-22T10:00:00Z' });
  t.same(
    status.entries.sort((a: { kind: string }, b: { kind: string }) => a.kind.localeCompare(b.kind)),
    [
      { origin: 'own', kind: 'network', count: 1 },
      { origin: 'built-in', kind: 'software', count: 1 },
    ],
  );
  t.same(status.sources, [{ folder: 'catalogue/os2', forges: [forge], repositories }], 'and no more than is described');
  t.match(status.broken, [{ file: 'software/broken.yml', problems: [{ line: 3, message: 'Broken.' }] }]);
});

t.test('references that lead nowhere are told in the status and on the page about the catalogue', async (t) => {
  const { ask, registry, post } = await openApp(t);
  t.same((await ask('/api/v1/status')).json().dangling, []);
  t.match((await ask('/en/about')).body, 'Every reference of this catalogue’s own entries leads to an entry.');
  const record = { name: 'Agenda', url: 'https://forge.example/t/agenda', network: 'network/towns' };
  const provenance = { by: 'folder', file: 'software/agenda.json' } as const;
  const bytes = Buffer.from(JSON.stringify(record));
  await registry.publishAll([{ kind: 'software', slug: 'agenda', bytes, mediaType: 'application/json', provenance }]);
  t.same((await ask('/api/v1/status')).json().dangling, [
    { from: 'software/agenda', rel: 'network', target: 'network/towns' },
  ]);
  t.match((await ask('/en/about')).body, 'for the built-in entry write network/towns@built-in');
  t.match((await ask('/da/about')).body, 'skriv network/towns@built-in for den indbyggede post');
  await post({ kind: 'network', id: 'network/towns', name: 'Towns' });
  t.same((await ask('/api/v1/status')).json().dangling, [], 'it heals when its target comes');
});

t.test('where the built-in software is developed is shown, with the word that nobody asks there', async (t) => {
  const folder = {
    folder: 'catalogue/town',
    forges: ['https://forge.example/Town'],
    repositories: ['https://forge.example/Town/agenda'],
  };
  const { ask } = await openApp(t, { sources: [folder] });
  t.same((await ask('/api/v1/status')).json().sources, [folder]);
  const { body } = await ask('/en/about');
  for (const address of [...folder.forges, ...folder.repositories]) t.match(body, `href="${address}"`);
  t.match(body, 'They are not crawled until the operator takes them over.');
  t.match((await ask('/da/about')).body, 'De gennemsøges ikke');
  t.notMatch((await (await openApp(t)).ask('/en/about')).body, 'sources.yml');
});
