/** Activities (活動履歴): visits, meetings, calls, mail, chats, memos. Tables: activities, activity_contacts, activity_members (account). */
export { indexActivities } from './written.ts';
