/** A stream of pseudo-random numbers that is the same for the same seed, on every machine. */
export type Random = {
  /** In [0, 1). */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number;
  chance(p: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** One of `list`, likelier in proportion to its weight. */
  weighted<T>(list: readonly (readonly [T, number])[]): T;
  /** Poisson with mean `mean`. */
  poisson(mean: number): number;
  normal(): number;
  bytes(n: number): Buffer;
  /** A UUID of version 7 whose time part is `at`. */
  uuid(at: Date): string;
};

/** splitmix32: small, fast, passes what a sample needs. */
export function random(seed: number): Random {
  let state = seed >>> 0;
  const bits = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let t = state ^ (state >>> 16);
    t = Math.imul(t, 0x21f0aaad);
    t ^= t >>> 15;
    t = Math.imul(t, 0x735a2d97);
    return (t ^ (t >>> 15)) >>> 0;
  };
  const next = () => bits() / 4_294_967_296;
  const self: Random = {
    next,
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (p) => next() < p,
    pick: (list) => list[Math.floor(next() * list.length)]!,
    weighted(list) {
      let at = next() * list.reduce((sum, [, w]) => sum + w, 0);
      for (const [value, w] of list) if ((at -= w) < 0) return value;
      return list.at(-1)![0];
    },
    poisson(mean) {
      if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * self.normal()));
      const limit = Math.exp(-mean);
      let n = 0;
      for (let p = next(); p > limit; p *= next()) n++;
      return n;
    },
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    bytes(n) {
      const out = Buffer.alloc(n);
      for (let i = 0; i < n; i++) out[i] = bits() & 255;
      return out;
    },
    uuid(at) {
      const b = self.bytes(16);
      b.writeUIntBE(at.getTime(), 0, 6);
      b[6] = (b[6]! & 0x0f) | 0x70;
      b[8] = (b[8]! & 0x3f) | 0x80;
      const hex = b.toString('hex');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
    },
  };
  return self;
}
