import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
// As an object, so that the host stays what the browser said: the server compares it with the origin.
const api = { target: process.env.BANSO_URL ?? 'http://localhost:3000' };

export default defineConfig({
  root: at('./src/app/web'),
  publicDir: at('./src/app/web/public'),
  plugins: [inertSchemas(), react(), tailwind(), compressed()],
  build: {
    outDir: at('./dist/web'),
    emptyOutDir: true,
    target: 'baseline-widely-available',
    // Inlined fonts and images would be fetched by everyone before the first paint.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  server: { port: 3200, proxy: { '/api': api, '/v1': api } },
});

/** Contracts need no zod in the browser (src/app/web/inert-zod.ts); definitions, checked there while edited, do. */
function inertSchemas(): Plugin {
  return {
    name: 'inert-schemas',
    enforce: 'pre',
    resolveId: (source, importer) =>
      source === 'zod' && importer && !/\/(definition|condition)\.ts$/.test(importer) ? at('./src/app/web/inert-zod.ts') : null,
  };
}

/** Writes each text file compressed beside itself once, so that the server does not do it for every visitor. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    async writeBundle({ dir = '' }) {
      for (const name of await readdir(dir, { recursive: true })) {
        if (!/\.(js|css|svg)$/.test(name)) continue;
        const file = join(dir, name);
        const text = await readFile(file);
        await writeFile(`${file}.br`, await promisify(brotliCompress)(text));
        await writeFile(`${file}.gz`, await promisify(gzip)(text, { level: 9 }));
      }
    },
  };
}
