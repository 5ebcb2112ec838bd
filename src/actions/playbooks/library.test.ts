import { describe, expect, it } from 'vitest';
import { testApi } from '#platform/testing/api.ts';
import { draftOf, library } from './library.ts';
import { routes } from './routes.ts';

const api = await testApi({ playbooks: routes });

describe('the library', () => {
  it('is for those who may write playbooks', async () => {
    expect((await api.as(null).get('/playbooks/library')).status).toBe(401);
    expect((await api.as('csm').post('/playbooks/library/renewal_120', {})).status).toBe(403);
    expect((await api.as('ops').post('/playbooks/library/no_such', {})).status).toBe(404);
  });

  it('offers ten, of which each can be taken and published in both languages as it is', async () => {
    expect((await api.as('csm').get('/playbooks/library')).body).toHaveLength(10);
    for (const { template } of library)
      for (const language of ['ja', 'en']) {
        const taken = await api.as('ops').post(`/playbooks/library/${template}`, { language });
        expect(taken).toMatchObject({ status: 201, body: { status: 'draft', template } });
        expect(await api.as('ops').post(`/playbooks/${taken.body.playbookId}/versions`, {})).toMatchObject({
          status: 201,
          body: { status: 'live', version: 1 },
        });
      }
    expect((await api.audit()).filter((a) => a.action === 'playbooks.take')).toHaveLength(20);
    expect((await api.as('ops').get('/playbooks/library')).body.every((r: { taken: boolean }) => r.taken)).toBe(true);
  });

  it('has no English left in its Japanese, nor Japanese in its English', () => {
    const words = (language: 'ja' | 'en') =>
      JSON.stringify(
        library.map((ready) => draftOf(ready, language)).map((d) => [d.name, d.description, d.draft.tasks.map((t) => [t.title, t.body, t.template])]),
      );
    expect(words('en')).not.toMatch(/[ぁ-んァ-ヶ一-龠]/);
    for (const ready of library) for (const t of ready.tasks) expect(t.title.ja).toMatch(/[ぁ-んァ-ヶ一-龠]/);
  });
});
