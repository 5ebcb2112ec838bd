import { after, type Ready } from './library-shapes.ts';

/** Along the way: kick-off, EBR, a new CSM. */
export const lifecyclePlaybooks: Ready[] = [
  {
    template: 'kickoff',
    ctaType: 'lifecycle',
    name: { ja: 'オンボーディングのキックオフ', en: 'Onboarding kick-off' },
    description: {
      ja: '受注からキックオフ、最初の成果が出るまでの30営業日を進めます。フェーズが「オンボーディング」になると自動で始まります。',
      en: 'From the order over the kick-off to the first result, 30 business days. Starts by itself when the phase becomes onboarding.',
    },
    startOnPhase: 'onboarding',
    tasks: [
      {
        key: 'handover',
        due: after(1),
        ownerRole: 'sales',
        title: { ja: '営業から引き継ぐ', en: 'Hand over from sales' },
        body: {
          ja: '次の内容を営業担当が書き、オンボーディング担当と15分で読み合わせます。\n\n- 買っていただいた**理由**と、比較した製品\n- 約束したこと（期日・機能・値引きの条件）\n- 決裁者・チャンピオン・反対していた方\n- 1年後に「成功」と言える状態',
          en: 'Sales writes, and both read it together in 15 minutes.\n\n- **Why** they bought, and against what\n- What was promised\n- Decision maker, champion, who was against\n- What success looks like in a year',
        },
      },
      {
        key: 'welcome',
        due: after(2),
        ownerRole: 'onboarding',
        title: { ja: 'ご挨拶とキックオフの日程調整', en: 'Welcome and date of the kick-off' },
        mail: {
          ja: {
            subject: '【{{organisation.name}}】導入開始のご挨拶とキックオフのご案内',
            body: '{{account.name}}\n{{contact.name}}様\n\nこのたびは{{product.name}}をご採用いただき、誠にありがとうございます。導入を担当いたします{{member.name}}です。\n\nはじめに60分のキックオフを行い、目的・体制・日程を合わせさせてください。来週でご都合のよい日時を2、3候補いただけますと幸いです。\n\n【当日決めること】\n1. 3か月後に実現したい状態\n2. ご担当者と役割\n3. 利用開始までの日程（目標：{{onboarding.date}}）\n\n事前にご準備いただくものはございません。どうぞよろしくお願いいたします。\n\n{{member.name}}\n{{member.email}}',
          },
          en: {
            subject: 'Welcome, and our kick-off',
            body: 'Dear {{contact.name}},\n\nThank you for choosing {{product.name}}. I am looking after your start. May we begin with a kick-off of 60 minutes next week, to agree on\n\n1. where you want to be in three months\n2. who does what\n3. the days until you go live (aim: {{onboarding.date}})\n\nNothing needs to be prepared.\n\nKind regards,\n{{member.name}}\n{{member.email}}',
          },
        },
      },
      {
        key: 'kickoff',
        due: after(7),
        ownerRole: 'onboarding',
        title: { ja: 'キックオフを行い、目標と期日を決める', en: 'Hold the kick-off; agree on goals and days' },
        body: {
          ja: '- 目標は**数字と期日**で1つ（例：3か月後に全営業所で日報を電子化）\n- 先方の作業には、必ず担当者名と期日を入れる\n- 完了の判定方法（データで判定・電話で確認）を伝える\n- 議事録は当日中に送る',
          en: '- One goal **with a number and a day**\n- Every task of theirs has a name and a day\n- Say how completion is judged\n- Minutes on the same day',
        },
      },
      {
        key: 'people',
        due: after(8),
        ownerRole: 'onboarding',
        title: { ja: '先方の決裁者と運用担当を登録する', en: 'Record decision maker and operators' },
        doneWhen: {
          all: [
            { field: 'decision_makers', operator: 'gte', value: 1 },
            { field: 'contacts_count', operator: 'gte', value: 2 },
          ],
        },
      },
      {
        key: 'setup',
        due: after(15),
        ownerRole: 'onboarding',
        title: { ja: '初期設定が終わり、最初の利用が始まる', en: 'Set up, and first use' },
        body: { ja: '利用ログが届くと自動で完了になります。', en: 'Done by itself when usage arrives.' },
        doneWhen: { field: 'last_event_on', operator: 'known' },
      },
      {
        key: 'first_win',
        due: after(25),
        ownerRole: 'onboarding',
        title: { ja: '最初の成果を確認し、先方の上長へ共有する', en: 'See the first result and share it upwards' },
        body: {
          ja: '小さくても「できるようになったこと」を1枚にし、先方のチャンピオンから上長へ伝えていただきます。',
          en: 'However small, put it on one page for the champion to show upwards.',
        },
      },
      {
        key: 'done',
        due: after(30),
        ownerRole: 'onboarding',
        title: { ja: 'オンボーディングの完了を判定する', en: 'Judge completion' },
        doneWhen: { field: 'onboarding_done_on', operator: 'known' },
      },
    ],
  },
  {
    template: 'ebr',
    ctaType: 'activity',
    name: { ja: 'EBR（エグゼクティブ・ビジネスレビュー）の準備', en: 'EBR preparation' },
    description: {
      ja: '決裁者と半年・1年を振り返る会議を、20営業日で準備します。機能の説明ではなく、先方の事業の数字から始めます。',
      en: 'Prepare the review with the decision maker in 20 business days, starting from their business and not from features.',
    },
    tasks: [
      {
        key: 'date',
        due: after(0),
        title: { ja: '決裁者の日程を押さえる', en: 'Get the decision maker’s time' },
        mail: {
          ja: {
            subject: '定期レビュー会のお願い（{{organisation.name}}）',
            body: '{{contact.name}}様\n\nいつもお世話になっております。{{organisation.name}}の{{member.name}}です。\n\n{{product.name}}の成果と今後の方針をご報告する定期レビュー会（60分）を開催させてください。貴社の今期のご方針も伺い、次の半年の進め方をご提案いたします。\n\nご決裁者様にもご出席いただきたく、来月前半でご都合のよい日時を3候補ほどいただけますと幸いです。弊社からは責任者も同席いたします。\n\nどうぞよろしくお願いいたします。\n\n{{member.name}}',
          },
          en: {
            subject: 'Business review',
            body: 'Dear {{contact.name}},\n\nI would like to invite you and your decision maker to a review of 60 minutes: results with {{product.name}}, your plans for the year, and what we propose for the next six months. Could you give me three possible times in the first half of next month? Our director will join.\n\nKind regards,\n{{member.name}}',
          },
        },
      },
      {
        key: 'business',
        due: after(5),
        title: { ja: '先方の事業を調べる', en: 'Study their business' },
        body: {
          ja: '決算説明資料、中期計画、プレスリリース、採用情報を読み、**いま先方が力を入れていること**を3つ書き出します。',
          en: 'Results, plans, press releases, job ads: write down **three things they care about now**.',
        },
      },
      {
        key: 'champion',
        due: after(8),
        title: { ja: 'チャンピオンと事前に打ち合わせる', en: 'Prepare with the champion' },
        body: {
          ja: '決裁者の関心、避けるべき話題、通したい要望を伺います。当日の主役はチャンピオンです。',
          en: 'What the decision maker cares about, what to avoid, what to win. The champion is the hero of the day.',
        },
      },
      {
        key: 'figures',
        due: after(12),
        title: { ja: '成果と利用状況をまとめる', en: 'Put results and use together' },
        body: {
          ja: '1. 目標と実績（数字は先方の指標で）\n2. 利用の広がりと、使い切れていない分\n3. 同業の水準との比較\n4. 困りごとと対応の結果\n5. 次の半年の提案（3つまで）',
          en: '1. Goals and results, in their own measures\n2. Use, and what is bought but not used\n3. Compared with companies like theirs\n4. Troubles and what was done\n5. At most three proposals',
        },
      },
      { key: 'rehearse', due: after(15), title: { ja: '社内で通し練習をする', en: 'Rehearse' }, optional: true },
      {
        key: 'hold',
        due: after(20),
        title: { ja: 'EBRを開催する', en: 'Hold the EBR' },
        doneWhen: { field: 'last_decision_touch_on', operator: 'pastDays', value: 0 },
      },
      {
        key: 'minutes',
        due: after(21),
        title: { ja: '合意した内容と次の一歩を送る', en: 'Send what was agreed and the next steps' },
      },
    ],
  },
  {
    template: 'new_csm',
    ctaType: 'lifecycle',
    name: { ja: '担当CSMの引き継ぎ', en: 'New CSM' },
    description: {
      ja: '担当CSMが替わるときの手順です。お客様に「また最初から説明するのか」と思わせないことが目的です。',
      en: 'When the CSM changes: the customer must never have to explain everything again.',
    },
    tasks: [
      {
        key: 'write',
        due: after(1),
        title: { ja: '引き継ぎメモを書く（前任）', en: 'Write the handover (predecessor)' },
        body: {
          ja: '- 導入の目的と、いまの到達点\n- 関係者（味方・慎重な方・決裁者）と話し方の癖\n- 約束していること、期日\n- 触れないほうがよい話題\n- 更新の見立て',
          en: '- Purpose and where they stand\n- People: friends, sceptics, decision maker\n- What is promised, and when\n- What not to mention\n- How the renewal looks',
        },
      },
      { key: 'read', due: after(2), title: { ja: '30分で読み合わせる（前任・後任）', en: 'Go through it together, 30 minutes' } },
      {
        key: 'announce',
        due: after(3),
        title: { ja: '前任からお客様へ連絡する', en: 'The predecessor tells the customer' },
        mail: {
          ja: {
            subject: '担当変更のご挨拶（{{organisation.name}}）',
            body: '{{contact.name}}様\n\nいつもお世話になっております。{{organisation.name}}です。\n\nこのたび、{{account.name}}様の担当を{{member.name}}が引き継ぐこととなりました。これまでの経緯、進行中の案件、お約束した内容はすべて引き継いでおりますので、改めてご説明いただく必要はございません。\n\n後任よりご挨拶のお時間（20分ほど）をいただきたく、来週でご都合のよい日時をお知らせいただけますと幸いです。\n\n今後とも変わらぬお付き合いのほど、よろしくお願い申し上げます。',
          },
          en: {
            subject: 'Your new contact at {{organisation.name}}',
            body: 'Dear {{contact.name}},\n\nFrom now on {{member.name}} looks after {{account.name}}. Everything that is under way or promised has been handed over; you will not need to explain anything again.\n\nCould you spare 20 minutes next week to meet?\n\nKind regards,\n{{organisation.name}}',
          },
        },
      },
      {
        key: 'greet',
        due: after(8),
        title: { ja: '後任が挨拶する', en: 'The successor greets them' },
        body: {
          ja: '引き継いだ内容を**こちらから**要約し、違っている点を直していただきます。続けてほしいこと・変えてほしいことを1つずつ伺います。',
          en: 'Sum up **yourself** what you know and let them correct it. Ask for one thing to keep and one to change.',
        },
        doneWhen: { field: 'last_touch_on', operator: 'pastDays', value: 0 },
      },
      {
        key: 'decision_maker',
        due: after(15),
        title: { ja: '決裁者にも挨拶する', en: 'Greet the decision maker too' },
        condition: { field: 'decision_makers', operator: 'gte', value: 1 },
        doneWhen: { field: 'last_decision_touch_on', operator: 'pastDays', value: 0 },
      },
      {
        key: 'promise',
        due: after(20),
        title: { ja: '引き継いだ約束を1つ果たす', en: 'Keep one of the promises' },
        body: {
          ja: '小さなものでよいので、1か月以内に必ず果たします。信頼はここで決まります。',
          en: 'A small one will do, within a month. Trust is made here.',
        },
      },
    ],
  },
];
