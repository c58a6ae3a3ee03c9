() => {
  // Grid or list is the browser's to remember.
  window.mmrecLayout = (layout) => {
    localStorage.setItem('mmrec-layout', layout);
    document.body.dataset.layout = layout;
    mend();
  };
  // What the components leave out for people who do not see them: the page's language, a name for
  // the message box, and messages that are announced by what they say instead of their source.
  const mend = () => {
    const region = document.querySelector('#picks, .insights');
    if (region && document.documentElement.lang !== region.lang) document.documentElement.lang = region.lang;
    const box = document.querySelector('#box textarea');
    const named = region?.dataset.message ?? 'Message';
    if (box && box.ariaLabel !== named) box.setAttribute('aria-label', named);
    document.querySelectorAll('#chat [data-testid][aria-label]').forEach((message) => {
      message.removeAttribute('aria-label');
    });
    document.querySelectorAll('#chat button.rate').forEach((button) => {
      const pressed = String(button.classList.contains('pressed'));
      if (button.ariaPressed !== pressed) button.setAttribute('aria-pressed', pressed);
    });
    document.querySelectorAll('[data-act=layout]').forEach((button) => {
      const pressed = String(button.dataset.value === document.body.dataset.layout);
      if (button.ariaPressed !== pressed) button.setAttribute('aria-pressed', pressed);
    });
  };
  window.mmrecLayout(localStorage.getItem('mmrec-layout') === 'rows' ? 'rows' : 'grid');
  new MutationObserver(mend).observe(document.body, {
    childList: true, subtree: true, attributes: true, attributeFilter: ['aria-label'],
  });
}
