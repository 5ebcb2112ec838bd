import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { may, permissions, roles, type Actor, type Scope } from '#platform/auth/permissions.ts';
import { testApi } from '#platform/testing/api.ts';
import { mountDocs, openApiDocument, type Schema } from './docs.ts';
import { listEndpoints, type Endpoint } from './endpoints.ts';
import { jobs, subscriptions } from './jobs.ts';
import { contracts, rawRoutes, routers } from './routes.ts';

const scopes: Scope[] = ['ingest', 'read', 'write'];
const callers: { name: string; actor: Actor }[] = [
  { name: 'anonymous', actor: { kind: 'anonymous' } },
  ...roles.map((role) => ({ name: role, actor: { kind: 'member', id: '', name: role, email: '', role, language: null } as Actor })),
  ...scopes.map((scope) => ({ name: `key:${scope}`, actor: { kind: 'key', id: '', name: scope, scope, source: null, history: false } as Actor })),
];
const endpoints = listEndpoints(contracts);

describe('every endpoint', async () => {
  const api = await testApi(routers, { raw: rawRoutes, jobs, subscriptions });

  it('has an address of its own', () => {
    const places = endpoints.map((e) => `${e.method} ${e.path.replace(/\{\w+\}/g, '{}')}`);
    expect(places.filter((place, i) => places.indexOf(place) !== i)).toEqual([]);
    expect(endpoints.length).toBeGreaterThan(30);
  });

  it('declares a permission that there is, and is served', () => {
    const known = [...permissions, 'public', 'ingest'];
    expect(endpoints.filter((e) => !known.includes(e.permission))).toEqual([]);
    const served = new Set(rawRoutes.map((r) => `${r.method} ${r.path}`));
    const missing = endpoints.filter((e) => (e.raw ? !served.has(`${e.method} ${e.path.replace(/\{(\w+)\}/g, ':$1')}`) : !has(routers, e.name)));
    expect(missing.map((e) => e.name)).toEqual([]);
  });

  it('is in the API document with its permission', async () => {
    const { paths } = await openApiDocument();
    const listed = endpoints.map((e) => [e.name, paths[e.path]?.[e.method.toLowerCase()]?.['x-permission']]);
    expect(listed).toEqual(endpoints.map((e) => [e.name, e.permission]));
  });

  it('says where a body is a file and not JSON, and lists the tracking API beside /api', async () => {
    const { paths } = await openApiDocument();
    const upload = paths['/imports']!.post!;
    expect(Object.keys(upload.requestBody!.content)).toEqual(['application/octet-stream']);
    expect(upload.parameters!.map((p) => [p.name, p.in, p.required])).toEqual([
      ['noun', 'query', true],
      ['fileName', 'query', true],
    ]);
    expect(Object.keys(paths['/imports/{importId}/rejected-rows.csv']!.get!.responses!['200']!.content!)).toEqual(['text/csv']);
    for (const name of ['identify', 'group', 'track', 'page', 'screen', 'alias', 'batch'])
      expect(paths[`/v1/${name}`]?.post).toMatchObject({ servers: [{ url: '/' }], security: [{ writeKey: [] }, { key: [] }] });
  });

  it.each(callers)('answers $name as declared', async ({ name, actor }) => {
    const wrong: string[] = [];
    for (const endpoint of endpoints) {
      const expected = may(actor, endpoint.permission) ? 'let in' : actor.kind === 'anonymous' ? 401 : 403;
      const answer = await api.app.request(`/api${pathOf(endpoint)}`, await requestOf(endpoint, name));
      const got = answer.status === 401 || answer.status === 403 ? answer.status : 'let in';
      if (got !== expected) wrong.push(`${endpoint.method} ${endpoint.path} (${endpoint.permission}): ${got} instead of ${expected}: ${await answer.text()}`);
      else await answer.body?.cancel();
    }
    expect(wrong).toEqual([]);
  });
});

describe('the permissions themselves', () => {
  it('let everyone do what only concerns themselves, and only administrators decide who gets in', () => {
    const member = (role: (typeof roles)[number]): Actor => ({ kind: 'member', id: '', name: '', email: '', role, language: null });
    for (const role of roles) expect(may(member(role), 'session.own')).toBe(true);
    for (const permission of ['members.write', 'keys.write', 'organisation.write'] as const)
      expect(roles.filter((role) => may(member(role), permission))).toEqual(['admin']);
  });

  it('give a viewer and a read key nothing that writes', () => {
    const viewer: Actor = { kind: 'member', id: '', name: '', email: '', role: 'viewer', language: null };
    const key: Actor = { kind: 'key', id: '', name: '', scope: 'read', source: null, history: false };
    const writing = permissions.filter((p) => /\.(write|delete)$/.test(p));
    expect(writing.filter((p) => may(viewer, p) || may(key, p))).toEqual([]);
    expect(endpoints.filter((e) => e.method === 'DELETE' && e.permission.endsWith('.read'))).toEqual([]);
  });
});

describe('/api/docs', () => {
  const app = new Hono();
  mountDocs(app);

  it('shows every endpoint, with nothing from elsewhere', async () => {
    const page = await (await app.request('/api/docs', { headers: { 'accept-language': 'en-GB' } })).text();
    for (const endpoint of endpoints) expect(page).toContain(`id="${endpoint.name}"`);
    expect(page).toContain('Authorization: Bearer');
    expect([...page.matchAll(/(?:src|href)="([^"]*)"/g)].map((m) => m[1]!).filter((at) => !/^[#/]/.test(at))).toEqual([]);
    expect(page).toContain('<code>/v1/batch</code>');
    expect(page).toContain('<code>/api/products</code>');
    expect(await (await app.request('/api/docs')).text()).toContain('画面でできることは');
  });
});

function has(tree: object, name: string): boolean {
  return name.split('.').reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], tree) !== undefined;
}

const id = '00000000-0000-7000-8000-0000000000ee';
function pathOf({ path }: Endpoint): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => (/no$/i.test(name) ? '1' : /^(key|source|name)$/.test(name) ? 'x' : id));
}

/** A request with a body that looks right, so that what answers is the permission. */
async function requestOf(endpoint: Endpoint, caller: string): Promise<RequestInit> {
  const headers = { 'x-test-actor': caller, 'content-type': 'application/json' };
  if (endpoint.method === 'GET' || endpoint.method === 'DELETE') return { method: endpoint.method, headers };
  const operation = (await openApiDocument()).paths[endpoint.path]![endpoint.method.toLowerCase()]!;
  const schema = operation.requestBody?.content['application/json']?.schema;
  return { method: endpoint.method, headers, body: JSON.stringify(schema ? sample(schema) : {}) };
}

function sample(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (choice) return sample(choice);
  const type = [schema.type].flat()[0];
  if (type === 'object')
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).flatMap(([name, property]) => (schema.required?.includes(name) ? [[name, sample(property)]] : [])),
    );
  if (type === 'array') return [];
  if (type === 'integer' || type === 'number') return 1;
  if (type === 'boolean') return false;
  const texts: Record<string, string> = {
    uuid: id,
    date: '2026-11-24',
    'date-time': '2026-11-24T03:00:00Z',
    email: 'x@example.co.jp',
    uri: 'https://example.co.jp',
  };
  return texts[schema.format ?? ''] ?? 'x';
}
