/**
 * Runs float graphs in plain Java: for calibration, constant folding and as a check on importers
 * and passes. Integers and booleans, such as indices and masks, are exact.
 */
package dev.upcall.compiler.floats;
