import { StandardBracketNotationSerializer, StandardOpenAPIJsonSerializer, StandardOpenAPISerializer } from '@orpc/openapi-client/standard';
import { StandardOpenAPICodec, StandardOpenAPIMatcher, type StandardOpenAPIHandlerOptions } from '@orpc/openapi/standard';
import type { Router } from '@orpc/server';
import { FetchHandler } from '@orpc/server/fetch';
import { StandardHandler } from '@orpc/server/standard';
import type { Context } from './context.ts';

const plain = new WeakSet<object>();

/** Says of a part of an answer that it is nothing but texts, numbers and lists of them: it goes out as it is, without a walk through each value. */
export function asPlain<T extends object>(part: T): T {
  plain.add(part);
  return part;
}

class Serializer extends StandardOpenAPIJsonSerializer {
  override serialize(data: unknown, hasBlob = { value: false }): [unknown, boolean] {
    return typeof data === 'object' && data !== null && plain.has(data) ? [data, hasBlob.value] : super.serialize(data, hasBlob);
  }
}

/** oRPC's OpenAPIHandler, put together from its own parts with a serializer that knows `asPlain`. */
export function openApiHandler(routers: Record<string, object>, options: StandardOpenAPIHandlerOptions<Context>): FetchHandler<Context> {
  const serializer = new StandardOpenAPISerializer(new Serializer(), new StandardBracketNotationSerializer());
  const codec = new StandardOpenAPICodec(serializer, options);
  return new FetchHandler(new StandardHandler(routers as Router<never, Context>, new StandardOpenAPIMatcher(options), codec, options), options);
}
