import type { Hono } from 'hono';
import type { Answer } from './api.ts';

export type Browser = {
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  cookies: Map<string, string>;
};

/** Calls the application as a browser would: keeps cookies, sends its origin with what it writes, follows no redirects. */
export function testBrowser(app: Hono, origin = 'http://localhost'): Browser {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async send(method, path, body, headers = {}) {
      const response = await app.request(`${origin}${path}`, {
        method,
        redirect: 'manual',
        headers: {
          host: new URL(origin).host,
          ...(method === 'GET' ? {} : { origin, 'content-type': 'application/json' }),
          ...(cookies.size ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      for (const line of response.headers.getSetCookie()) keep(cookies, line);
      const text = await response.text();
      const contentType = response.headers.get('content-type');
      return { status: response.status, body: contentType?.includes('json') && text ? JSON.parse(text) : text, contentType, headers: response.headers };
    },
  };
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(/;\s*/);
  const [name = '', ...value] = pair.split('=');
  const gone = attributes.some((a) => /^max-age=0$/i.test(a)) || value.join('=') === '';
  if (gone) cookies.delete(name);
  else cookies.set(name, value.join('='));
}
