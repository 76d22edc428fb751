// A photo made anew from its pixels: upright, at most 2,048 pixels long, JPEG, without Exif.

const LONGEST = 2048;
const QUALITY = 0.85;

/** Throws DOMException when the browser cannot read the file as a picture (HEIC in some, a video in all). */
export async function shrunk(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const made = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!made) throw new DOMException("no picture", "EncodingError");
  return made;
}
