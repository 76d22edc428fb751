// DuckDB-Wasm, from our own address: the script of its worker and the engine itself (34 MB, 6 on the wire). Its own Parquet
// reader would be fetched from its makers' server, so parquet-wasm reads the file and hands it over as Arrow.
export { AsyncDuckDB, VoidLogger } from "@duckdb/duckdb-wasm";
export { default as wasm } from "@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url";
export { default as worker } from "@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url";
export { default as startParquet, readParquet } from "parquet-wasm/esm";
