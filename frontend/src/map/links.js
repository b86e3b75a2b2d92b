/** Links in the map lead to a new tab: in the map's frame they would take the map away. */

/**
 * Keeps it so for the links of an element whose content changes, such as the attributions.
 * @param {HTMLElement | undefined} container
 */
export function openLinksElsewhere(container) {
  if (!container) return;
  const mend = () => {
    for (const link of container.querySelectorAll("a")) {
      if (link.target !== "_blank") Object.assign(link, { target: "_blank", rel: "noopener" });
    }
  };
  mend();
  new MutationObserver(mend).observe(container, { childList: true, subtree: true });
}
