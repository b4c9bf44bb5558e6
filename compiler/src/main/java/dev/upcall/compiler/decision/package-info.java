/**
 * Decision policies from Java to C: {@link dev.upcall.compiler.decision.PolicyTranslator} reads a
 * policy's source, lowers it to {@code Term}s and {@code Step}s or refuses it, and prints C; {@link
 * dev.upcall.compiler.decision.PolicyLoader} makes its Java twin for the host.
 */
package dev.upcall.compiler.decision;
