/**
 * ONNX's own operator tests, read from their archive and run.
 *
 * <pre>
 * zip ─ ConformanceArchive ─► ConformanceCase ─ ConformanceRunner, Engine ─► Outcome ─► ConformanceReport
 * </pre>
 */
package dev.upcall.cli.bench.conformance;
