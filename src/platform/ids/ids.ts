import { v7 } from 'uuid';

/** A new UUIDv7: ordered by time, so that keys stay close together in an index. */
export const newId = (): string => v7();
