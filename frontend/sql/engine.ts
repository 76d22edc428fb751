// DuckDB-Wasm, from our own address: the script of its worker and the engine itself (34 MB, 7 on the wire).
export { AsyncDuckDB, DuckDBDataProtocol, VoidLogger } from "@duckdb/duckdb-wasm";
export { default as wasm } from "@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url";
export { default as worker } from "@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url";
