import { createMemoryHistory, createRootRoute, createRoute, createRouter, Link, RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import '#app/web/app.css';
import '@fontsource-variable/noto-sans-jp/wght.css';
import { PlaceProvider, useFormat } from '#platform/i18n/react.tsx';
import { Button, IconButton, LinkButton } from '#platform/ui/button.tsx';
import { Chart } from '#platform/ui/chart.tsx';
import { Combobox, type Choice } from '#platform/ui/combobox.tsx';
import { CodeBlock } from '#platform/ui/copy.tsx';
import { DatePicker } from '#platform/ui/date-picker.tsx';
import { ConfirmDialog, Dialog } from '#platform/ui/dialog.tsx';
import { Explain } from '#platform/ui/explain.tsx';
import { Checkbox, MoneyField, NumberField, RadioGroup, Select, Switch, TextArea, TextField } from '#platform/ui/fields.tsx';
import { FileDrop } from '#platform/ui/file-drop.tsx';
import { Card, Facts, Kpi, Page, PageHeader, Tabs } from '#platform/ui/layout.tsx';
import { Menu } from '#platform/ui/menu.tsx';
import { Avatar, Chip, HealthPill, Pill, type Tone } from '#platform/ui/pills.tsx';
import { Bar, StackedBar } from '#platform/ui/bars.tsx';
import { Sparkline } from '#platform/ui/spark.tsx';
import { EmptyState, ErrorState, Notice, Progress, SkeletonBlock } from '#platform/ui/states.tsx';
import { Steps } from '#platform/ui/steps.tsx';
import { Table, type Sort } from '#platform/ui/table.tsx';
import { TagField } from '#platform/ui/tag-field.tsx';
import { Timeline } from '#platform/ui/timeline.tsx';
import { toast, Toasts } from '#platform/ui/toast.tsx';

type Row = { id: string; name: string; tone: Tone; score: number | null; mrr: string; days: number; owner: string };
const rows: Row[] = [
  { id: '1', name: '株式会社みなと物流', tone: 'risk', score: 28, mrr: '480000', days: 41, owner: '佐藤' },
  { id: '2', name: '株式会社青葉フーズ', tone: 'watch', score: 56, mrr: '90000', days: 318, owner: '田中' },
  { id: '3', name: '北陸精機株式会社', tone: 'good', score: 84, mrr: '124800000', days: 88, owner: '鈴木' },
  { id: '4', name: '株式会社ノースリバー', tone: 'unknown', score: null, mrr: '9800', days: 352, owner: '森' },
];
const people: Choice[] = ['佐藤 花子', '田中 一郎', '鈴木 次郎'].map((label, i) => ({ id: String(i), label, sub: 'カスタマーサクセス部' }));

function Gallery() {
  const [open, setOpen] = useState<'dialog' | 'side' | 'confirm' | null>(null);
  return (
    <Page>
      <PageHeader
        title={
          <>
            部品 <HealthPill tone="risk" score={28} />
          </>
        }
        name="部品"
        crumbs={<Link to="/">顧客</Link>}
        sub="すべての部品を一枚に"
        actions={
          <>
            <Button shortcut="N">活動を記録</Button>
            <Button onClick={() => setOpen('dialog')}>ダイアログ</Button>
            <Button onClick={() => setOpen('side')}>引き出し</Button>
            <Menu
              label="操作"
              items={[
                { key: 't', title: '顧客' },
                { key: 'a', label: '編集' },
                { key: 'b', label: '削除', danger: true, onAction: () => setOpen('confirm') },
                { key: 'c', label: '選択済み', checked: true },
              ]}
            />
            <Button
              look="primary"
              onClick={() => toast('保存しました', { action: { label: '取り消す', run: () => toast('戻せませんでした', { tone: 'risk' }) } })}
            >
              保存
            </Button>
          </>
        }
      />
      <Steps label="取り込みの手順" steps={['ファイル', '列の対応', '確認', '結果']} at={1} />
      <Figures />
      <Lists />
      <Forms />
      <States />
      <Dialog open={open === 'dialog' || open === 'side'} size={open === 'side' ? 'side' : 'normal'} onClose={() => setOpen(null)} title="活動を記録">
        <Forms />
        <div className="actions">
          <Button onClick={() => setOpen(null)}>キャンセル</Button>
          <Button look="primary">記録する</Button>
        </div>
      </Dialog>
      <ConfirmDialog
        open={open === 'confirm'}
        onClose={() => setOpen(null)}
        onConfirm={() => setOpen(null)}
        danger
        confirmLabel="削除する"
        title="顧客を削除しますか"
      >
        株式会社みなと物流を削除します。取り消せません。
      </ConfirmDialog>
      <Toasts />
    </Page>
  );
}

function Figures() {
  const f = useFormat();
  return (
    <>
      <div className="grid4">
        <Kpi
          label="MRR"
          value={
            <Explain
              title="MRR"
              formula="単価 × 数量 ÷ 請求期間の月数"
              rows={[
                ['基本', f.money('400000')],
                ['追加席', f.money('80000')],
              ]}
              note="税抜"
            >
              {f.moneyShort('480000')}
            </Explain>
          }
          sub="2製品 · 3年目"
        />
        <Kpi label="更新まで" value={f.days(41)} sub="自動更新なし" tone="bad" />
        <Kpi label="フェーズ / タッチ" value="活用" sub="ハイタッチ · 186日目" />
        <Kpi label="CO × CX" value="28 × 28" sub={f.day('2026-11-24')} />
      </div>
      <Tabs
        label="顧客の画面"
        tabs={[
          { label: '概要', to: '/' },
          { label: '利用状況', to: '/x' },
          { label: 'タイムライン', to: '/y', count: 12 },
        ]}
      />
      <div className="grid2">
        <Card title="スコアの推移" aside={<>充足率 100%</>}>
          <Chart
            label="スコア"
            x={['6月', '7月', '8月', '9月', '10月', '11月']}
            series={[
              { name: 'スコア', values: [72, 70, 74, 69, 60, 28], kind: 'area' },
              { name: '利用', values: [40, 38, null, 30, 28, 12], kind: 'bar', color: '--good-fill' },
            ]}
            marks={[{ at: '10月', label: '高橋様 離任', tone: 'risk' }]}
            legend
            min={0}
            max={100}
          />
        </Card>
        <Card title="最近のできごと">
          <Timeline
            label="最近のできごと"
            moments={[
              { key: '1', when: '11/20', title: '電話(自発) 佐藤 → 伊藤様', body: '繁忙期で新担当の教育が止まっている' },
              { key: '2', when: '11/18', title: '利用が急減', tone: 'risk' },
            ]}
          />
          <div className="pt-4">
            <Facts
              rows={[
                ['チャンピオン', '高橋 部長'],
                ['決裁者', '小林 取締役'],
                ['メモ', null],
              ]}
            />
          </div>
        </Card>
      </div>
    </>
  );
}

function Lists() {
  const f = useFormat();
  const [sort, setSort] = useState<Sort>({ key: 'mrr', direction: 'desc' });
  const [selected, setSelected] = useState(new Set<string>());
  return (
    <Card flush>
      <div className="p-3.5">
        <StackedBar
          label="ヘルス"
          parts={[
            { key: 'g', label: '良好', value: 50, tone: 'good' },
            { key: 'w', label: '注意', value: 21, tone: 'watch' },
            { key: 'r', label: '危険', value: 10, tone: 'risk' },
            { key: 'u', label: 'データ不足', value: 5, tone: 'unknown' },
          ]}
        />
        <div className="row pt-3">
          <Chip on onRemove={() => undefined} removeLabel="条件を外す">
            従業員数 50名以上
          </Chip>
          <Chip onClick={() => undefined}>＋ 条件</Chip>
          <Pill tone="info">サンプル</Pill>
          <LinkButton small to="/x">
            CSV
          </LinkButton>
        </div>
      </div>
      <Table
        label="顧客"
        columns={[
          { key: 'name', header: '顧客', sortable: true, cell: (row) => <Link to={`/accounts/${row.id}`}>{row.name}</Link> },
          { key: 'health', header: 'ヘルススコア', cell: (row) => <HealthPill tone={row.tone} score={row.score} /> },
          { key: 'use', header: '利用 12週', cell: (row) => <Sparkline label="利用 12週" tone={row.tone} values={[5, 6, 4, null, 7, 8, 3, row.days / 40]} /> },
          { key: 'bar', header: '充足率', cell: (row) => <Bar label={`${row.score ?? 0}%`} value={row.score} tone={row.tone} /> },
          { key: 'mrr', header: 'MRR', num: true, sortable: true, cell: (row) => f.moneyShort(row.mrr) },
          { key: 'days', header: '更新まで', num: true, cell: (row) => f.days(row.days) },
          { key: 'owner', header: '担当', cell: (row) => <Avatar name={row.owner} /> },
        ]}
        rows={rows}
        rowKey={(row) => row.id}
        rowName={(row) => row.name}
        rowHref={(row) => `/accounts/${row.id}`}
        sort={sort}
        onSort={setSort}
        selected={selected}
        onSelect={setSelected}
      />
    </Card>
  );
}

function Forms() {
  const [text, setText] = useState('');
  const [number, setNumber] = useState<number | null>(12);
  const [money, setMoney] = useState<string | null>('480000');
  const [day, setDay] = useState<string | null>('2026-11-24');
  const [who, setWho] = useState<Choice | null>(null);
  const [kind, setKind] = useState<'visit' | 'call'>('visit');
  const [on, setOn] = useState(true);
  const [tags, setTags] = useState(['重点']);
  return (
    <Card title="入力">
      <div className="grid3">
        <TextField label="会社名" required value={text} onChange={setText} placeholder="株式会社…" hint="登記上の名称" />
        <TextField label="法人番号" value="123" onChange={() => undefined} error="13桁の数字で入力してください" />
        <NumberField label="席数" value={number} onChange={setNumber} unit="席" />
        <MoneyField label="単価" value={money} onChange={setMoney} currency="JPY" />
        <Select
          label="種類"
          value={kind}
          onChange={setKind}
          options={[
            { value: 'visit', label: '訪問' },
            { value: 'call', label: '電話' },
          ]}
        />
        <DatePicker label="開始日" value={day} onChange={setDay} />
        <Combobox label="担当CSM" value={who} onChange={setWho} search={async (typed) => people.filter((one) => one.label.includes(typed))} />
        <TextArea label="内容" value={text} onChange={setText} />
        <TagField label="タグ" value={tags} onChange={setTags} suggestions={['重点', '紹介元']} />
        <div className="stack">
          <Checkbox label="自動更新" checked={on} onChange={setOn} />
          <Switch label="毎日使うもの" hint="オンボーディング率がKPIになります" checked={on} onChange={setOn} />
          <RadioGroup
            label="問題のある行"
            value={kind}
            onChange={setKind}
            options={[
              { value: 'visit', label: '良い行だけ取り込む' },
              { value: 'call', label: 'すべて止める' },
            ]}
          />
        </div>
      </div>
    </Card>
  );
}

function States() {
  return (
    <div className="grid3">
      <Card title="空">
        <EmptyState title="まだ顧客がありません" actions={<Button look="primary">取り込む</Button>}>
          CSVかExcelの顧客リストから始められます。
        </EmptyState>
      </Card>
      <Card title="エラー">
        <ErrorState error={new TypeError('Failed to fetch')} onRetry={() => undefined} />
      </Card>
      <Card title="読み込み中">
        <SkeletonBlock />
        <Progress label="取り込み" value={0.42} />
        <Progress label="計算" />
      </Card>
      <FileDrop onFile={() => undefined} hint="CSV、Excel（100MBまで）" />
      <div className="stack">
        <Notice>お知らせ</Notice>
        <Notice tone="watch">3日間データが届いていません。</Notice>
        <IconButton label="閉じる">✕</IconButton>
      </div>
      <CodeBlock label="Node.js" code={'npm install @segment/analytics-node\nconst analytics = new Analytics({ writeKey, host })'} />
    </div>
  );
}

const root = createRootRoute();
const all = createRoute({ getParentRoute: () => root, path: '$', component: Gallery });
const home = createRoute({ getParentRoute: () => root, path: '/', component: Gallery });
const router = createRouter({ routeTree: root.addChildren([home, all]), history: createMemoryHistory() });
const box = document.querySelector('#root');
if (box)
  createRoot(box).render(
    <PlaceProvider place={{ language: 'ja', timeZone: 'Asia/Tokyo', currency: 'JPY' }}>
      <main>
        <RouterProvider router={router} />
      </main>
    </PlaceProvider>,
  );
