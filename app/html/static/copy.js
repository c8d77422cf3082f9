// Copy buttons: hidden until this runs, because without it they would do nothing.
(() => {
  const status = document.createElement("p");
  status.className = "unseen";
  status.setAttribute("role", "status");
  document.querySelector("main").append(status);

  // Without a clipboard (no https, no permission) the text is selected, and readers copy it with the keyboard.
  const copy = async (source) => {
    try {
      await navigator.clipboard.writeText(source.textContent);
      return true;
    } catch {
      getSelection().selectAllChildren(source);
      return document.execCommand("copy");
    }
  };

  for (const button of document.querySelectorAll("button[data-copies]")) {
    const source = document.getElementById(button.dataset.copies);
    const named = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      status.textContent = "";
      const done = await copy(source);
      button.textContent = done ? "Copied" : "Selected";
      status.textContent = done ? "Copied" : "Selected: copy it with your keyboard";
      setTimeout(() => { button.textContent = named; }, 2000);
    });
  }
})();
