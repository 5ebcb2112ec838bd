import type { Command } from './command.ts';

/** Every command, in the order of --help. Loaded when asked for, so that each starts fast. */
export const commands: { name: string; summary: string; load(): Promise<Command> }[] = [
  { name: 'start', summary: 'start Banso: database, web server and jobs', load: async () => (await import('./start.ts')).command },
  { name: 'migrate', summary: 'bring the database up to date and stop', load: async () => (await import('./migrate.ts')).command },
  { name: 'user add', summary: 'add a member and print a one-time link', load: async () => (await import('./user.ts')).add },
  { name: 'user link', summary: 'print a new one-time link for a member', load: async () => (await import('./user.ts')).link },
  { name: 'key add', summary: 'make an API key or write key and print it', load: async () => (await import('./key.ts')).add },
  { name: 'recompute', summary: 'make values of metrics and scores again', load: async () => (await import('./recompute.ts')).command },
  { name: 'export scores', summary: 'print the scores of a day as CSV', load: async () => (await import('./export.ts')).scores },
  { name: 'backup', summary: 'write everything into one file, also while Banso runs', load: async () => (await import('./backup.ts')).command },
  { name: 'restore', summary: 'fill an empty database from such a file', load: async () => (await import('./restore.ts')).command },
  { name: 'doctor', summary: 'look for trouble and say what to do', load: async () => (await import('./doctor.ts')).command },
  { name: 'import', summary: 'load customers, contacts, contracts or events from a file', load: async () => (await import('./import.ts')).command },
  { name: 'sample', summary: 'make a believable company to try Banso with', load: async () => (await import('./sample.ts')).command },
];
