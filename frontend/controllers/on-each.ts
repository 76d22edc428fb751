// Starts a controller on every element that carries its attribute, now and after htmx has put new ones in.

export function onEach<Kind extends HTMLElement>(selector: string, start: (element: Kind) => void): void {
  const started = new WeakSet<Element>();
  const find = (): void => {
    for (const element of document.querySelectorAll<Kind>(selector)) {
      if (started.has(element)) continue;
      started.add(element);
      start(element);
    }
  };
  find();
  document.addEventListener("htmx:after:swap", find);
}
