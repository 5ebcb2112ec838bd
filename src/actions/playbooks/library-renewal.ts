import { after, beforeRenewal, type Ready } from './library-shapes.ts';

/** 更新120日前から当日まで, and the farewell when it does not come to a renewal. */
export const renewalPlaybooks: Ready[] = [
  {
    template: 'renewal_120',
    ctaType: 'lifecycle',
    name: { ja: '更新（120日前から当日まで）', en: 'Renewal (from 120 days before to the day)' },
    description: {
      ja: '更新日の120日前に始め、価値の棚卸し、決裁者との合意、見積、契約手続きまでを期日つきで進めます。短い期間で始めた場合、過ぎた分は開始日にまとめて並びます。',
      en: 'Starts 120 days before the renewal date: value delivered, agreement with the decision maker, quote and paperwork, each with its day. Started late, what has passed is due on the day it starts.',
    },
    tasks: [
      {
        key: 'review',
        due: beforeRenewal(120),
        title: { ja: '更新の見立てを立てる（120日前）', en: 'Judge how the renewal stands (120 days before)' },
        body: {
          ja: '次の4点を確認し、更新見込みを「確実・やや不安・危うい」のどれかに置きます。\n\n- 契約内容：金額、席数、自動更新の有無、**解約通知期限**\n- ヘルススコアの推移と、点数の低い項目\n- 直近90日の問い合わせ・クレーム\n- 先方の体制：チャンピオンと決裁者は在籍しているか\n\n「やや不安」以下なら、リスク対応のプレイブックも始めます。',
          en: 'Look at these four and judge the renewal as safe, uncertain or in danger.\n\n- Contract: amount, seats, auto-renewal, **notice deadline**\n- Health score over time and the measures that are low\n- Tickets and complaints of the last 90 days\n- People: are the champion and the decision maker still there?\n\nUncertain or worse: start the risk playbook as well.',
        },
      },
      {
        key: 'decision_maker',
        due: beforeRenewal(110),
        title: { ja: '決裁者を確認して登録する', en: 'Find and record the decision maker' },
        body: {
          ja: '更新を最終的に決める方と、稟議の流れ・締切をチャンピオンに確認します。登録されると自動で完了になります。',
          en: 'Ask the champion who decides, how approval works and by when. Done by itself once a decision maker is recorded.',
        },
        doneWhen: { field: 'decision_makers', operator: 'gte', value: 1 },
      },
      {
        key: 'value',
        due: beforeRenewal(90),
        title: { ja: '成果をまとめる（90日前）', en: 'Sum up the value delivered (90 days before)' },
        body: {
          ja: '導入時の目標と、いまの数字を1枚にまとめます。\n\n1. 導入前の課題と目標\n2. この1年の利用状況（活用度・利用部門の広がり）\n3. 削減できた時間や費用など、**先方の言葉で言える成果**\n4. 次の1年で実現したいこと',
          en: 'One page with the goals of the start and the figures of today.\n\n1. The problem and the goals at the start\n2. Use over the year: depth and departments\n3. Time and cost saved, **in words the customer would use**\n4. What the next year should bring',
        },
      },
      {
        key: 'meeting',
        due: beforeRenewal(75),
        title: { ja: '振り返りと更新の打ち合わせを申し込む', en: 'Ask for a review and renewal meeting' },
        mail: {
          ja: {
            subject: '【{{organisation.name}}】ご利用状況の振り返りと更新のご相談',
            body: '{{account.name}}\n{{contact.department}} {{contact.name}}様\n\nいつもお世話になっております。{{organisation.name}}の{{member.name}}です。\n\n{{product.name}}のご契約が{{renewal.date}}に更新を迎えます。つきましては、この1年のご利用状況と成果を振り返り、次の1年の進め方をご相談するお時間を45分ほどいただけないでしょうか。\n\n【当日お持ちするもの】\n・ご利用状況と成果のまとめ\n・同業他社の活用例\n・次年度のご提案\n\n来週から再来週でご都合のよい日時を2、3候補お知らせいただけますと幸いです。ご決裁に関わる方にもご同席いただけますと、その後のお手続きが円滑に進みます。\n\nどうぞよろしくお願いいたします。\n\n{{member.name}}\n{{member.email}}',
          },
          en: {
            subject: 'Review of the year and renewal of {{product.name}}',
            body: 'Dear {{contact.name}},\n\nYour contract for {{product.name}} renews on {{renewal.date}}. I would like to look back at the year with you and plan the next one. Could you spare 45 minutes in the next two weeks?\n\nI will bring a summary of use and results, examples from companies like yours, and a proposal for the coming year. It would help if whoever approves the renewal could join.\n\nKind regards,\n{{member.name}}\n{{member.email}}',
          },
        },
      },
      {
        key: 'agree',
        due: beforeRenewal(60),
        title: { ja: '更新の意向を決裁者と確認する（60日前）', en: 'Hear the decision maker’s intention (60 days before)' },
        body: {
          ja: '「来年もお使いいただく前提で進めてよろしいでしょうか」と、はっきり伺います。迷いがあれば、**何が変われば更新するか**を3つまで聞き、サクセスプランに入れます。',
          en: 'Ask plainly whether they mean to go on. If they hesitate, ask **what would have to change**, at most three things, and put them into the plan.',
        },
      },
      {
        key: 'notice',
        due: { kind: 'before', date: 'notice', days: 14 },
        title: { ja: '解約通知期限の前に意向を最終確認する', en: 'Confirm once more before the notice deadline' },
        body: {
          ja: '自動更新の契約です。期限を過ぎてから「知らなかった」とならないよう、期限の日付と更新後の条件を、こちらから先にお伝えします。',
          en: 'The contract renews by itself. Tell them the deadline and the terms before it passes, so that nobody is surprised afterwards.',
        },
        condition: { field: 'auto_renew', operator: 'is', value: true },
      },
      {
        key: 'quote',
        due: beforeRenewal(45),
        ownerRole: 'sales',
        title: { ja: '見積を提示する（45日前）', en: 'Hand in the quote (45 days before)' },
        body: {
          ja: '席数の過不足を利用実績で確認してから提示します。値上げや値引きがある場合は、先に口頭で理由を説明します。',
          en: 'Check seats against real use first. Explain a rise or a discount in person before it is on paper.',
        },
      },
      {
        key: 'approval',
        due: beforeRenewal(30),
        title: { ja: '先方の稟議の進み具合を確認する（30日前）', en: 'Check how approval is going (30 days before)' },
        body: {
          ja: 'だれの承認で止まっているかを聞き、必要な資料（費用対効果、セキュリティ回答など）をその日のうちに渡します。',
          en: 'Ask whose approval is missing, and hand over what they need (business case, security answers) the same day.',
        },
      },
      {
        key: 'sign',
        due: beforeRenewal(14),
        ownerRole: 'sales',
        title: { ja: '契約書・発注書を受け取る（14日前）', en: 'Receive the signed order (14 days before)' },
      },
      {
        key: 'thanks',
        due: beforeRenewal(0),
        title: { ja: 'お礼と、次の1年の計画を送る（当日）', en: 'Say thank you and send the plan of the year (the day)' },
        mail: {
          ja: {
            subject: 'ご契約更新のお礼と次年度の進め方',
            body: '{{contact.name}}様\n\nいつもお世話になっております。{{organisation.name}}の{{member.name}}です。\n\nこのたびは{{product.name}}のご契約を更新いただき、誠にありがとうございます。\n\n先日の打ち合わせで伺った次年度の目標に向けて、最初の3か月の進め方を添付にまとめました。ご確認のうえ、ご意見をいただけますと幸いです。\n\n引き続き、どうぞよろしくお願いいたします。\n\n{{member.name}}',
          },
          en: {
            subject: 'Thank you for renewing',
            body: 'Dear {{contact.name}},\n\nThank you for renewing {{product.name}}. Attached is what we propose for the first three months, towards the goals you named. I look forward to your thoughts.\n\nKind regards,\n{{member.name}}',
          },
        },
      },
    ],
  },
  {
    template: 'farewell',
    ctaType: 'lifecycle',
    name: { ja: '解約のお見送り', en: 'Churn farewell' },
    description: {
      ja: '解約が決まったお客様に、最後まで気持ちよく終えていただくための手順です。理由を学び、戻っていただける関係を残します。引き止めが目的ではありません。',
      en: 'For a customer who is leaving: end well, learn why, and leave the door open. It is not about holding them back.',
    },
    tasks: [
      {
        key: 'accept',
        due: after(0),
        title: { ja: '解約のお申し出を受け止め、手続きを案内する', en: 'Accept the notice and explain what happens next' },
        mail: {
          ja: {
            subject: '{{product.name}}ご解約のお手続きについて',
            body: '{{contact.name}}様\n\nいつもお世話になっております。{{organisation.name}}の{{member.name}}です。\n\nご解約のご連絡、承りました。これまで{{product.name}}をご利用いただき、心より御礼申し上げます。\n\n今後のお手続きは次のとおりです。\n・ご利用終了日：{{renewal.date}}\n・データの書き出し：終了日まで行っていただけます。ご希望の形式があればお知らせください。\n・ご請求：最終のご請求内容を改めてご案内いたします。\n\nまた、今後の改善のため、30分ほどお話を伺えないでしょうか。契約の継続をお願いするものではございません。率直なご意見をいただけますと幸いです。\n\n最後まで責任をもって対応いたします。どうぞよろしくお願いいたします。\n\n{{member.name}}',
          },
          en: {
            subject: 'Ending your use of {{product.name}}',
            body: 'Dear {{contact.name}},\n\nWe have received your notice. Thank you for the time you have been with us.\n\n- Last day of use: {{renewal.date}}\n- Export of your data: possible until then; tell us which format you need\n- Billing: we will send the final statement\n\nMay we ask for 30 minutes to learn from you? It is not to change your mind.\n\nKind regards,\n{{member.name}}',
          },
        },
      },
      {
        key: 'tell_us',
        due: after(1),
        title: { ja: '社内に共有する（営業・サポート・請求）', en: 'Tell sales, support and billing' },
        body: {
          ja: '終了日、残るサポート対応、請求の締めを1通で共有します。キャンペーンや更新案内の配信も止めます。',
          en: 'One message: last day, open support work, final invoice. Stop campaigns and renewal mail.',
        },
      },
      {
        key: 'interview',
        due: after(10),
        title: { ja: '解約理由を伺う（30分）', en: 'Hear why (30 minutes)' },
        body: {
          ja: '聞くのは次の5つです。反論や提案はしません。\n\n1. 解約を考え始めたのはいつ、何がきっかけでしたか\n2. 期待していて、実現しなかったことは何ですか\n3. 私たちがどの時点で何をしていれば違いましたか\n4. これからは何をお使いになりますか\n5. 逆に、役に立ったことは何でしたか',
          en: 'Five questions, no arguing.\n\n1. When did you first think of leaving, and what set it off?\n2. What did you hope for that did not happen?\n3. What could we have done differently, and when?\n4. What will you use instead?\n5. What was of use?',
        },
      },
      {
        key: 'data',
        due: after(15),
        ownerRole: 'support',
        title: { ja: 'データの書き出しと移行を支援する', en: 'Help to export and move the data' },
      },
      {
        key: 'record',
        due: after(15),
        title: { ja: '解約理由を記録し、チームで振り返る', en: 'Record the reason and look back as a team' },
        body: {
          ja: '「価格」で終わらせず、**最初の兆しはどこにあったか**、スコアとアラートは気づけていたかまで書きます。',
          en: 'Do not stop at “price”: **where was the first sign**, and did score and alerts see it?',
        },
      },
      {
        key: 'keep',
        due: after(60),
        optional: true,
        title: { ja: 'その後の様子を伺う（約3か月後）', en: 'Ask how they are (three months later)' },
        mail: {
          ja: {
            subject: 'ご無沙汰しております（{{organisation.name}} {{member.name}}）',
            body: '{{contact.name}}様\n\nご無沙汰しております。{{organisation.name}}の{{member.name}}です。\n\nその後、業務はいかがでしょうか。以前いただいたご意見のうち、いくつかは改善いたしましたのでお知らせします。\n\n（改善した点を1、2点書く）\n\nお困りのことがございましたら、いつでもお声がけください。',
          },
          en: {
            subject: 'How are things going?',
            body: 'Dear {{contact.name}},\n\nI hope all is well. Some of what you told us when you left has since been changed:\n\n(name one or two)\n\nIf we can ever be of help, I am here.\n\n{{member.name}}',
          },
        },
      },
    ],
  },
];
