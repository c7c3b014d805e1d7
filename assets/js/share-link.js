// Shares the address of a product: with the phone's own sheet where there is one, else by copying it.
// The button shows only where scripts run.
import { showToast } from './toast.js';

const share = async (url, copied) => {
  if (navigator.share) {
    await navigator.share({ title: document.querySelector('h1').textContent, url });
    return;
  }
  await navigator.clipboard.writeText(url);
  showToast(copied, true);
};

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-js~="share-link"]');
  if (!button) return;
  const url = document.querySelector('link[rel=canonical]')?.href ?? location.href;
  try {
    await share(url, button.dataset.shareLinkCopied);
  } catch (error) {
    // AbortError: the sheet was closed. Else nothing may be copied here, and the address can be copied by hand.
    if (error.name !== 'AbortError') showToast(url, true);
  }
});
