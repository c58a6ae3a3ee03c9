() => {
  // What the components leave out for people who do not see them: the message box has no name of
  // its own, and messages are announced by their source text instead of what they say.
  const mend = () => {
    document.querySelector('#box textarea:not([aria-label])')?.setAttribute('aria-label', 'Message');
    document.querySelectorAll('#chat [data-testid][aria-label]').forEach((message) => {
      message.removeAttribute('aria-label');
    });
  };
  mend();
  new MutationObserver(mend).observe(document.body, {
    childList: true, subtree: true, attributes: true, attributeFilter: ['aria-label'],
  });
}
