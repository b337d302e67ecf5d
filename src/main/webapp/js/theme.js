// Before the first paint, and therefore not a module: a chosen appearance wins over the system's.
try {
  const { theme } = JSON.parse(localStorage.getItem("parley.preferences") ?? "{}");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is forbidden or holds something else: the system's appearance it is.
}
