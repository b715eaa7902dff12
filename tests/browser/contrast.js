// Every text in sight of the first widget whose contrast with what lies behind it is below arguments[0].

const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
canvas.canvas.width = canvas.canvas.height = 1;

/** Any CSS colour as red, green, blue (0 to 255) and alpha (0 to 1). */
const channels = (color) => {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = color;
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
};
const over = (top, below) => [0, 1, 2].map((at) => top[at] * top[3] + below[at] * (1 - top[3]));
const parentOf = (one) => one.assignedSlot ?? one.parentElement ?? one.getRootNode().host;

/** The colour behind an element: all backgrounds up to the page, on white or, in a dark page, on black. */
const behind = (one) => {
  const layers = [];
  for (let at = one; at; at = parentOf(at)) layers.push(channels(getComputedStyle(at).backgroundColor));
  const isDark = getComputedStyle(document.documentElement).colorScheme.includes("dark");
  return layers.reverse().reduce((below, top) => over(top, below), isDark ? [18, 18, 18] : [255, 255, 255]);
};
const luminance = (rgb) => {
  const [red, green, blue] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const faults = [];
let count = 0;
const walker = document.createTreeWalker(box(), NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const text = squeeze(walker.currentNode.data);
  const holder = walker.currentNode.parentElement;
  if (!text || !isInSight(holder) || holder.closest("[aria-hidden=true]")) continue;
  count += 1;
  const back = behind(holder);
  let opacity = 1;
  for (let at = holder; at; at = parentOf(at)) opacity *= Number(getComputedStyle(at).opacity);
  const own = channels(getComputedStyle(holder).color);
  const front = over([own[0], own[1], own[2], own[3] * opacity], back);
  const [light, dark] = [luminance(front), luminance(back)].sort((a, b) => b - a);
  const ratio = (light + 0.05) / (dark + 0.05);
  if (ratio < arguments[0]) faults.push(`${ratio.toFixed(2)} “${text.slice(0, 40)}” ${holder.className}`);
}
return { count, faults };
