// Runs before the pane has loaded. Writes the installation's names into the shell, tells a returning person that their
// connections are being loaded, and remembers a press on the menu button until the pane can carry it out.
(() => {
  const shell = document.getElementById('shell');
  const names = JSON.parse(document.getElementById('installation').textContent);
  for (const place of shell.querySelectorAll('[data-name]')) place.textContent = names[place.dataset.name];
  document.title = names.product_name;
  document.getElementById('menu-btn').addEventListener('click', () => shell.toggleAttribute('data-menu-asked'));
  try {
    // The same key as in src/host/browser/session.rs.
    const returning = localStorage.getItem('latchkey.session') !== null;
    document.getElementById('shell-new').hidden = returning;
    document.getElementById('shell-returning').hidden = !returning;
  } catch {
    // Without storage each visit looks like the first one.
  }
})();
