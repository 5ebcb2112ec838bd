import { after, type Ready } from './library-shapes.ts';

/** When something is going wrong: risk by category, a champion who leaves, a low NPS. */
export const riskPlaybooks: Ready[] = [
  {
    template: 'risk',
    ctaType: 'risk',
    name: { ja: 'リスク対応（導入・感情・製品・会社・サポート）', en: 'Risk (implementation, sentiment, product, company, support)' },
    description: {
      ja: 'リスクの兆しが出たお客様に、原因を5つの分類で見立て、2週間で立て直しの合意まで進めます。お客様の状態に応じて、必要なタスクだけが並びます。',
      en: 'For a customer who shows signs of risk: find the cause among five kinds and agree on a way back within two weeks. Only the tasks that fit the customer come up.',
    },
    tasks: [
      {
        key: 'facts',
        due: after(0),
        title: { ja: '事実を確認し、分類を決める', en: 'Check the facts and name the kind' },
        body: {
          ja: '思い込みを避けるため、先に数字と記録を見ます。\n\n| 分類 | 見るもの | よくある原因 |\n|---|---|---|\n| 導入 | オンボーディングの遅れ、未設定の機能 | 目的が現場に届いていない |\n| 感情 | NPS、最後の会話、担当者の口調 | 期待とのずれ、放置された感覚 |\n| 製品 | 利用の減少、不具合、要望 | 使いにくい、足りない機能 |\n| 会社 | 組織変更、支払いの遅れ、担当者の離任 | 予算・方針の変更 |\n| サポート | 問い合わせの件数と日数 | 回答の遅れ、たらい回し |\n\nCTAの分類を選び直し、見立てをコメントに1行で書きます。',
          en: 'Look at figures and records first.\n\n| Kind | Look at | Usual cause |\n|---|---|---|\n| Implementation | late onboarding, unused features | the purpose has not reached the users |\n| Sentiment | NPS, last conversation | expectations, feeling left alone |\n| Product | falling use, defects, requests | hard to use, something missing |\n| Company | reorganisation, late payment, people leaving | budget or policy |\n| Support | number and age of tickets | slow answers |\n\nSet the category of the CTA and write your judgement in one line.',
        },
      },
      {
        key: 'implementation',
        due: after(2),
        title: { ja: '【導入】止まっている手順を特定し、期日を引き直す', en: '[Implementation] Find the step that is stuck and set a new day' },
        body: {
          ja: '先方の作業・こちらの作業に分け、**止まっている1つ**を決めます。30分の作業会を設定し、その場で一緒に終わらせます。',
          en: 'Divide into their work and ours and name **the one step** that is stuck. Set up a working session of 30 minutes and finish it together.',
        },
        ownerRole: 'onboarding',
        condition: {
          all: [
            { field: 'onboarding_started_on', operator: 'known' },
            { field: 'onboarding_done_on', operator: 'unknown' },
          ],
        },
        doneWhen: { field: 'onboarding_done_on', operator: 'known' },
      },
      {
        key: 'company',
        due: after(2),
        ownerRole: 'sales',
        title: { ja: '【会社】支払いの事情を確認する', en: '[Company] Find out about the payment' },
        body: {
          ja: '請求書の不備や担当変更など、単純な理由を先に確かめます。業績による場合は、上長と対応方針を決めてから連絡します。',
          en: 'Rule out simple reasons first: a wrong invoice, a new person in charge. If business is bad, agree on a line with your manager before calling.',
        },
        condition: { field: 'payment_status', operator: 'in', value: ['late', 'stopped'] },
        doneWhen: { field: 'payment_status', operator: 'in', value: ['ok'] },
      },
      {
        key: 'people',
        due: after(2),
        title: { ja: '【会社】チャンピオンの後任を探す', en: '[Company] Find the champion’s successor' },
        condition: { field: 'champion_left', operator: 'is', value: true },
        doneWhen: { field: 'champion_left', operator: 'is', value: false },
      },
      {
        key: 'talk',
        due: after(2),
        title: { ja: '先方と話す（感情・製品・サポート）', en: 'Talk to them (sentiment, product, support)' },
        body: {
          ja: 'メールだけで済ませず、**電話かWeb会議**で伺います。\n\n- 「最近、使いにくいと感じる場面はありますか」\n- 「当初の目的に対して、いま何割くらい実現できていますか」\n- 「私たちの対応で、気になっていることはありますか」\n\n言い訳をせず、聞いた内容をその場で復唱します。',
          en: 'Not by mail alone: **call or meet**.\n\n- “When is it hard to use?”\n- “How much of what you set out to do have you reached?”\n- “Is there anything about us that bothers you?”\n\nDo not explain yourself; repeat what you heard.',
        },
        mail: {
          ja: {
            subject: 'ご利用状況についてお話を伺えないでしょうか',
            body: '{{contact.name}}様\n\nいつもお世話になっております。{{organisation.name}}の{{member.name}}です。\n\n最近のご利用状況を拝見し、お困りのことがないか気になりご連絡いたしました。30分ほどお時間をいただき、現状とご要望を伺えないでしょうか。\n\n今週から来週でご都合のよい日時をお知らせください。お電話でも結構です。\n\nどうぞよろしくお願いいたします。\n\n{{member.name}}\n{{member.email}}',
          },
          en: {
            subject: 'May I ask how things are going?',
            body: 'Dear {{contact.name}},\n\nI have looked at your recent use of {{product.name}} and would like to make sure that nothing is in your way. Could we talk for 30 minutes this week or next?\n\nKind regards,\n{{member.name}}\n{{member.email}}',
          },
        },
        doneWhen: { field: 'last_touch_on', operator: 'pastDays', value: 0 },
      },
      {
        key: 'plan',
        due: after(5),
        title: { ja: '立て直しの計画を1枚にまとめ、合意する', en: 'Agree on a way back, on one page' },
        body: {
          ja: '「だれが・何を・いつまでに」を3つまで。こちらの約束を先に書きます。決裁者にも同じ内容を送ります。',
          en: 'At most three lines of who, what, by when; our promises first. Send it to the decision maker as well.',
        },
      },
      {
        key: 'escalate',
        due: after(5),
        optional: true,
        title: { ja: '危険が続く場合は上長へエスカレーションする', en: 'Escalate if it is still in danger' },
        condition: { field: 'colour', operator: 'in', value: ['risk'] },
      },
      {
        key: 'check',
        due: after(10),
        title: { ja: '2週間後に改善を確認する', en: 'Check after two weeks' },
        body: {
          ja: '約束したことが終わったか、数字が動いたかを先方と確認します。改善していれば、その成果を先方の上長にも伝わる形で共有します。',
          en: 'See with them whether promises were kept and figures have moved. If so, make sure that their manager hears of it.',
        },
      },
    ],
  },
  {
    template: 'champion_change',
    ctaType: 'risk',
    name: { ja: 'チャンピオンの交代', en: 'A champion leaves' },
    description: {
      ja: '推進役の方の異動・退職がわかったときの手順です。最初の5営業日で後任の方とつながり、これまでの成果と目的を引き継ぎます。',
      en: 'When your champion moves on: reach the successor within five business days and hand over purpose and results.',
    },
    tasks: [
      {
        key: 'ask',
        due: after(0),
        title: { ja: '最終日・後任・異動先を確認する', en: 'Ask for last day, successor and where they go' },
        mail: {
          ja: {
            subject: 'ご異動のご連絡ありがとうございます',
            body: '{{contact.name}}様\n\nいつもお世話になっております。{{organisation.name}}の{{member.name}}です。\n\nご異動とのこと、これまで{{product.name}}の活用を進めていただき、誠にありがとうございました。\n\n円滑に引き継げますよう、次の点をお教えいただけますと幸いです。\n・ご担当としての最終日\n・後任の方のお名前とご連絡先\n・引き継ぎの打ち合わせ（3者で30分ほど）のご都合\n\n引き継ぎ資料はこちらでご用意いたします。どうぞよろしくお願いいたします。\n\n{{member.name}}',
          },
          en: {
            subject: 'Handing over {{product.name}}',
            body: 'Dear {{contact.name}},\n\nThank you for letting me know, and for all you have done with {{product.name}}. To make the handover easy, could you tell me:\n\n- your last day\n- name and address of your successor\n- a time for 30 minutes together, the three of us\n\nI will prepare the material.\n\nKind regards,\n{{member.name}}',
          },
        },
      },
      {
        key: 'record',
        due: after(1),
        title: { ja: '先方担当者の異動・退職と後任を登録する', en: 'Record who left and who follows' },
        body: { ja: '後任の方がチャンピオンとして登録されると、自動で完了になります。', en: 'Done by itself once the successor is recorded as champion.' },
        doneWhen: { field: 'champion_left', operator: 'is', value: false },
      },
      {
        key: 'map',
        due: after(2),
        title: { ja: '影響を見積もる', en: 'See what hangs on it' },
        body: {
          ja: '更新日までの日数、決裁者との関係、ほかに使っている部門を確認します。**更新まで120日以内**なら上長に共有します。',
          en: 'Days to renewal, relation to the decision maker, other departments in use. **Within 120 days of renewal**, tell your manager.',
        },
      },
      {
        key: 'decision_maker',
        due: after(3),
        title: { ja: '決裁者に挨拶し、目的と成果を伝え直す', en: 'Greet the decision maker; say again what it is for' },
        condition: { field: 'decision_makers', operator: 'gte', value: 1 },
        doneWhen: { field: 'last_decision_touch_on', operator: 'pastDays', value: 0 },
      },
      {
        key: 'meet',
        due: after(5),
        title: { ja: '後任の方と引き継ぎの打ち合わせをする', en: 'Meet the successor' },
        body: {
          ja: '持っていくもの\n\n- 導入の目的と、これまでの成果（1枚）\n- いま進めていること・約束していること\n- 後任の方にとっての最初の1か月の進め方\n\n後任の方が**評価される指標**を必ず伺います。前任の方と同じとは限りません。',
          en: 'Bring\n\n- purpose and results so far (one page)\n- what is under way and promised\n- the first month for the successor\n\nAsk **what they are measured by**; it need not be the same as before.',
        },
      },
      {
        key: 'train',
        due: after(15),
        optional: true,
        title: { ja: '後任の方に操作説明を行う', en: 'Train the successor' },
      },
      {
        key: 'follow_up',
        due: after(20),
        title: { ja: '1か月後の様子を確認する', en: 'Check after a month' },
      },
    ],
  },
  {
    template: 'low_nps',
    ctaType: 'risk',
    name: { ja: '低いNPSへの対応', en: 'Low NPS' },
    description: {
      ja: 'NPSで0〜6点をいただいたときの手順です。2営業日以内にお礼とお詫びの連絡をし、聞いた内容を社内で動かし、結果を必ずお返しします。',
      en: 'When somebody answers 0 to 6: thank them within two business days, act on what they say, and always report back.',
    },
    tasks: [
      {
        key: 'read',
        due: after(0),
        title: { ja: '回答と背景を読む', en: 'Read the answer and what lies behind' },
        body: {
          ja: 'コメント、前回の点数、直近の問い合わせ、利用の変化を確認します。**回答者の役割**（決裁者か、運用担当か）で重みが変わります。',
          en: 'Comment, last score, recent tickets, change in use. **Who answered** matters: decision maker or operator.',
        },
      },
      {
        key: 'contact',
        due: after(2),
        title: { ja: 'お礼を伝え、話を伺う', en: 'Say thank you and listen' },
        mail: {
          ja: {
            subject: 'アンケートご回答のお礼とお詫び',
            body: '{{contact.name}}様\n\nいつもお世話になっております。{{organisation.name}}の{{member.name}}です。\n\nこのたびはアンケートにご回答いただき、ありがとうございました。ご期待に沿えていない点がありましたこと、お詫び申し上げます。\n\n改善につなげるため、15分ほどお電話でお話を伺えないでしょうか。\n・どのような場面でご不便がありましたか\n・どうなっていれば、お役に立てたでしょうか\n\n今週のご都合のよいお時間をお知らせください。\n\n{{member.name}}\n{{member.email}}',
          },
          en: {
            subject: 'Thank you for your answer',
            body: 'Dear {{contact.name}},\n\nThank you for answering our survey, and I am sorry that we have not met your expectations. Could I call you for 15 minutes this week?\n\n- When was it a nuisance?\n- What would have been of use?\n\nKind regards,\n{{member.name}}\n{{member.email}}',
          },
        },
        doneWhen: { field: 'last_touch_on', operator: 'pastDays', value: 0 },
      },
      {
        key: 'sort',
        due: after(3),
        title: { ja: '内容を分類し、担当部門へ渡す', en: 'Sort it and hand it on' },
        body: {
          ja: '製品の要望は製品チームへ、対応の不満はサポートへ。**回答期限を決めて**渡します。',
          en: 'Requests to product, service complaints to support, **with a day by which they answer**.',
        },
      },
      {
        key: 'answer',
        due: after(10),
        title: { ja: '対応結果をお返しする', en: 'Report back' },
        body: {
          ja: 'できたこと・できないこと・理由を正直に伝えます。「検討します」で終わらせません。',
          en: 'What was done, what will not be, and why. “We will consider it” is no answer.',
        },
      },
      {
        key: 'boss',
        due: after(5),
        optional: true,
        title: { ja: '大口のお客様は上長からも連絡する', en: 'Your manager calls as well, for a large customer' },
        condition: { field: 'touch_model', operator: 'in', value: ['high'] },
      },
      {
        key: 'again',
        due: after(60),
        optional: true,
        title: { ja: '次の回答の前に、変化を伺う', en: 'Ask what has changed before the next survey' },
      },
    ],
  },
];
