/**
 * Decisions behind the stages of a ladder: what a policy sees ({@link
 * dev.upcall.core.decision.Scores}), what it says ({@link dev.upcall.core.decision.Verdict}), and
 * the built-in ones. This package's sources travel in core's jar, because the compiler translates
 * the policies, Scores and {@link dev.upcall.core.decision.PolicyMath} to C from them.
 */
package dev.upcall.core.decision;
