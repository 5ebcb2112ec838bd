import { describe, expect, it } from 'vitest';
import { testApi } from '#platform/testing/api.ts';
import { fill, unknownFields } from './merge.ts';
import { routes } from './routes.ts';

const api = await testApi({ playbooks: routes });
const ops = api.as('ops');
const task = (key: string, more: object = {}) => ({ key, title: `${key}を行う`, due: { kind: 'start', businessDays: 1 }, ...more });
const body = {
  name: '低NPSへの対応',
  draft: { tasks: [task('call'), task('mail', { template: { subject: '{{account.name}}様', body: '{{ contact.name }}様' } })] },
};
const paths = (answer: { body: { errors?: { path: string }[] } }) => answer.body.errors?.map((e) => e.path);

describe('a playbook', () => {
  it('refuses who may not', async () => {
    expect((await api.as(null).get('/playbooks')).status).toBe(401);
    expect((await api.as('csm').post('/playbooks', body)).status).toBe(403);
    expect((await api.as('viewer').get('/playbooks')).status).toBe(200);
  });

  it('refuses what is wrong, naming its place', async () => {
    const wrong = (...tasks: object[]) => ops.post('/playbooks', { name: '低NPS', draft: { tasks } });
    expect(paths(await wrong())).toEqual(['draft.tasks']);
    expect(paths(await wrong(task('a'), task('a')))).toEqual(['draft.tasks.1.key']);
    expect(paths(await wrong(task('a'), task('b', { template: { subject: '{{account.nmae}}', body: '{{contact.name' } })))).toEqual([
      'draft.tasks.1.template.subject',
      'draft.tasks.1.template.body',
    ]);
    expect(paths(await wrong(task('a', { condition: { field: 'no_such', operator: 'is', value: true } })))).toEqual(['draft.tasks.0.condition.field']);
    expect(paths(await wrong(task('a', { doneWhen: { field: 'csm', operator: 'in', value: ['@me'] } })))).toEqual(['draft.tasks.0.doneWhen']);
    expect(paths(await wrong(task('a', { links: [{ title: '手順', url: 'javascript:alert(1)' }] })))).toEqual(['draft.tasks.0.links.0.url']);
  });

  it('is a draft until it is published, and every version stays', async () => {
    const made = await ops.post('/playbooks', body);
    expect(made).toMatchObject({ status: 201, body: { status: 'draft', version: null, hasDraft: true, published: null, tasks: 2 } });
    expect((await api.audit()).at(-1)).toMatchObject({ action: 'playbooks.create', label: body.name });
    const at = `/playbooks/${made.body.playbookId}`;
    expect((await ops.post(`${at}/versions`, { note: '初版' })).body).toMatchObject({
      status: 'live',
      version: 1,
      draft: null,
      versions: [{ version: 1, note: '初版', running: 0 }],
    });
    expect((await ops.post(`${at}/versions`, {})).status).toBe(409);
    await ops.patch(at, { name: '低NPS', draft: { tasks: [task('call')] } });
    expect((await ops.get(at)).body).toMatchObject({ name: '低NPS', published: { tasks: [{}, {}] }, draft: { tasks: [{ key: 'call' }] } });
    expect((await ops.post(`${at}/versions`, {})).body).toMatchObject({
      version: 2,
      versions: [
        { version: 2, tasks: 1 },
        { version: 1, tasks: 2 },
      ],
    });
    expect((await api.audit()).at(-1)).toMatchObject({ action: 'playbooks.publish', changes: { version: [1, 2] } });
    expect((await ops.post(`${at}/retirement`)).body.status).toBe('retired');
    expect((await ops.delete(`${at}/retirement`)).body.status).toBe('live');
    expect((await ops.delete(at)).status).toBe(204);
    expect((await ops.get(at)).status).toBe(404);
  });

  it('shows Markdown as people will see it, made safe', async () => {
    expect((await api.as('csm').post('/playbooks/preview', { text: '**至急** <b>x</b>' })).body.html).toBe(
      '<p><strong>至急</strong> &lt;b&gt;x&lt;/b&gt;</p>\n',
    );
  });
});

describe('merge fields', () => {
  it('are filled in, and what is not known is seen and listed', () => {
    expect(unknownFields('{{account.name}} {{ renewal.date }}')).toEqual([]);
    expect(unknownFields('{{x}} }}')).toEqual(['x', '{{']);
    const filled = fill('{{account.name}} {{contact.name}}様', { 'account.name': '青葉工業' }, () => '先方担当者名');
    expect(filled).toEqual({ text: '青葉工業 〔先方担当者名〕様', missing: ['contact.name'] });
  });
});
