// Brings the figures of an import up to date for someone who watches it, and reloads the page once it has ended.
// Without scripts, the page shows how far the import was when it was opened.

const box = document.querySelector('[data-js~="progress"]');

const copyFigure = (from, to) => {
  if (to.tagName === 'PROGRESS') to.value = from.value;
  else if (to.textContent !== from.textContent) to.textContent = from.textContent;
};

const refresh = async () => {
  if (document.visibilityState !== 'visible') return;
  const response = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => null);
  if (!response?.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const fresh = page.querySelector('[data-js~="progress"]');
  if (!fresh) {
    location.reload();
    return;
  }
  const figures = fresh.querySelectorAll('[data-progress-figure]');
  box.querySelectorAll('[data-progress-figure]').forEach((figure, n) => {
    if (figures[n]) copyFigure(figures[n], figure);
  });
};

if (box) setInterval(refresh, Math.max(2, Number(box.dataset.progressEvery) || 5) * 1000);
