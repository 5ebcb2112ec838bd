import { html, raw } from 'hono/html';
import { roles, may, type Permission } from '#platform/auth/permissions.ts';
import { textsIn, type Language } from '#platform/i18n/texts.ts';
import type { Document, Operation, Schema } from './docs.ts';
import { docsStyle } from './docs-style.ts';
import { docsTexts } from './docs-texts.ts';

type Html = ReturnType<typeof html>;
type Row = { name: string; type: string; required: boolean; description: string };
type Words = ReturnType<typeof wordsIn>;

const wordsIn = (language: Language) => textsIn(docsTexts, language);

/** The API as one page that needs nothing from elsewhere; everything on it is made from the OpenAPI document. */
export function docsPage(document: Document, language: Language, origin: string, styles: string[] = []): Html {
  const t = wordsIn(language);
  const groups = grouped(document);
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Banso API</title>
        <link rel="icon" href="/icon.svg" />
        ${styles.map((href) => html`<link rel="stylesheet" href="${href}" />`)}
        <style>
          ${raw(docsStyle)}
        </style>
      </head>
      <body>
        <nav aria-label="${t.contents}">
          <a class="brand" href="#top">Banso API</a>
          ${[...groups.keys()].map((tag) => html`<a href="#${tag}">${tag}</a>`)}
        </nav>
        <main id="top">
          <h1>Banso API <small>${document.info.version}</small></h1>
          <p>${t.lead}</p>
          <ul>
            ${t.points.split('\n').map((point) => html`<li>${raw(point)}</li>`)}
          </ul>
          <pre tabindex="0">${t.example(origin)}</pre>
          ${[...groups].map(([tag, operations]) => group(tag, operations, t))}
        </main>
      </body>
    </html>`;
}

// What most scripts never need comes last.
const about = ['organisation', 'members', 'teams', 'keys', 'auditLog', 'sessions'];

type Placed = Operation & { method: string; path: string };

function grouped(document: Document): Map<string, Placed[]> {
  const groups = new Map<string, Placed[]>();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags?.[0] ?? 'other';
      groups.set(tag, [...(groups.get(tag) ?? []), { ...operation, method: method.toUpperCase(), path }]);
    }
  }
  const last = about.filter((tag) => groups.has(tag)).map((tag) => [tag, groups.get(tag)!] as const);
  return new Map([...[...groups].filter(([tag]) => !about.includes(tag)), ...last]);
}

function group(tag: string, operations: Placed[], t: Words): Html {
  return html`<section id="${tag}">
    <h2>${tag}</h2>
    ${operations.map((operation) => endpoint(operation, t))}
  </section>`;
}

function endpoint(operation: Placed, t: Words): Html {
  const input = [...(operation.parameters ?? []).map(parameter), ...rowsOf(bodyOf(operation.requestBody?.content))];
  const [status, success] = Object.entries(operation.responses ?? {}).find(([code]) => code.startsWith('2')) ?? ['200', undefined];
  return html`<details id="${operation.operationId}">
    <summary>
      <b class="${operation.method}">${operation.method}</b> <code>${operation.servers?.[0]?.url.replace(/\/$/, '') ?? '/api'}${operation.path}</code>
      <span>${operation.summary}</span>
    </summary>
    <div>
      ${operation.description ? html`<p>${operation.description}</p>` : ''}
      <p class="who">${whoMay(operation['x-permission'] as Permission, t)}</p>
      ${input.length ? table(t.input, input, t) : ''} ${table(`${t.output} ${status}`, rowsOf(bodyOf(success?.content)), t)}
    </div>
  </details>`;
}

function whoMay(permission: Permission, t: Words): string {
  if (permission === 'public') return t.everyone;
  const key = { kind: 'key', id: '', name: '', source: null, history: false } as const;
  const may1 = roles.filter((role) => may({ kind: 'member', id: '', name: '', email: '', role, language: null }, permission));
  const keys = (['read', 'write', 'ingest'] as const).filter((scope) => may({ ...key, scope }, permission));
  return t.who(permission, may1.length === roles.length ? t.allRoles : may1.join(', ') || '—', keys.join(', ') || '—');
}

function table(title: string, rows: Row[], t: Words): Html {
  if (!rows.length) return html`<h3>${title}</h3>`;
  return html`<h3>${title}</h3>
    <div class="scroll" tabindex="0" role="region" aria-label="${title}">
      <table>
        <thead>
          <tr>
            <th scope="col">${t.field}</th>
            <th scope="col">${t.type}</th>
            <th scope="col">${t.description}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                <td><code>${row.name}</code>${row.required ? html`<i title="${t.required}">*</i>` : ''}</td>
                <td>${row.type}</td>
                <td>${row.description}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function parameter(given: NonNullable<Operation['parameters']>[number]): Row {
  return {
    name: given.in === 'path' ? `{${given.name}}` : `?${given.name}`,
    type: typeOf(given.schema),
    required: given.required ?? false,
    description: given.schema?.description ?? '',
  };
}

function bodyOf(content: Record<string, { schema?: Schema }> | undefined): Schema | undefined {
  return Object.values(content ?? {})[0]?.schema;
}

/** The fields of a schema, those of its objects and lists included, down to four levels. */
function rowsOf(schema: Schema | undefined, prefix = '', depth = 0): Row[] {
  const inner = objectOf(schema);
  if (!inner?.schema.properties || depth > 3) return [];
  const place = prefix + inner.suffix;
  return Object.entries(inner.schema.properties).flatMap(([name, property]) => [
    {
      name: place ? `${place}.${name}` : name,
      type: typeOf(property),
      required: inner.schema.required?.includes(name) ?? false,
      description: property.description ?? '',
    },
    ...rowsOf(property, place ? `${place}.${name}` : name, depth + 1),
  ]);
}

function objectOf(schema: Schema | undefined, suffix = ''): { schema: Schema; suffix: string } | null {
  if (!schema) return null;
  if (schema.properties) return { schema, suffix };
  if (schema.items) return objectOf(schema.items, `${suffix}[]`);
  const choices = (schema.anyOf ?? schema.oneOf ?? []).filter((one) => one.type !== 'null');
  return choices.length === 1 ? objectOf(choices[0], suffix) : null;
}

function typeOf(schema: Schema | undefined): string {
  if (!schema) return '';
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map(typeOf))].join(' | ');
  if (schema.items) return `${typeOf(schema.items)}[]`;
  const type = [schema.type ?? 'any'].flat().join(' | ');
  return schema.format ? `${type} (${schema.format})` : type;
}
