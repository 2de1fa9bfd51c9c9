import t from 'tap';
import { documentAjv, inDocument } from '../helpers/documented.ts';
import { openApp } from '../helpers/open-app.ts';

type Json = Record<string, unknown>;

/** Every value of the document, with where it is. */
function* walk(value: unknown, at = '#'): Generator<[string, unknown]> {
  yield [at, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) yield* walk(member, `${at}/${key}`);
}

t.test('the description is OpenAPI 3.1, and cheap to ask for again', async (t) => {
  const { ask } = await openApp(t);
  const response = await ask('/api/v1/openapi.json');
  t.equal(response.statusCode, 200);
  t.match(response.json(), { openapi: '3.1.0', info: { title: 'Alminding', version: '0.1.0' } });
  const known = { 'if-none-match': String(response.headers.etag) };
  t.equal((await ask({ url: '/api/v1/openapi.json', headers: known })).statusCode, 304);
});

t.test('every reference in it leads somewhere, and every schema can be used', async (t) => {
  const { ask, app } = await openApp(t);
  const document = (await ask('/api/v1/openapi.json')).json();
  const places = new Set([...walk(document)].map(([at]) => at));
  for (const [at, value] of walk(document)) {
    const ref = (value as Json | null)?.$ref;
    if (typeof ref === 'string') t.ok(places.has(ref), `${at} refers to ${ref}`);
  }
  const ajv = documentAjv(app);
  for (const [name, schema] of Object.entries(document.components.schemas))
    t.doesNotThrow(() => ajv.compile(inDocument(schema as object)), name);
  // The service itself does not hold them to the dialect again at every start.
  for (const [at, value] of walk(document))
    if (/\/parameters\/\d+\/schema$/.test(at)) t.equal(ajv.validateSchema(value as object), true, at);
});

/** What is posted without a token: it keeps nothing, or brings a proof of its own. */
const OPEN_TO_ALL = [
  'post /api/v1/check',
  'post /api/v1/disputes',
  'post /api/v1/oidc/token',
  'post /api/v1/webhooks/github',
  'post /api/v1/webhooks/gitlab',
  'post /api/v1/webhooks/forgejo',
  'post /add-checkpoint',
  'post /ping',
];
/** What is read by the operator alone. */
const FOR_THE_OPERATOR = [
  'get /api/v1/peers',
  'get /api/v1/tokens',
  'get /api/v1/drafts',
  'get /api/v1/drafts/{id}',
  'get /api/v1/hooks',
  'get /api/v1/hooks/{id}/deliveries',
  'get /api/v1/admissions',
  'get /api/v1/admissions/{id}/manifest',
  'get /api/v1/disputes',
  'get /api/v1/name-queue',
];

t.test('every operation has a name of its own, a tag that is explained, words and refusals', async (t) => {
  const { ask } = await openApp(t);
  const document = (await ask('/api/v1/openapi.json')).json();
  const tags = document.tags.map(({ name }: { name: string }) => name);
  const names: string[] = [];
  for (const [path, operations] of Object.entries(document.paths as Record<string, Record<string, Json>>)) {
    for (const [method, operation] of Object.entries(operations)) {
      const where = `${method} ${path}`;
      names.push(String(operation.operationId));
      t.ok(tags.includes((operation.tags as string[])[0]), where);
      t.match(operation, { summary: /^[A-Z].*[^.]$/, description: /\.$/ }, where);
      const responses = operation.responses as Record<string, { description: string; content?: Json }>;
      t.ok(responses[400]?.content?.['application/problem+json'], `${where} may be refused`);
      for (const [status, { description }] of Object.entries(responses))
        t.match(description, /\S/, `${where} ${status}`);
      const asksForToken = JSON.stringify(operation.security) === '[{"operator":[]}]';
      const writes = (method === 'post' || method === 'patch' || method === 'delete') && !OPEN_TO_ALL.includes(where);
      t.equal(asksForToken, writes || FOR_THE_OPERATOR.includes(where), `${where} asks for the token if it writes`);
    }
  }
  t.equal(new Set(names).size, names.length);
});

t.test('nothing of the API is left out of it, and no page is in it', async (t) => {
  const { ask, app } = await openApp(t);
  const paths = Object.keys((await ask('/api/v1/openapi.json')).json().paths);
  t.notOk(paths.some((path) => /^\/(en|da)\b|static|\*/.test(path)));
  const routes = app.printRoutes({ commonPrefix: false, includeHooks: false });
  for (const part of ['search', 'publish', 'status', 'openapi.json', 'healthz', 'readyz', 'metrics']) {
    t.match(routes, part);
    t.ok(
      paths.some((path) => path.endsWith(`/${part}`)),
      part,
    );
  }
  for (const plural of ['software', 'organisations', 'networks', 'adoptions'])
    for (const rest of ['', '/{address}', '/{address}/body', '/{address}/versions', '/{address}/compare'])
      t.ok(paths.includes(`/api/v1/${plural}${rest}`), `${plural}${rest}`);
});
