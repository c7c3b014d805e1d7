// Adds the next page of a list when someone comes near its end, so that they read on without a page load.
// What was added is kept in the history entry, so Back comes to the same place. Without scripts, the link at the end
// opens the next page.

const LINK = 'a[rel=next][data-js~="load-more"]';
const NEAR = '900px 0px';
const MOST_RESTORED = 15;

const nextLink = () => document.querySelector(LINK);
let loading = null;

/** Adds what is on the page at `href` and not in the list yet, and takes over its link to the page after. */
const load = async (href) => {
  const response = await fetch(href, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(String(response.status));
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const list = document.querySelector('[data-load-more-list]');
  const known = new Set(
    [...list.querySelectorAll(':scope > [data-load-more-id]')].map((item) => item.dataset.loadMoreId),
  );
  const items = [...(page.querySelector('[data-load-more-list]')?.children ?? [])];
  list.append(...items.filter((item) => !known.has(item.dataset.loadMoreId)));
  const pager = nextLink()?.closest('.pager');
  const next = page.querySelector(LINK)?.closest('.pager') ?? page.querySelector('.pager-end');
  if (next) pager?.replaceWith(next);
  else pager?.remove();
  watch();
};

const loadNext = async () => {
  const link = nextLink();
  if (!link || loading) return;
  loading = link.href;
  link.setAttribute('aria-busy', 'true');
  try {
    await load(link.href);
    history.replaceState({ ...history.state, more: [...(history.state?.more ?? []), loading] }, '');
  } catch {
    link.removeAttribute('aria-busy'); // the link itself still works
    observer.disconnect();
  } finally {
    loading = null;
  }
};

const observer = new IntersectionObserver(
  (entries) => {
    if (entries.some((entry) => entry.isIntersecting)) loadNext();
  },
  { rootMargin: NEAR },
);

// nothing is added before someone scrolls: a short page would grow while they look at it
let hasScrolled = false;
const watch = () => {
  observer.disconnect();
  const link = nextLink();
  if (link && hasScrolled) observer.observe(link);
};

addEventListener(
  'scroll',
  () => {
    if (hasScrolled) return;
    hasScrolled = true;
    watch();
  },
  { passive: true },
);

document.addEventListener('click', (event) => {
  const link = event.target.closest(LINK);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || link.hasAttribute('aria-busy')) return;
  event.preventDefault();
  loadNext();
});

addEventListener('pagehide', () => {
  if (history.state?.more) history.replaceState({ ...history.state, y: scrollY }, '');
});

/** Loads what was in the list when someone left the page, if they came Back to it. */
const restore = async () => {
  const { more: pages, y } = history.state ?? {};
  const back = performance.getEntriesByType('navigation')[0]?.type === 'back_forward';
  if (!pages?.length || !back || !nextLink()) {
    if (pages) history.replaceState({ ...history.state, more: undefined, y: undefined }, '');
    return;
  }
  history.scrollRestoration = 'manual';
  loading = location.href; // the browser scrolls as well, and that must not fetch a page twice
  try {
    for (const href of pages.slice(0, MOST_RESTORED)) await load(href);
    scrollTo({ top: y ?? 0, behavior: 'instant' });
  } finally {
    loading = null;
    history.scrollRestoration = 'auto';
  }
};

if (nextLink())
  restore()
    .catch(() => {})
    .finally(watch);
