/**
 * Reads quantised TFLite models. A file is hostile until proved otherwise: every offset is checked
 * before it is followed, and whatever is wrong or not supported is a diagnostic UP27xx.
 */
package dev.upcall.compiler.tflite;
