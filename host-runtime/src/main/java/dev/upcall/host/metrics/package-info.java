/** What a gateway counts and measures, for Prometheus; docs/operations.md has the names. */
package dev.upcall.host.metrics;
