import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blockedAddress } from './addresses.ts';
import { FetchRefused, safeFetch, type SafeFetchOptions } from './safe-fetch.ts';
import { cert, key } from './test-certificate.ts';

describe('addresses that must not be reached', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '198.18.0.1',
    '192.0.2.1',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b::a9fe:a9fe',
    '2002:7f00:1::',
    '2002:a00:1::1',
    '2001::1',
    '2001:db8::1',
    'fd00:ec2::254',
    'nonsense',
  ])('%s', (address) => expect(blockedAddress(address)).toBe(true));
  it.each(['8.8.8.8', '203.104.209.7', '2001:4860:4860::8888', '2400:8500::1', '::ffff:8.8.8.8', '64:ff9b::808:808'])('but %s may', (address) =>
    expect(blockedAddress(address)).toBe(false),
  );
});

describe('reading an outside address', () => {
  let server: Server;
  let base: string;
  let authorization: string | undefined;
  const addresses: Record<string, string> = { 'data.example': '127.0.0.1', 'other.example': '127.0.0.1', 'inside.example': '10.0.0.5' };
  const looked: string[] = [];
  const options = (more: Partial<SafeFetchOptions> = {}): SafeFetchOptions => ({
    maxBytes: 1000,
    ca: cert,
    allow: (a) => a === '127.0.0.1',
    resolve: ((name: string, _how: unknown, callback: (e: Error | null, a: unknown) => void) => {
      looked.push(name);
      callback(null, [{ address: addresses[name], family: 4 }]);
    }) as never,
    ...more,
  });
  const read = async (address: string, more: Partial<SafeFetchOptions> = {}) => {
    const { body, fileName } = await safeFetch(address, options(more));
    const parts: Buffer[] = [];
    for await (const part of body) parts.push(part);
    return [Buffer.concat(parts).toString(), fileName];
  };
  const refusal = async (address: string, more: Partial<SafeFetchOptions> = {}) => {
    try {
      return await read(address, more);
    } catch (error) {
      if (error instanceof FetchRefused) return error.problem;
      throw error;
    }
  };

  beforeAll(async () => {
    server = createServer({ key, cert }, (request, response) => {
      authorization = request.headers.authorization;
      const to = (location: string) => response.writeHead(302, { location }).end();
      if (request.url === '/file.csv' || request.url === '/100%.csv') response.end('a,b\n1,2\n');
      else if (request.url === '/again') to(`${base}/file.csv`);
      else if (request.url === '/inside') to('https://inside.example/');
      else if (request.url === '/meta') to('https://169.254.169.254/latest');
      else if (request.url === '/plain') to('http://data.example/');
      else if (request.url === '/loop') to(`${base}/loop`);
      else if (request.url === '/large') response.writeHead(200, { 'content-length': '5000' }).end('x'.repeat(5000));
      else if (request.url === '/endless') {
        const timer = setInterval(() => response.write('x'.repeat(400)), 1);
        response.on('close', () => clearInterval(timer));
      } else if (request.url === '/never') return;
      else response.writeHead(404).end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    base = `https://data.example:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('gives the body and the name', async () => {
    expect(await read(`${base}/file.csv`)).toEqual(['a,b\n1,2\n', 'file.csv']);
    expect(await read(`${base}/again`)).toEqual(['a,b\n1,2\n', 'file.csv']);
    await read(`${base.replace('https://', 'https://user:p%40ss@')}/file.csv`);
    expect(authorization).toBe(`Basic ${Buffer.from('user:p@ss').toString('base64')}`);
    expect(await read(`${base.replace('https://', 'https://user:5%@')}/100%.csv`)).toEqual(['a,b\n1,2\n', '100%.csv']);
    expect(authorization).toBe(`Basic ${Buffer.from('user:5%').toString('base64')}`);
  });

  it('refuses our own network, by name, by number, and behind a redirect', async () => {
    expect(await refusal('https://inside.example/')).toBe('privateAddress');
    expect(await refusal(`${base}/file.csv`, { allow: undefined })).toBe('privateAddress');
    expect(await refusal('https://169.254.169.254/latest')).toBe('privateAddress');
    expect(await refusal('https://[::ffff:10.0.0.1]/')).toBe('privateAddress');
    expect(await refusal('https://167772165/')).toBe('privateAddress');
    expect(await refusal(`${base}/inside`)).toBe('privateAddress');
    expect(await refusal(`${base}/meta`)).toBe('privateAddress');
  });

  it('goes to the address it has checked: a name is looked up once a connection', async () => {
    looked.length = 0;
    await read(`${base}/file.csv`);
    expect(looked).toEqual(['data.example']);
  });

  it('refuses what is not HTTPS, loops, errors, and is too large or too slow', async () => {
    expect(await refusal('http://data.example/')).toBe('notHttps');
    expect(await refusal('file:///etc/passwd')).toBe('notHttps');
    expect(await refusal('nonsense')).toBe('badUrl');
    expect(await refusal(`${base}/plain`)).toBe('notHttps');
    expect(await refusal(`${base}/loop`)).toBe('tooManyRedirects');
    expect(await refusal(`${base}/none`)).toBe('status');
    expect(await refusal(`${base}/large`)).toBe('tooLarge');
    expect(await refusal(`${base}/endless`)).toBe('tooLarge');
    expect(await refusal(`${base}/never`, { timeoutMs: 300 })).toBe('timeout');
    expect(await refusal(`${base}/file.csv`, { ca: undefined })).toBe('unreachable');
  });
});
