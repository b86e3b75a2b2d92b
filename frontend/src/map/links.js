/** Links in the map open a new tab: in the map's frame they would replace the map. */

/**
 * Makes the links of an element open a new tab even when its content changes, as the attributions do.
 * @param {HTMLElement | undefined} container
 */
export function openLinksElsewhere(container) {
  if (!container) return;
  const retarget = () => {
    for (const link of container.querySelectorAll("a")) {
      if (link.target !== "_blank") Object.assign(link, { target: "_blank", rel: "noopener" });
    }
  };
  retarget();
  new MutationObserver(retarget).observe(container, { childList: true, subtree: true });
}
