/**
 * The definition of right: an integer interpreter of quantised graphs, one class per operator, in
 * the arithmetic of TensorFlow Lite Micro's reference kernels. Generated C equals it byte for byte,
 * on the host and on every board. Written to be read, not to be fast.
 */
package dev.upcall.compiler.reference;
