// What Python sends (ui/region_map/payload.py), made ready to use.

export async function unpack(bytes) {
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(plain).json();
}

export async function decode(bytes) {
  const payload = await unpack(bytes);
  payload.assignment = new Uint16Array(octets(payload.assignment).buffer);
  payload.classOf = [...octets(payload.class_of)];
  return payload;
}

function octets(base64) {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

// Groups that are units: their ids are the units' codes.
export function idsOfUnits(outlines, assignment, count) {
  const ids = new Array(count).fill("");
  assignment.forEach((group, unit) => group < count && (ids[group] = outlines.units[unit].code));
  return ids;
}

// Words of each group from the groups of each word.
export function flagsOf(flags, count) {
  const words = Array.from({ length: count }, () => []);
  for (const [word, groups] of Object.entries(flags)) for (const group of groups) words[group]?.push(word);
  return words;
}
