// Endless lists: the next page is fetched when its link comes near and put where it belongs.
// What was loaded is kept in the history entry, so Back comes to the same place.
const find = () => document.querySelector('a[rel=next][data-more]');
let loading = null;

const load = async (href) => {
  const response = await fetch(href, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(String(response.status));
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const list = document.querySelector('[data-list]');
  const known = new Set([...list.querySelectorAll(':scope > [data-id]')].map((el) => el.dataset.id));
  const fresh = [...(page.querySelector('[data-list]')?.children ?? [])].filter((el) => !known.has(el.dataset.id));
  list.append(...fresh);
  const old = find()?.closest('.pager');
  const next = page.querySelector('a[rel=next][data-more]')?.closest('.pager') ?? page.querySelector('.pager-end');
  if (next) old?.replaceWith(next);
  else old?.remove();
  watch();
};

const more = async () => {
  const link = find();
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

const observer = new IntersectionObserver((entries) => {
  if (entries.some((entry) => entry.isIntersecting)) more();
}, { rootMargin: '900px 0px' });

// only once someone moves: a short page does not grow under the eyes by itself
let moved = false;
const watch = () => {
  observer.disconnect();
  const link = find();
  if (link && moved) observer.observe(link);
};
addEventListener('scroll', () => {
  if (moved) return;
  moved = true;
  watch();
}, { passive: true });

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[rel=next][data-more]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || link.hasAttribute('aria-busy')) return;
  event.preventDefault();
  more();
});

addEventListener('pagehide', () => {
  if (history.state?.more) history.replaceState({ ...history.state, y: scrollY }, '');
});

const restore = async () => {
  const { more: pages, y } = history.state ?? {};
  const back = performance.getEntriesByType('navigation')[0]?.type === 'back_forward';
  if (!pages?.length || !back || !find()) {
    if (pages) history.replaceState({ ...history.state, more: undefined, y: undefined }, '');
    return;
  }
  history.scrollRestoration = 'manual';
  loading = location.href; // the browser scrolls as well, and that must not fetch a page twice
  try {
    for (const href of pages.slice(0, 15)) await load(href);
    scrollTo({ top: y ?? 0, behavior: 'instant' });
  } finally {
    loading = null;
    history.scrollRestoration = 'auto';
  }
};

if (find()) restore().catch(() => {}).finally(watch);
