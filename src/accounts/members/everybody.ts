import { apiClient } from '#platform/http/client.ts';
import { contract } from './contract.ts';

const client = apiClient(contract);

/** All members who have not left, page by page. */
export async function everybody() {
  const found = [];
  for (let cursor: string | undefined; ;) {
    const page = await client.list({ limit: 200, cursor });
    found.push(...page.items.filter((member) => member.status !== 'disabled'));
    if (!page.nextCursor) return found;
    cursor = page.nextCursor;
  }
}
