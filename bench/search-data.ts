import type pg from 'pg';

const surnames =
  '佐藤:さとう,鈴木:すずき,高橋:たかはし,田中:たなか,伊藤:いとう,渡辺:わたなべ,山本:やまもと,中村:なかむら,小林:こばやし,加藤:かとう,吉田:よしだ,山田:やまだ,佐々木:ささき,山口:やまぐち,松本:まつもと,井上:いのうえ,木村:きむら,林:はやし,斎藤:さいとう,清水:しみず,山崎:やまざき,森:もり,池田:いけだ,橋本:はしもと,阿部:あべ,石川:いしかわ,山下:やました,中島:なかじま,石井:いしい,小川:おがわ,前田:まえだ,岡田:おかだ,長谷川:はせがわ,藤田:ふじた,後藤:ごとう,近藤:こんどう,村上:むらかみ,遠藤:えんどう,青木:あおき,坂本:さかもと,勅使河原:てしがわら,五十嵐:いがらし,小鳥遊:たかなし,東海林:しょうじ';
const given =
  '太郎:たろう,花子:はなこ,一郎:いちろう,健太:けんた,美咲:みさき,翔太:しょうた,陽子:ようこ,直樹:なおき,恵子:けいこ,大輔:だいすけ,由美:ゆみ,誠:まこと,真由美:まゆみ,拓也:たくや,智子:ともこ,亮:りょう,明美:あけみ,隆:たかし,久美子:くみこ,剛:つよし,彩:あや,浩:ひろし,裕子:ゆうこ,学:まなぶ,直美:なおみ,修:おさむ,千尋:ちひろ,純:じゅん,葵:あおい,蓮:れん';
const places =
  '東京,大阪,名古屋,札幌,福岡,横浜,神戸,京都,仙台,広島,新潟,静岡,浜松,熊本,金沢,松山,みなと,あけぼの,ひまわり,さくら,若葉,日の出,北陸,東海,九州,四国,中央,第一,富士,桜井,大和,三河,瀬戸内,信州,遠州,ｸﾘｴｲﾄ,ＮＫ,ネクスト,スマート,グローバル';
const trades =
  '物流,食品,商事,製作所,電機,建設,システム,工業,薬品,印刷,運輸,不動産,デザイン,精機,化学,水産,農園,ソリューションズ,ホールディングス,エンジニアリング,サービス,テクノロジー,クリニック,メディア,フーズ,観光,紡績,鉄工,興業,貿易';

/** 100,000 accounts and their contacts as common as in Japan: the names repeat, so that the frequent ones are found by tens of thousands. */
export async function fillSearch(pool: pg.Pool, accounts: number, contacts: number): Promise<void> {
  await pool.query(
    `insert into accounts (account_id, external_id, name, kana, corporate_number, industry, created_at, updated_at)
     select banso_uuid7(), 'C' || lpad(i::text, 6, '0'),
       case i % 4 when 0 then '株式会社' else '' end || p[1 + hashint4(i) % 40 + case when hashint4(i) % 40 < 0 then 40 else 0 end] || t[1 + (i * 7919) % 30] || case when i % 3 = 0 then (i / 3)::text else '' end || case i % 4 when 0 then '' when 1 then '有限会社' else '株式会社' end,
       'カナ' || i, lpad((1000000000000 + i * 7919)::text, 13, '1'), '業種' || i % 30, now(), now()
     from generate_series(1, $1::int) i, (select string_to_array($2, ',') as p, string_to_array($3, ',') as t) x`,
    [accounts, places, trades],
  );
  await pool.query(`insert into account_keys select 'crm', external_id, account_id from accounts`);
  // Low numbers are drawn more often, as surnames are; with 44 of them each is more frequent than in life.
  await pool.query(
    `insert into contacts (account_id, contact_id, name, kana, department, email, phone, created_at, updated_at)
     select a.account_id, banso_uuid7(), split_part(s[k], ':', 1) || ' ' || split_part(g[m], ':', 1), split_part(s[k], ':', 2) || ' ' || split_part(g[m], ':', 2),
       '営業部', 'user' || i || '@example' || i % 5000 || '.co.jp', '03-' || lpad((i % 10000)::text, 4, '0') || '-' || lpad((i % 7777)::text, 4, '0'), now(), now()
     from (select i, 1 + floor(44 * power(random(), 1.3))::int as k, 1 + floor(30 * random())::int as m from generate_series(1, $1::int) i) i
     join (select account_id, row_number() over (order by account_id) as no from accounts) a on a.no = 1 + i.i % $2::int, (select string_to_array($3, ',') as s, string_to_array($4, ',') as g) x`,
    [contacts, accounts, surnames, given],
  );
}
