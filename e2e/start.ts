import { startProduct } from './product.ts';

/** The product that the journeys share, stopped afterwards. */
export default async function start() {
  // Against a server that runs already: E2E_URL=http://localhost:3000 npx playwright test --no-deps
  if (process.env.E2E_URL) return;
  const { url, dataDir, stop } = await startProduct();
  process.env.E2E_URL = url;
  process.env.E2E_DATA = dataDir;
  return stop;
}
