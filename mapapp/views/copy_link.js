/**
 * A button that copies an address, and says so; where the clipboard is forbidden, shows the address to be copied by hand.
 *
 * Data from Python: {label, address}; an address is relative to the page, null for that of the view as it is just now.
 */

export default function ({ data: { label, address }, parentElement }) {
  const [button, said, field] = ["button", "[role=status]", "input"].map((name) => parentElement.querySelector(name));
  button.textContent = label;
  said.textContent = "";
  field.hidden = true;
  button.onclick = async () => {
    const url = new URL(address ?? location.href, location.href).href;
    said.textContent = "";
    field.hidden = true;
    try {
      await navigator.clipboard.writeText(url);
      said.textContent = "Link copied";
    } catch {
      said.textContent = "Copy this address:";
      Object.assign(field, { value: url, hidden: false });
      field.select();
    }
  };
}
