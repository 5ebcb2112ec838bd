import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../db/db.ts';
import { startThrowaway } from '../db/embedded/throwaway.ts';
import { migrate } from '../db/migrate.ts';

const migrations = fileURLToPath(new URL('../../../migrations', import.meta.url));

/** Once for a run of the tests: a throwaway Postgres with a migrated template to clone. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startThrowaway();
  const server = openDatabase(postgres.url, { max: 1 });
  await server.pool.query('create database banso_template');
  await server.close();
  const url = new URL(postgres.url);
  url.pathname = '/banso_template';
  const template = openDatabase(url.href, { max: 1 });
  await migrate(template.pool, migrations);
  await template.close();
  project.provide('postgresUrl', postgres.url);
  return () => postgres.stop();
}
