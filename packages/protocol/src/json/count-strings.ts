/**
 * How many strings, names and values alike, a JSON text holds. More than a parser has kept means that a name came twice, of which `JSON.parse`
 * quietly takes the last: two readers must not see two different messages.
 */
export function countStrings(json: string): number {
  let count = 0;
  let inside = false;
  for (let at = 0; at < json.length; at += 1) {
    if (inside && json[at] === '\\') at += 1;
    else if (json[at] === '"') {
      inside = !inside;
      if (inside) count += 1;
    }
  }
  return count;
}
