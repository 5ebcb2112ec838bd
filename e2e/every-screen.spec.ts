import { expect, test as base, type Page, type Route } from '@playwright/test';
import { screens } from '#app/web/screens.ts';
import { colourRules, expectAccessible } from './axe.ts';
import { firstAccountId, signedIn } from './people.ts';

// One page for all screens of a worker: what it has fetched stays in its cache, as it does for a person.
const test = base.extend<object, { member: Page }>({
  member: [
    async ({ browser }, use) => {
      const context = await browser.newContext({ baseURL: process.env.E2E_URL!, locale: 'ja-JP', timezoneId: 'Asia/Tokyo', reducedMotion: 'reduce' });
      // The stream of changes never ends, so the network would never be idle.
      await context.route('**/api/live', (route) => route.fulfill({ status: 204 }));
      const page = await context.newPage();
      await signedIn(page, 'admin');
      await use(page);
      await context.close();
    },
    { scope: 'worker' },
  ],
});
test.describe.configure({ mode: 'parallel' });

const inside = screens.filter((screen) => !screen.bare);
const outside = screens.filter((screen) => screen.bare && !screen.path.includes('$') && screen.path !== '/setup');

/** Opens a screen and waits until it has stopped loading. */
async function open(page: Page, path: string) {
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  await expect(page.locator('.skeleton')).toHaveCount(0);
  await page.waitForLoadState('networkidle');
}

async function pathOf(page: Page, path: string) {
  return path.includes('$accountId') ? path.replace('$accountId', await firstAccountId(page)) : path;
}

for (const screen of inside.filter(({ path }) => !/\$(?!accountId)/.test(path)))
  test(`${screen.path} is accessible in light and dark, fits a phone, and raises no error`, async ({ member: page }) => {
    const errors = watched(page);
    const path = await pathOf(page, screen.path);
    await page.setViewportSize({ width: 1360, height: 860 });
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await open(page, path);
    await expect(page).toHaveTitle(/ · Banso$/);
    await expectAccessible(page, `${screen.path} light`);
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await expectAccessible(page, `${screen.path} dark`, colourRules);
    await page.setViewportSize({ width: 390, height: 844 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, 'pixels wider than the phone').toBeLessThanOrEqual(0);
    const tables = page.locator('.table-scroll:has(> .cards)');
    for (const table of await tables.all())
      expect(await table.evaluate((box) => box.scrollWidth - box.clientWidth), 'pixels a table must be scrolled on a phone').toBeLessThanOrEqual(0);
    expect(errors).toEqual([]);
  });

// What needs nothing of the server to be shown.
const still = ['/imports/new'];

test('every screen says so when its data cannot be had, and does not ask again and again', async ({ member: page }) => {
  test.setTimeout(180_000);
  let asked = 0;
  const refuse = (route: Route) => {
    asked++;
    return route.fulfill({ status: 409, contentType: 'application/problem+json', body: JSON.stringify({ status: 409, code: 'CONFLICT', detail: '試験' }) });
  };
  const data = /\/api\/(?!me$|me\?|auth|live)/;
  const accountId = await firstAccountId(page);
  await page.route(data, refuse);
  try {
    for (const { path } of inside.filter((screen) => !/\$(?!accountId)/.test(screen.path) && !still.includes(screen.path))) {
      asked = 0;
      await page.goto(path.replace('$accountId', accountId));
      await expect(page.locator('main').getByRole('alert').first(), path).toBeVisible();
      await expect(page.getByRole('heading', { level: 1 }), path).toHaveCount(1);
      await expect(page.locator('.skeleton'), path).toHaveCount(0);
      expect(asked, `requests of ${path}`).toBeLessThan(30);
    }
  } finally {
    await page.unroute(data, refuse);
  }
});

/** What goes wrong on the page from now on, for one test. */
function watched(page: Page): string[] {
  const errors: string[] = [];
  page.removeAllListeners('pageerror').removeAllListeners('response');
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('response', (answer) => answer.status() >= 400 && errors.push(`${answer.status()} ${answer.url()}`));
  return errors;
}

for (const screen of outside)
  test(`${screen.path} is accessible before signing in`, async ({ page }) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await open(page, screen.path);
      await expectAccessible(page, `${screen.path} ${colorScheme}`);
    }
  });
