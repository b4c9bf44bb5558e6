/**
 * Interval analysis: which values the activations and accumulators of a quantised graph can take.
 */
package dev.upcall.compiler.range;
