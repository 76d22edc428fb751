// GeoJSON from one of our addresses, in the page's language.

export async function fetched(address: string): Promise<GeoJSON.FeatureCollection> {
  const answer = await fetch(address, { headers: { Accept: "application/geo+json, application/json", "Accept-Language": document.documentElement.lang } });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return (await answer.json()) as GeoJSON.FeatureCollection; // our own API
}
