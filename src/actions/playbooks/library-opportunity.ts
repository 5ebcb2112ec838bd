import { after, type Ready } from './library-shapes.ts';

/** When things go well: expansion and reference. */
export const opportunityPlaybooks: Ready[] = [
  {
    template: 'expansion',
    ctaType: 'opportunity',
    name: { ja: '拡張の相談（アップセル・クロスセル）', en: 'Expansion talk' },
    description: {
      ja: '成果が出ているお客様に、次の課題から拡張を相談します。売り込みではなく、先方の計画に合わせて営業へ引き継ぎます。',
      en: 'For a customer who succeeds: start from their next problem and hand over to sales. It is not a pitch.',
    },
    tasks: [
      {
        key: 'ready',
        due: after(1),
        title: { ja: '時期がよいかを確かめる', en: 'Is the time right?' },
        body: {
          ja: '次のどれかに当てはまる場合は**見送ります**。\n\n- 未解決の重い問い合わせがある\n- 成果をまだ先方の言葉で聞けていない\n- 決裁者と90日以上話していない',
          en: '**Wait** if any of these holds.\n\n- A serious ticket is open\n- They have not told you of a result in their own words\n- No word with the decision maker for 90 days',
        },
      },
      {
        key: 'health',
        due: after(1),
        title: { ja: '先にヘルスの低い項目を手当てする', en: 'Mend what is low first' },
        condition: { field: 'colour', operator: 'in', value: ['watch', 'risk'] },
        doneWhen: { field: 'colour', operator: 'in', value: ['good'] },
      },
      {
        key: 'need',
        due: after(5),
        title: { ja: '次の課題を伺う', en: 'Ask for their next problem' },
        body: {
          ja: '- 「次に手をつけたい業務は何ですか」\n- 「ほかの部門から、使いたいという声はありますか」\n- 「それは今期と来期、どちらの予算ですか」',
          en: '- “What do you want to tackle next?”\n- “Do other departments ask for it?”\n- “Which year’s budget is it?”',
        },
        mail: {
          ja: {
            subject: '次の活用についてのご相談',
            body: '{{contact.name}}様\n\nいつもお世話になっております。{{organisation.name}}の{{member.name}}です。\n\n{{product.name}}を順調にご活用いただいており、たいへん嬉しく拝見しております。同じような規模の会社様で成果が出ている使い方がございますので、30分ほどでご紹介させていただけないでしょうか。\n\n貴社の次の取り組みについても、あわせてお聞かせください。\n\n{{member.name}}\n{{member.email}}',
          },
          en: {
            subject: 'What comes next?',
            body: 'Dear {{contact.name}},\n\nIt is good to see how you use {{product.name}}. I would like to show you, in 30 minutes, what companies of your size do next, and to hear what you plan.\n\nKind regards,\n{{member.name}}\n{{member.email}}',
          },
        },
      },
      {
        key: 'case',
        due: after(10),
        title: { ja: '効果の試算を一緒に作る', en: 'Work out the effect together' },
        body: {
          ja: '時間・件数・費用のうち、先方の手元にある数字で計算します。控えめな前提を明記します。',
          en: 'With figures of theirs: time, cases or cost. Write down cautious assumptions.',
        },
      },
      {
        key: 'hand_over',
        due: after(12),
        title: { ja: '営業へトスアップする', en: 'Hand over to sales' },
        body: {
          ja: '課題・予算・決裁者・時期・競合の5点を添えて渡します。日程は先方の前で決めます。',
          en: 'Problem, budget, decision maker, time, competition. Fix the date in front of the customer.',
        },
      },
      { key: 'proposal', due: after(20), ownerRole: 'sales', title: { ja: '提案と見積を出す', en: 'Proposal and quote' } },
      { key: 'result', due: after(40), ownerRole: 'sales', title: { ja: '結果と理由をCSMへ戻す', en: 'Tell the CSM what came of it, and why' } },
    ],
  },
  {
    template: 'reference',
    ctaType: 'opportunity',
    name: { ja: '事例協力の依頼', en: 'Reference request' },
    description: {
      ja: '成果が出ているお客様に、導入事例やお客様紹介へのご協力をお願いします。先方の得になる形で、負担を小さくお願いします。',
      en: 'Ask a customer who succeeds for a case study or a reference call, with little effort and something in it for them.',
    },
    tasks: [
      {
        key: 'fit',
        due: after(1),
        title: { ja: '依頼してよい状態かを確認する', en: 'May we ask?' },
        body: {
          ja: 'ヘルスが良好で、直近のNPSが9以上、未解決の不満がないこと。契約交渉の最中は避けます。',
          en: 'Health is good, the last NPS 9 or more, nothing unresolved. Not while a contract is being negotiated.',
        },
      },
      {
        key: 'sound',
        due: after(3),
        title: { ja: 'チャンピオンに口頭で打診する', en: 'Sound the champion out' },
        body: {
          ja: '先方にとっての利点（採用広報、社内表彰、業界での発信）を1つ選んで伝えます。断りやすい聞き方をします。',
          en: 'Name one thing in it for them (recruiting, recognition, a voice in the industry). Make it easy to say no.',
        },
      },
      {
        key: 'request',
        due: after(5),
        title: { ja: '正式に依頼する', en: 'Ask formally' },
        mail: {
          ja: {
            subject: '導入事例へのご協力のお願い（{{organisation.name}}）',
            body: '{{account.name}}\n{{contact.name}}様\n\nいつもお世話になっております。{{organisation.name}}の{{member.name}}です。\n\n貴社での{{product.name}}のお取り組みを、導入事例としてご紹介させていただけないでしょうか。\n\n【お願いしたいこと】\n・60分の取材（オンライン可）\n・原稿のご確認（2営業日ほど）\n\n【お約束すること】\n・公開前に必ずご確認いただき、ご了承のない内容は掲載しません\n・社名・お名前・お写真の掲載範囲はお選びいただけます\n・公開後も、お申し出があればいつでも取り下げます\n\n社内のご確認に必要な書面は、こちらでご用意いたします。ご無理のない範囲でご検討いただけますと幸いです。\n\n{{member.name}}\n{{member.email}}',
          },
          en: {
            subject: 'May we tell your story?',
            body: 'Dear {{contact.name}},\n\nWe would like to present your work with {{product.name}} as a case study.\n\nWhat we ask: an interview of 60 minutes (online) and a look at the draft.\nWhat we promise: nothing is published without your consent; you choose which names and pictures are shown; we take it down whenever you ask.\n\nWe prepare whatever your company needs for approval.\n\nKind regards,\n{{member.name}}\n{{member.email}}',
          },
        },
      },
      { key: 'consent', due: after(15), title: { ja: '掲載範囲の同意を書面で受け取る', en: 'Get consent in writing' } },
      {
        key: 'interview',
        due: after(20),
        title: { ja: '取材する', en: 'Interview' },
        body: { ja: '課題 → 選んだ理由 → 進め方 → 成果（数字）→ これから、の順に伺います。', en: 'Problem, why us, how, results in figures, what next.' },
      },
      { key: 'check', due: after(30), title: { ja: '原稿を確認いただく', en: 'Let them check the draft' } },
      { key: 'publish', due: after(35), title: { ja: '公開し、お礼と反響を伝える', en: 'Publish, thank them, tell of the response' } },
    ],
  },
];
