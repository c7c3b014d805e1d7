// A notice that is followed is read: told beside the way, so that the link stays a link.
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[data-read]');
  if (!link || event.defaultPrevented) return;
  fetch(link.dataset.read, { method: 'POST', headers: { Accept: 'application/json' }, keepalive: true, credentials: 'same-origin' }).catch(() => {});
  delete link.dataset.read;
});
