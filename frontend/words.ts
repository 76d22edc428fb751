// Numbers as people write them in Belgium, in the page's language.

export function number(options: Intl.NumberFormatOptions = {}): (value: number) => string {
  const language = document.documentElement.lang;
  const format = new Intl.NumberFormat(language === "en" ? "en-GB" : `${language}-BE`, options);
  return (value) => format.format(value);
}
