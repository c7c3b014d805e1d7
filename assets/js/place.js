// Choosing among the variants of a product: the page of another, at the same place of it. The history
// entry is replaced, so Back leaves the product at once.
try {
  const [path, top, axis] = JSON.parse(sessionStorage.getItem('place')) ?? [];
  sessionStorage.removeItem('place');
  if (path === location.pathname) {
    scrollTo({ top, behavior: 'instant' });
    document.querySelector(`[aria-labelledby="${CSS.escape(axis)}"] [aria-current]`)?.focus({ preventScroll: true });
  }
} catch { /* no storage: the page begins at its top */ }

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-keep-place]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    sessionStorage.setItem('place', JSON.stringify([link.pathname, scrollY, link.closest('section').getAttribute('aria-labelledby')]));
  } catch { /* no storage: it begins at its top */ }
  location.replace(link.href);
});
