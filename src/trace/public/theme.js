// Sets the theme before the first paint; a file of its own because the page's policy allows no script inside it.
(() => {
  let choice;
  try {
    choice = localStorage.getItem("trace.theme");
  } catch {
    choice = null;
  }
  const dark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
