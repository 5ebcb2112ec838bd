import { load } from './load.ts';
import { residentMb, startProduct } from './product.ts';
import type { Result } from './result.ts';

const port = 3814;
const idleMs = 15_000;
const loadMs = 20_000;

/** Resident memory of the server: left alone, and while 16 clients list, count and export 100,000 customers. */
export async function bench(): Promise<Result[]> {
  const product = await startProduct(port);
  try {
    await new Promise((resolve) => setTimeout(resolve, idleMs));
    const idle = await residentMb(product.pid);
    const headers = { cookie: product.cookie, origin: product.url };
    const condition = { field: 'colour', operator: 'in', value: ['risk'] };
    const asked = [
      { path: '/api/accounts/query', headers, body: JSON.stringify({ limit: 200 }) },
      { path: '/api/accounts/query', headers, body: JSON.stringify({ condition }) },
      { path: '/api/accounts/count', headers, body: JSON.stringify({ condition }) },
    ];
    const exporting = load(product.url, [{ path: '/api/accounts/export', headers, body: '{}' }], 1, loadMs);
    const times = await load(product.url, asked, 16, loadMs);
    const during = await residentMb(product.pid);
    const exports = (await exporting).flat().length;
    return [
      {
        name: 'resident memory of the server, idle',
        value: idle.now,
        limit: null,
        unit: 'MB',
        detail: `after ${idleMs / 1000} s, with jobs and 100,000 customers; without Postgres`,
      },
      {
        name: 'resident memory of the server, under load',
        value: during.now,
        limit: null,
        unit: 'MB',
        detail: `peak ${during.peak.toFixed(0)} MB; 16 clients, ${times.flat().length} answers and ${exports} exports of all customers in ${loadMs / 1000} s`,
      },
    ];
  } finally {
    await product.stop();
  }
}
