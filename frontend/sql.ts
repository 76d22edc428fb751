// [data-sql]: questions in SQL on a Parquet file, answered by DuckDB in the reader's own browser. Loaded on the first question only.
import type { AsyncDuckDBConnection } from "@duckdb/duckdb-wasm";
import { onEach } from "./controllers/on-each.ts";
import { number } from "./words.ts";

const MOST = 1000; // rows shown; the question may count and sum over all

onEach<HTMLFormElement>("form[data-sql]", (form) => {
  const input = form.querySelector("textarea");
  const answer = form.querySelector<HTMLElement>("[data-sql-answer]");
  if (!input || !answer) return;
  let door: Promise<AsyncDuckDBConnection> | undefined;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say(answer, form.dataset["working"] ?? "");
    try {
      door ??= opened(form.dataset["sql"] ?? "");
      show(answer, await (await door).query(asText(input.value)), form.dataset);
    } catch (failure) {
      say(answer, failure instanceof Error ? failure.message : String(failure));
      answer.classList.add("alert", "alert--error");
    }
  });
  for (const example of document.querySelectorAll<HTMLElement>("[data-sql-example]")) {
    example.hidden = false;
    example.addEventListener("click", () => {
      input.value = example.dataset["sqlExample"] ?? "";
      input.focus();
      form.requestSubmit();
    });
  }
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
});

async function opened(parquet: string): Promise<AsyncDuckDBConnection> {
  const { AsyncDuckDB, VoidLogger, startParquet, readParquet, worker, wasm } = await import("./sql/engine.ts");
  const database = new AsyncDuckDB(new VoidLogger(), new Worker(worker));
  const [answer] = await Promise.all([fetch(parquet), database.instantiate(wasm), startParquet()]);
  if (!answer.ok) throw new Error(`${parquet}: ${answer.status}`);
  const rows = readParquet(new Uint8Array(await answer.arrayBuffer())).intoIPCStream();
  const connection = await database.connect();
  await connection.query("set autoinstall_known_extensions = false; set autoload_known_extensions = false");
  await connection.insertArrowFromIPCStream(rows, { name: "rows", create: true });
  return connection;
}

type Answer = Awaited<ReturnType<AsyncDuckDBConnection["query"]>>;

function show(box: HTMLElement, answer: Answer, words: DOMStringMap): void {
  const table = document.createElement("table");
  const names = answer.schema.fields.map((field) => String(field.name));
  const head = table.createTHead().insertRow();
  for (const name of names) head.append(Object.assign(document.createElement("th"), { textContent: name, scope: "col" }));
  const body = table.createTBody();
  for (const row of answer.toArray().slice(0, MOST)) {
    const line = body.insertRow();
    for (const name of names) line.insertCell().textContent = (row as Record<string, string | null>)[name] ?? ""; // one row of Arrow
  }
  const wrap = Object.assign(document.createElement("div"), { className: "table-wrap sticky-head", tabIndex: 0 });
  wrap.setAttribute("role", "region");
  wrap.setAttribute("aria-label", words["title"] ?? "");
  wrap.append(table);
  say(box, `${words["rows"] ?? ""} ${number()(answer.numRows)}`);
  box.append(wrap);
}

function say(box: HTMLElement, words: string): void {
  box.classList.remove("alert", "alert--error");
  box.replaceChildren(Object.assign(document.createElement("p"), { textContent: words }));
}

/** The same question with every value written out by DuckDB: decimals and dates as it knows them. */
function asText(question: string): string {
  return `select columns(*)::varchar from (${question.replace(/[;\s]+$/, "")})`;
}
