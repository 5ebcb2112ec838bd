import { fileURLToPath } from 'node:url';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `npx vite e2e/kit`: every part of the kit on one page, to look at and for axe. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), tailwind()],
  server: { port: 3201 },
  build: { outDir: '../../dist/kit', emptyOutDir: true },
});
