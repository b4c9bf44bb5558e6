/** The compiler's facade: a trained ensemble in, a firmware project out. */
package dev.upcall.compiler;
