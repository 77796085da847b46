// Fills the shell in with the installation's names, shows who has been here before that their connections are on
// their way, and remembers a press on the menu button until the pane is there to carry it out.
(() => {
  const shell = document.getElementById('shell');
  const names = JSON.parse(document.getElementById('installation').textContent);
  for (const place of shell.querySelectorAll('[data-name]')) place.textContent = names[place.dataset.name];
  document.title = names.product_name;
  document.getElementById('menu-btn').addEventListener('click', () => shell.toggleAttribute('data-menu-asked'));
  try {
    // The key is the one of src/host/browser/session.rs.
    const returning = localStorage.getItem('latchkey.session') !== null;
    document.getElementById('shell-new').hidden = returning;
    document.getElementById('shell-returning').hidden = !returning;
  } catch {
    // A page that may not keep anything is a new one each time.
  }
})();
