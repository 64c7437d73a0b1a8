// placeholder
document.addEventListener("keydown", () => {});
