import { defineTexts } from '#platform/i18n/texts.ts';

/** The facts behind a firing, each as a short phrase. */
export const factTexts = defineTexts({
  ja: {
    is: (name: string, value: string) => `${name} ${value}`,
    changed: (name: string, before: string, value: string, days: string) => `${name} ${before} → ${value}（${days}間）`,
    yes: (name: string) => `${name} はい`,
    no: (name: string) => `${name} いいえ`,
    usually: (usual: string, value: string) => `通常 ${usual} → ${value}`,
    events: (n: string) => `${n}回/週`,
    users: (n: string) => `延べ${n}名/週`,
    event: (name: string, n: string) => `${name} ${n}回`,
    left: (names: string) => `${names}が離任`,
    person: (name: string) => `${name}様`,
    separator: '、',
  },
  en: {
    is: (name, value) => `${name} ${value}`,
    changed: (name, before, value, days) => `${name} ${before} → ${value} in ${days}`,
    yes: (name) => `${name}: yes`,
    no: (name) => `${name}: no`,
    usually: (usual, value) => `usually ${usual} → ${value}`,
    events: (n) => `${n} a week`,
    users: (n) => `${n} user days a week`,
    event: (name, n) => `${name}, ${n} times`,
    left: (names) => `${names} left`,
    person: (name) => name,
    separator: ', ',
  },
});
