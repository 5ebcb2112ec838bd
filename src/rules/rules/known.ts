type Names = { ja: string; en: string };

/** What a rule may speak of besides the fields of conditions. */
export type Known = {
  events: { name: string; label: string | null }[];
  members: { id: string; name: string; active: boolean }[];
  teams: { id: string; name: string }[];
  reasons: { key: string; type: string; name: Names; archived: boolean }[];
  playbooks: { id: string; name: string; live: boolean }[];
  webhooks: { id: string; name: string; live: boolean }[];
  products: { id: number; name: string }[];
  attributes: { key: string; name: string; kind: 'text' | 'number' | 'money' | 'date' | 'choice' | 'boolean'; choices: string[] }[];
};
