import { statfsSync } from 'node:fs';
import { totalmem } from 'node:os';

const MB = 1024 * 1024;

/** Settings for a Postgres that shares the machine with Banso itself; `memory` in bytes. */
export function productionSettings(memory = machineMemory()): Record<string, string> {
  const part = (share: number, least: number, most: number) => `${Math.round(Math.min(Math.max((memory * share) / MB, least), most))}MB`;
  return {
    ...common(),
    max_connections: '100',
    shared_buffers: part(1 / 10, 128, 8192),
    effective_cache_size: part(1 / 2, 512, 65536),
    maintenance_work_mem: part(1 / 32, 64, 1024),
    work_mem: part(1 / 400, 8, 64),
    wal_buffers: '16MB',
    min_wal_size: '256MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    wal_compression: 'pglz',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    autovacuum_naptime: '20s',
    log_min_duration_statement: '5s',
    log_lock_waits: 'on',
    logging_collector: 'on',
    log_directory: 'log',
    log_filename: 'postgresql-%a.log',
    log_rotation_age: '1d',
    log_rotation_size: '0',
    log_truncate_on_rotation: 'on',
  };
}

/** Fast and careless: a test cluster is thrown away, so nothing has to survive a power cut. */
export function testSettings(): Record<string, string> {
  return {
    ...common(),
    max_connections: '300',
    shared_buffers: '128MB',
    work_mem: '16MB',
    fsync: 'off',
    full_page_writes: 'off',
    synchronous_commit: 'off',
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_wal_size: '2GB',
    checkpoint_timeout: '1h',
    autovacuum_naptime: '1h',
  };
}

function common(): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    random_page_cost: '1.1',
    jit: 'off',
    dynamic_shared_memory_type: sharedMemoryType(),
  };
}

function machineMemory(): number {
  const limit = process.constrainedMemory?.() ?? 0;
  return limit > 0 && limit < totalmem() ? limit : totalmem();
}

/** A container's /dev/shm is 64 MB unless asked for, too small for a parallel query. */
function sharedMemoryType(): string {
  if (process.platform === 'win32') return 'windows';
  if (process.platform !== 'linux') return 'posix';
  try {
    const { bsize, blocks } = statfsSync('/dev/shm');
    return bsize * blocks >= 256 * MB ? 'posix' : 'mmap';
  } catch {
    return 'mmap';
  }
}
