/**
 * Fits and tunes decision policies: pure functions from scores and right-or-wrong to parameters.
 * All arithmetic is double, all results are deterministic.
 */
package dev.upcall.core.decision.tune;
