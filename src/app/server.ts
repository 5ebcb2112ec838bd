import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serve, type ServerType } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Hono } from 'hono';
import { createApp, type AppOptions } from '#platform/http/app.ts';
import { trackingApi } from '#signals/events/index.ts';
import { rawRoutes, routers } from './routes.ts';
import { mountDocs } from './docs.ts';

export type Server = { port: number; stop(): Promise<void> };

/** Builds the application and listens on `port` (0: any free one). `webRoot` holds the built web app. */
export async function startServer(options: Omit<AppOptions, 'routers' | 'raw'> & { port: number; host?: string; webRoot: string }): Promise<Server> {
  const tracking = trackingApi(options);
  const fonts = await fontStyles(options.webRoot);
  const app = createApp({
    ...options,
    remember: true,
    routers,
    raw: rawRoutes,
    mount(hono, makeContext) {
      mountDocs(hono, fonts);
      hono.route('/', tracking.app);
      options.mount?.(hono, makeContext);
    },
  });
  serveWeb(app, options.webRoot);
  const server = await listen(app, options.port, options.host);
  return {
    port: server.port,
    async stop() {
      options.site.live.close();
      await server.stop();
      await tracking.collector.stop();
    },
  };
}

/** The style sheet of the bundled Japanese font, under the name the build gave it. */
async function fontStyles(webRoot: string): Promise<string[]> {
  const names = await readdir(join(webRoot, 'assets')).catch(() => []);
  return names.filter((name) => /^wght-.*\.css$/.test(name)).map((name) => `/assets/${name}`);
}

// Hashed files live for ever; every other path is a screen and gets the one page.
function serveWeb(app: Hono, webRoot: string): void {
  app.use('/assets/*', async (c, next) => {
    await next();
    if (c.res.ok) c.header('cache-control', 'public, max-age=31536000, immutable');
  });
  app.use('*', serveStatic({ root: webRoot, precompressed: true }));
  app.get('/assets/*', (c) => c.notFound());
  app.get('*', async (c) => c.html(await readFile(join(webRoot, 'index.html'), 'utf8'), 200, { 'cache-control': 'no-cache' }));
}

// Longer than the 60 s after which proxies drop an idle connection: whoever closes first must not be us, since a request
// may be on its way already (Node's own 5 s give a 502 or a broken connection now and then).
const IDLE_MS = 75_000;

function listen(app: Hono, port: number, hostname?: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const serverOptions = { keepAliveTimeout: IDLE_MS, headersTimeout: IDLE_MS + 5_000 };
    const server: ServerType = serve({ fetch: app.fetch, port, hostname, serverOptions }, (info) => resolve({ port: info.port, stop: () => close(server) }));
    server.on('error', reject);
  });
}

/** Stops taking connections and waits for the requests that are being answered, at most 20 s. */
function close(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    if (!('closeIdleConnections' in server)) return void server.close(() => resolve());
    const force = setTimeout(() => server.closeAllConnections(), 20_000);
    // A client that keeps its connection would be served for ever; between two requests it is closed.
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    server.close(() => {
      clearTimeout(force);
      clearInterval(idle);
      resolve();
    });
  });
}
