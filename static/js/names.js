// The search boxes of the administration have no name of their own: the label of the field that they stand for is it.
const name = () => {
  for (const field of document.querySelectorAll("select.admin-autocomplete")) {
    const words = field.getAttribute("aria-label") ?? field.labels[0]?.textContent.replace(/\s*:\s*$/, "");
    const box = field.parentElement.querySelector(".select2-selection");
    for (const part of box ? [box, box.firstElementChild] : []) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", words ?? "");
    }
  }
};
addEventListener("DOMContentLoaded", () => django.jQuery(name)); // after what draws the boxes
document.addEventListener("formset:added", () => setTimeout(name));
