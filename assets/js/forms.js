// Helps people at the keyboard in every form: Enter that ends the composing of Hangul does not send, Ctrl+Enter in a
// long text does, and a field that is wrong is unfolded. Without scripts, the browser's own ways stay.

document.addEventListener('keydown', (event) => {
  const { target } = event;
  if (event.key !== 'Enter' || !target.form) return;
  // 229: Safari reports the Enter that ends a composition only this way
  if (event.isComposing || event.keyCode === 229) {
    if (target.matches('input')) event.preventDefault();
    return;
  }
  if (target.matches('textarea') && (event.ctrlKey || event.metaKey)) target.form.requestSubmit();
});

// before the browser puts the focus on the first field that is wrong
document.addEventListener(
  'invalid',
  ({ target }) => {
    const closed = 'details:not([open])';
    for (let fold = target.closest(closed); fold; fold = fold.parentElement.closest(closed)) fold.open = true;
  },
  true,
);
