// Leaves a page at once: a press on the link, or Escape three times; the page does not stay in the history.
(() => {
  const link = document.getElementById("leave");
  if (!(link instanceof HTMLAnchorElement)) return; // whatever else a page may hold under this name
  const go = () => {
    document.documentElement.hidden = true;
    location.replace(link.href);
  };
  link.addEventListener("click", (event) => {
    event.preventDefault();
    go();
  });
  let pressed = 0;
  addEventListener("keydown", (event) => {
    pressed = event.key === "Escape" ? pressed + 1 : 0;
    if (pressed === 3) go();
  });
})();
