// A page that says how far something is: its figures are brought up to date in place as long as somebody
// looks at it, and once there is nothing more to wait for, the whole page is.
const box = document.querySelector('[data-refresh]');
if (box) {
  const every = Math.max(2, Number(box.dataset.refresh) || 5) * 1000;
  const look = async () => {
    if (document.visibilityState !== 'visible') return;
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => null);
    if (!answer?.ok) return;
    const now = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-refresh]');
    if (!now) {
      location.reload();
      return;
    }
    const fresh = now.querySelectorAll('[data-fresh]');
    box.querySelectorAll('[data-fresh]').forEach((old, n) => {
      const one = fresh[n];
      if (!one) return;
      if (old.tagName === 'PROGRESS') old.value = one.value;
      else if (old.textContent !== one.textContent) old.textContent = one.textContent;
    });
  };
  setInterval(look, every);
}
