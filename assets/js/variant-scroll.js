// Keeps the scroll position for someone who chooses another variant of a product, and puts the focus back on the axis
// they chose from. The history entry is replaced, so Back leaves the product at once. Without scripts, a variant opens
// as any page does.

const KEY = 'variant-scroll';

const restore = () => {
  const [path, top, axis] = JSON.parse(sessionStorage.getItem(KEY)) ?? [];
  sessionStorage.removeItem(KEY);
  if (path !== location.pathname) return;
  scrollTo({ top, behavior: 'instant' });
  const section = document.querySelector(`[aria-labelledby="${CSS.escape(axis)}"]`);
  section?.querySelector('[aria-current]')?.focus({ preventScroll: true });
};

const remember = (link) => {
  const axis = link.closest('section').getAttribute('aria-labelledby');
  sessionStorage.setItem(KEY, JSON.stringify([link.pathname, scrollY, axis]));
};

try {
  restore();
} catch {
  // without storage the page begins at its top
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-js~="variant-scroll"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    remember(link);
  } catch {
    // without storage the next page begins at its top
  }
  location.replace(link.href);
});
