() => {
  const faults = [];
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > wide) faults.push(`scrolls to ${document.documentElement.scrollWidth}`);
  const unseen = (element) => element.closest(".unseen, .skip, .beside, thead, script, style, title, option, .tools");
  const isClipped = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.clipPath === "inset(50%)" || style.display === "none" || style.visibility === "hidden") return true;
    }
    return false;
  };
  const boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    if (!node.data.trim() || (unseen(parent) && isClipped(parent)) || parent.closest("script, style, option")) continue;
    if (parent.closest(".skip")) continue;
    let holder = parent;
    while (getComputedStyle(holder).display === "inline" && holder.parentElement) holder = holder.parentElement;
    const isDrawn = Boolean(parent.closest("svg"));
    const around = isDrawn ? parent.closest("svg").getBoundingClientRect() : holder.getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(node);
    const columned = Boolean(parent.closest("ul, tbody, dl > div"));
    for (const box of range.getClientRects()) {
      if (box.width < 1 || box.height < 1) continue;
      const said = node.data.trim().slice(0, 40);
      if (box.left < -1 || box.right > wide + 1) faults.push(`beyond the page: ${said}`);
      const isOut = box.left < around.left - 2 || box.right > around.right + 2;
      const isLow = box.top < around.top - 4 || box.bottom > around.bottom + 4;
      if (isOut || (isLow && !columned)) faults.push(`beyond its box: ${said}`);
      boxes.push({ left: box.left, right: box.right, top: box.top, bottom: box.bottom, node, said });
    }
  }
  boxes.sort((a, b) => a.top - b.top);
  boxes.forEach((box, place) => {
    for (let next = place + 1; next < boxes.length && boxes[next].top < box.bottom - 4; next++) {
      const other = boxes[next];
      const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
      const down = Math.min(box.bottom, other.bottom) - other.top;
      if (other.node !== box.node && across > 2 && down > 4) faults.push(`overlap: ${box.said} | ${other.said}`);
    }
  });
  return faults.slice(0, 12);
}
