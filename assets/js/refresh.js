// A page that says how far something is: looked at again as long as it is looked at at all.
const box = document.querySelector('[data-refresh]');
if (box) {
  const every = Math.max(2, Number(box.dataset.refresh) || 5) * 1000;
  setInterval(() => {
    if (document.visibilityState === 'visible') location.reload();
  }, every);
}
