// Where a photo was taken: the GPS part of a JPEG's Exif (CIPA DC-008, 4.6.6), read before the photo is made anew without it.

export interface Position {
  lon: number;
  lat: number;
}
const ENOUGH = 256 * 1024; // bytes: Exif stands at the start, in at most 64 kB
const APP1 = 0xffe1;
const GPS_PART = 0x8825;
const [LATITUDE_REF, LATITUDE, LONGITUDE_REF, LONGITUDE] = [1, 2, 3, 4];

/** The position in a photo (WGS 84); null when it tells none. */
export async function positionIn(file: Blob): Promise<Position | null> {
  const view = new DataView(await file.slice(0, ENOUGH).arrayBuffer());
  try {
    const start = exifStart(view);
    return start === null ? null : gps(view, start);
  } catch (failure) {
    if (failure instanceof RangeError) return null; // a damaged header points outside the file
    throw failure;
  }
}

function exifStart(view: DataView): number | null {
  if (view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at < view.byteLength - 10; at += 2 + view.getUint16(at + 2)) {
    const mark = view.getUint16(at);
    if (mark === APP1 && view.getUint32(at + 4) === 0x45786966) return at + 10; // "Exif"
    if (mark >> 8 !== 0xff) return null;
  }
  return null;
}

function gps(view: DataView, start: number): Position | null {
  const little = view.getUint16(start) === 0x4949;
  const found = entries(view, start + view.getUint32(start + 4, little), little);
  const pointer = found.get(GPS_PART);
  if (pointer === undefined) return null;
  const told = entries(view, start + view.getUint32(pointer + 8, little), little);
  const lat = degrees(view, start, little, told.get(LATITUDE), told.get(LATITUDE_REF), "S");
  const lon = degrees(view, start, little, told.get(LONGITUDE), told.get(LONGITUDE_REF), "W");
  return lat === null || lon === null || (lat === 0 && lon === 0) ? null : { lon, lat };
}

function entries(view: DataView, at: number, little: boolean): Map<number, number> {
  const found = new Map<number, number>();
  for (let left = view.getUint16(at, little), entry = at + 2; left > 0; left--, entry += 12) found.set(view.getUint16(entry, little), entry);
  return found;
}

function degrees(view: DataView, start: number, little: boolean, entry: number | undefined, ref: number | undefined, negative: string): number | null {
  if (entry === undefined || ref === undefined) return null;
  const at = start + view.getUint32(entry + 8, little);
  const part = (index: number): number => view.getUint32(at + index * 8, little) / (view.getUint32(at + index * 8 + 4, little) || 1);
  const value = part(0) + part(1) / 60 + part(2) / 3600;
  return String.fromCharCode(view.getUint8(ref + 8)) === negative ? -value : value;
}
