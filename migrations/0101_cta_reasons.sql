-- Why a CTA is there. A company adds its own; these come with the product.
insert into cta_reasons (reason, type, name_ja, name_en, risk_category, outside_slots, position, is_builtin) values
  ('cancellation_notice',   'risk',        '解約の申し出',             'Notice of cancellation',            'company',        true,  10, true),
  ('notice_deadline',       'risk',        '解約通知期限が近い',       'Notice deadline coming up',         'company',        true,  20, true),
  ('champion_left',         'risk',        'チャンピオンの離任',       'Champion has left',                 'sentiment',      true,  30, true),
  ('escalation',            'risk',        'エスカレーション',         'Escalation',                        'support',        true,  40, true),
  ('usage_fell',            'risk',        '利用の急減',               'Usage fell',                        'product',        false, 50, true),
  ('silent',                'risk',        '利用の停止',               'No longer used',                    'product',        false, 60, true),
  ('health_fell',           'risk',        'ヘルススコアの低下',       'Health score fell',                 'product',        false, 70, true),
  ('onboarding_late',       'risk',        'オンボーディングの遅れ',   'Onboarding is late',                'implementation', false, 80, true),
  ('decision_maker_silent', 'risk',        '決裁者との接点切れ',       'Decision maker out of touch',       'sentiment',      false, 90, true),
  ('nps_detractor',         'risk',        'NPS 批判者',               'NPS detractor',                     'sentiment',      false, 100, true),
  ('tickets_surge',         'risk',        '問い合わせの急増',         'Surge of tickets',                  'support',        false, 110, true),
  ('payment_late',          'risk',        '支払いの遅れ',             'Payment is late',                   'company',        false, 120, true),
  ('other_risk',            'risk',        'その他のリスク',           'Other risk',                        null,             false, 190, true),
  ('seats_90',              'opportunity', '席数の上限が近い',         'Seats nearly used up',              null,             false, 200, true),
  ('expansion',             'opportunity', 'アップセル・クロスセル',   'Upsell or cross-sell',              null,             false, 210, true),
  ('good_news',             'opportunity', '良い変化',                 'Good news',                         null,             false, 220, true),
  ('reference',             'opportunity', '事例・紹介のお願い',       'Reference or referral',             null,             false, 230, true),
  ('other_opportunity',     'opportunity', 'その他の機会',             'Other opportunity',                 null,             false, 290, true),
  ('kickoff',               'lifecycle',   'キックオフ',               'Kick-off',                          null,             false, 300, true),
  ('ebr',                   'lifecycle',   'EBR・定期レビュー',        'EBR or regular review',             null,             false, 310, true),
  ('renewal_90',            'lifecycle',   '更新の準備',               'Renewal coming up',                 null,             false, 320, true),
  ('handover',              'lifecycle',   '担当の引き継ぎ',           'Handover',                          null,             false, 330, true),
  ('other_lifecycle',       'lifecycle',   'その他の節目',             'Other milestone',                   null,             false, 390, true),
  ('cadence',               'activity',    '定期のご連絡',             'Regular touch',                     null,             false, 400, true),
  ('follow_up',             'activity',    'フォローアップ',           'Follow-up',                         null,             false, 410, true),
  ('other',                 'activity',    'その他',                   'Other',                             null,             false, 490, true)
on conflict (reason) do nothing;

-- Lists of open CTAs: by due day and by rank, of one owner or of all.
create index ctas_open_by_due on ctas (due_on, cta_id) where status in ('open', 'doing');
create index ctas_owner_by_due on ctas (owner_id, due_on, cta_id) where status in ('open', 'doing');
create index ctas_open_by_rank on ctas (rank desc, cta_id) where status in ('open', 'doing');
create index ctas_closed on ctas (closed_at desc, cta_id) where status in ('done', 'wont_do');
drop index ctas_open;
