// Keeps someone from sending a form twice, and shows that it is on its way. Without scripts, the form carries a key, so
// that what is sent twice takes effect once.

const FORM = '[data-js~="submit-once"]';

/** Marks a form as being sent, or as free again; its button says so. */
export const setBusy = (form, button, busy) => {
  if (busy) form.dataset.submitOnceSent = '';
  else delete form.dataset.submitOnceSent;
  if (!button) return;
  if (busy) button.setAttribute('aria-busy', 'true');
  else button.removeAttribute('aria-busy');
  if (button.dataset.submitOnceBusy) {
    button.dataset.submitOnceRest ??= button.textContent;
    button.textContent = busy ? button.dataset.submitOnceBusy : button.dataset.submitOnceRest;
  }
};

document.addEventListener(
  'submit',
  (event) => {
    const form = event.target;
    if (!form.matches(FORM)) return;
    if ('submitOnceSent' in form.dataset) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    setBusy(form, event.submitter, true);
  },
  true,
);

// a page that comes back out of the back-forward cache can be sent again
addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll('form[data-submit-once-sent]')) {
    setBusy(form, form.querySelector('[aria-busy]'), false);
  }
});
