import { expect, test } from 'vitest';
import { serve } from './start.ts';

const url = 'http://localhost:3000';

test('says when it is ready, and stops when asked to', async () => {
  const said: string[] = [];
  const stop = async () => void said.push('stopping');
  let ask = () => {};
  const served = serve(
    async () => ({ stop }),
    new Promise((resolve) => (ask = resolve)),
    url,
    (line) => said.push(line),
  );
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(said).toEqual([`Banso is ready at ${url}`]);
  ask();
  await served;
  expect(said.slice(1)).toEqual(['stopping', 'Stopped.']);
});

test('asked to stop while it starts: not ready, and what breaks because of it is no failure', async () => {
  const said: string[] = [];
  const stop = async () => void said.push('stopping');
  await serve(
    async () => ({ stop }),
    Promise.resolve(),
    url,
    (line) => said.push(line),
  );
  await serve(
    () => Promise.reject(new Error('cut off')),
    Promise.resolve(),
    url,
    (line) => said.push(line),
  );
  expect(said).toEqual(['stopping', 'Stopped.', 'Stopped.']);
});

test('a start that fails by itself fails', async () => {
  await expect(
    serve(
      () => Promise.reject(new Error('no database')),
      new Promise(() => {}),
      url,
      () => {},
    ),
  ).rejects.toThrow('no database');
});
