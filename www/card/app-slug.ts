// Which of Home Assistant's apps is ours: its slug differs with the repository it was installed from.

const SLUG = /^[-_.A-Za-z0-9]+$/;

/** What the app writes behind the card's address when it installs it: `/local/oriel/oriel-card.js?app=a1b2c3d4_oriel`. */
export function slugOfScript(scriptUrl: string): string | null {
  const slug = new URL(scriptUrl).searchParams.get('app');
  return slug !== null && SLUG.test(slug) ? slug : null;
}
