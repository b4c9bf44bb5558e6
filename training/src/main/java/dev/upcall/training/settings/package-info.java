/** {@code training.yaml}. */
package dev.upcall.training.settings;
