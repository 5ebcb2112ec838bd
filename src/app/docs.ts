import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import type { Hono } from 'hono';
import { z } from 'zod';
import { problemSchema } from '#platform/http/problem.ts';
import { docsPage } from './docs-page.ts';
import { trackingPaths } from './docs-tracking.ts';
import { listEndpoints, type Endpoint } from './endpoints.ts';
import { contracts } from './routes.ts';

export type Operation = {
  operationId: string;
  summary?: string;
  description?: string;
  tags?: string[];
  security?: object[];
  'x-permission'?: string;
  servers?: { url: string }[];
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[];
  requestBody?: { required?: boolean; content: Record<string, { schema?: Schema }> };
  responses?: Record<string, { description?: string; content?: Record<string, { schema?: Schema }> }>;
};
export type Schema = {
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  additionalProperties?: Schema | boolean;
  default?: unknown;
};
export type Document = { info: { title: string; version: string }; paths: Record<string, Record<string, Operation>> };

const failure = {
  description: 'A problem after RFC 9457: `detail` is for people, `code` for programs, `errors` names wrong fields, `requestId` finds it in the log.',
  content: {
    'application/problem+json': {
      schema: z.toJSONSchema(problemSchema) as Schema,
    },
  },
};

let document: Promise<Document> | undefined;

/** The OpenAPI 3.1 document of everything in `contracts`, made once. `x-permission` says who may. */
export function openApiDocument(): Promise<Document> {
  document ??= generate();
  return document;
}

async function generate(): Promise<Document> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const made = (await generator.generate(contracts, {
    info: { title: 'Banso', version: '0.1.0', description: 'Everything the web app does. Send a read or write key as `Authorization: Bearer …`.' },
    servers: [{ url: '/api' }],
    security: [{ key: [] }, { session: [] }],
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'banso.session_token' },
        writeKey: { type: 'http', scheme: 'basic' },
      },
    },
  })) as unknown as Document;
  for (const endpoint of listEndpoints(contracts)) {
    const operation = made.paths[endpoint.path]![endpoint.method.toLowerCase()]!;
    operation['x-permission'] = endpoint.permission;
    operation.tags ??= [endpoint.slice];
    if (endpoint.permission === 'public') operation.security = [];
    describeFiles(operation, endpoint);
    operation.responses = { ...operation.responses, default: failure };
  }
  Object.assign(made.paths, trackingPaths);
  return made;
}

const file: Schema = { type: 'string', format: 'binary' };

/** Where a body is a file the fields travel in the address, and what comes back is not JSON. */
function describeFiles(operation: Operation, { takes, gives }: Endpoint): void {
  if (takes) {
    const fields = operation.requestBody?.content['application/json']?.schema;
    const query = Object.entries(fields?.properties ?? {}).map(([name, schema]) => ({ name, in: 'query', required: fields!.required?.includes(name), schema }));
    operation.parameters = [...(operation.parameters ?? []), ...query];
    operation.requestBody = { required: true, content: { [takes]: { schema: file } } };
  }
  if (gives) {
    const content = Object.fromEntries(gives.map((type) => [type, { schema: file }]));
    operation.responses = { 200: { description: 'OK', content } };
  }
}

/** `styles` are style sheets of our own for text that the reader's machine may have no letters for. */
export function mountDocs(app: Hono, styles: string[] = []): void {
  app.get('/api/openapi.json', async (c) => c.json(await openApiDocument()));
  app.get('/api/docs', async (c) => {
    const japanese = (c.req.query('lang') ?? c.req.header('accept-language') ?? 'ja').toLowerCase().startsWith('ja');
    return c.html(docsPage(await openApiDocument(), japanese ? 'ja' : 'en', new URL(c.req.url).origin, styles));
  });
}
