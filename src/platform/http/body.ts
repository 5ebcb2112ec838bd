import type { z } from 'zod';
import { problem, problemOf } from './problem.ts';

/** The JSON body of an endpoint that is served outside oRPC, checked as there; refuses bodies over `max` bytes. */
export async function readJson<T extends z.ZodType>(request: Request, schema: T, max = 64 * 1024): Promise<z.output<T>> {
  const given = parseJson(await readText(request, max));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw problemOf(result.error.issues);
}

async function readText(request: Request, max: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > max) throw problem('PAYLOAD_TOO_LARGE', { ja: `${max}バイトまでです。`, en: `At most ${max} bytes.` });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return text ? JSON.parse(text) : {};
  } catch {
    throw problem('BAD_REQUEST', { ja: '本文がJSONではありません。', en: 'The body is not JSON.' });
  }
}
