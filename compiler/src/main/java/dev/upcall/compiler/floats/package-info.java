/**
 * Runs float graphs in plain Java: for calibration, constant folding and as a check on importers
 * and passes.
 */
package dev.upcall.compiler.floats;
