type Inert = Record<string, unknown>;

/**
 * Stands for zod in the web app, 26 kB smaller: contracts tell the browser where endpoints are, and their schemas are for
 * the server, which checks all that comes in. Whatever is asked of a schema gives the schema itself; of an enum, its
 * options are known. Definitions, which are checked while they are edited, have the real one (vite.config.ts).
 */
function inert(own: Inert = {}): Inert {
  const self = new Proxy(() => self, {
    get: (_target, key) => {
      if (typeof key === 'symbol' || key === 'then') return undefined;
      if (key === 'parse' || key === 'safeParse') throw new Error('The schemas of contracts are not in the browser.');
      return key in own ? own[key] : self;
    },
  }) as unknown as Inert;
  return self;
}

export const z = inert({ enum: (options: readonly string[]) => inert({ options }) });
