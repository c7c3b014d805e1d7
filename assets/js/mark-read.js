// Marks a notification as read when its link is followed, without delaying the page that opens.
// Without scripts, the link opens and the button beside it marks the notification.

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[data-js~="mark-read"]');
  if (!link || event.defaultPrevented) return;
  fetch(link.dataset.markReadUrl, {
    method: 'POST',
    headers: { Accept: 'application/json' },
    keepalive: true,
    credentials: 'same-origin',
  }).catch(() => {}); // it stays new, and can be marked again
  delete link.dataset.js;
});
